"""Practices: the bank of what works and the depository of lessons, who reviewed them, who repeated them with what result."""
