"""Columns and filters of lists, and panels, one file per noun."""
