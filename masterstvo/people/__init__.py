"""People: persons, their employments and qualification over time."""
