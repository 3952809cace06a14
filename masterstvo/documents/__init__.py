"""Documents: orders, acts, contracts, files and links, attachable to anything."""
