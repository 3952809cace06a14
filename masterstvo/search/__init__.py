"""One search over everything: apps above say what is found and who may see it; this app keeps the index."""
