"""Reads of assessments, one file per noun."""
