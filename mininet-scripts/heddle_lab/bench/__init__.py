"""Measurements of a running fabric, printed as tables: `./heddle bench NAME`."""
