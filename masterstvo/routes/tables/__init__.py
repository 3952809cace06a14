"""Columns and filters of the lists of routes, and the panels that routes add to other pages."""
