"""Forms of assessments, one file per noun."""
