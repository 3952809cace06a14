"""Events: seminars and method days, and who took part."""
