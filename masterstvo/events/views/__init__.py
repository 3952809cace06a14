"""Pages of events, one file per noun."""
