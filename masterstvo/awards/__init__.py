"""Awards: what they ask, who has which, nominations with their papers, and the numbers of those who have none."""
