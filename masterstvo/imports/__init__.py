"""Imports: staged reading of Excel sheets that people bring."""
