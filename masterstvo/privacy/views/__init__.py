"""Pages of privacy, one file per noun."""
