"""Fabrics as values: who is there, and which cable is in which port. Nothing here touches the machine."""

from heddle_lab.topologies.changes import shuffled, swapped, without
from heddle_lab.topologies.fabric import Cable, End, Fabric, Host, Switch
from heddle_lab.topologies.spec import SPECS, fabric_of

__all__ = ["Cable", "End", "Fabric", "Host", "SPECS", "Switch", "fabric_of", "shuffled", "swapped", "without"]
