"""Organizations: regions, municipalities, schools, their dated statuses, and who holds which role where."""
