"""Reads about routes, one file a noun."""
