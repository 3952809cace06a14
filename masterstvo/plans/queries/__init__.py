"""Reads of plans, one file per noun."""
