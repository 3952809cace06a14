"""Routes: individual educational routes of teachers."""
