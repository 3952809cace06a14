"""Whoever is signed in may search; what is found is what they may see."""

import rules

rules.add_perm("search.find", rules.is_authenticated)
