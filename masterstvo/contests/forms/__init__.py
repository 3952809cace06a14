"""Checking what is typed about contests, one file per noun."""
