"""Writes of plans, one file per noun."""
