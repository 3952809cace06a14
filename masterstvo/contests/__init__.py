"""Contests: professional contests and their entries."""
