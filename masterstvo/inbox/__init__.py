"""What a user is told: notices in the program, reminders of days, one letter instead of many. Apps above send them."""
