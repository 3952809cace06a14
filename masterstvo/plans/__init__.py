"""Plans: directions, targets and activities, read from Word and followed through the year."""
