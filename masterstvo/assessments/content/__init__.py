"""What an instrument asks and how answers are scored, as plain typed objects: no database, no Django."""
