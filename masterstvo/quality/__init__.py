"""Quality: results of pupils by school, aggregates only."""
