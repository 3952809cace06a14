"""What is read about contests."""
