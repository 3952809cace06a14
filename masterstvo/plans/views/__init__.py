"""Pages of plans, one file per noun."""
