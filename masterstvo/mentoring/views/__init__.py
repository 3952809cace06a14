"""Pages of mentoring, one file per noun."""
