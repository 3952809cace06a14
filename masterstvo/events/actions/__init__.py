"""Everything that changes events, one file per noun."""
