"""Reads of events that cross tables, one file per question."""
