"""Sign-in, passwords, the second factor, and the page about one's own access."""
