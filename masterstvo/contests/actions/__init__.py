"""Everything that changes contests and entries, one file per noun."""
