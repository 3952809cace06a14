"""Factories: the least that is valid, nothing random, no hidden children."""
