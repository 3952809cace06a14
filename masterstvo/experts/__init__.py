"""Experts: who was appointed to judge what, at which level."""
