"""Pages of contests, one file per noun."""
