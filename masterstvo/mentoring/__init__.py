"""Mentoring: pairs of mentor and mentee, and the acts that fix them."""
