"""Sign-in, passwords, the second factor, invitations, and the page about one's own access."""
