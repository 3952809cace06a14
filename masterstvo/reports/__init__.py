"""Reports: editions of the yearly report, their checks and their Word document."""
