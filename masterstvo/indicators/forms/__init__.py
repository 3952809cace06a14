"""Input of own indicators: what they are called, and their formula as choices or as text."""
