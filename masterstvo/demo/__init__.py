"""Demo: a fictional district, deterministic by seed."""
