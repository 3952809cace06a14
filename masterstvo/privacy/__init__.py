"""Privacy: what is held about a person, who read it, and on what ground."""
