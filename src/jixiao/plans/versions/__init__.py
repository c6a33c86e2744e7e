"""Versions, amendments and dynamic goals, read for pages."""
