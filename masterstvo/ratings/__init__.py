"""Ratings: the best school and the best community by a published formula, counted line by line in the open (ADR 0048)."""
