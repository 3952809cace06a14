"""Everything that changes a report and what hangs on it, one file for each noun."""
