"""Making the fictional district: places, people, a year of facts, a plan."""
