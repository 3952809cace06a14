"""Pages of communities, one file per noun."""
