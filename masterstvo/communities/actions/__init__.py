"""Writes of communities, one file per noun."""
