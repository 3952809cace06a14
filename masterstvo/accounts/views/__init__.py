"""Sign-in, passwords, invitations, and the page about one's own access."""
