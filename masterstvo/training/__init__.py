"""Training: providers, programmes, and who completed them."""
