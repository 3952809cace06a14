"""Diagnostics: what was measured of a person's competences."""
