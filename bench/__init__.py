"""Side-by-side measurements: every figure is a ratio to something known."""
