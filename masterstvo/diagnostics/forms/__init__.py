"""What people write about measurements, to whom they open them, and how they edit a framework."""
