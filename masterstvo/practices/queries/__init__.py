"""Reads about practices: the bank, reviews, what is due."""
