"""Forums and groups that are not the council's: watched, and as a rule not posted in."""
