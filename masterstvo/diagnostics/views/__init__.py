"""Pages of measurements, of what follows from them, and of the framework by which they are understood."""
