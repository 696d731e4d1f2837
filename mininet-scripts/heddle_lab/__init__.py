"""The lab: fabrics of real Open vSwitch bridges and network namespaces, and what is shown and measured on them.

The package never imports the controller; it starts it as a program and speaks to it over HTTP, as any user would.
"""
