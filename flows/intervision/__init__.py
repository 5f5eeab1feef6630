"""Intervision: a group looks at a shared copy with a method, in rounds. Pure; see the README."""
