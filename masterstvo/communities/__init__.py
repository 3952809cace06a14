"""Communities: who leads and belongs to them, when they meet, what they decide, how active they are."""
