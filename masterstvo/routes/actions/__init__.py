"""Writes of routes, one file per noun."""
