"""Pages of routes, one file per noun."""
