"""What every app stands on: audit, jobs, page guard, components, dates. No word of the field."""
