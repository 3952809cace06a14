"""Writes of assessments, one file per noun."""
