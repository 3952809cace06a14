"""Journal: what was changed in a municipality, by whom, in which role and from where."""
