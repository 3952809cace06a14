"""Indicators: the language in which a target is stated, and its evaluation down to the persons."""
