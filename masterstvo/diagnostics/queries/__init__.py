"""Reads of diagnostics, one file per noun."""
