"""What people write about mentoring, one file per noun."""
