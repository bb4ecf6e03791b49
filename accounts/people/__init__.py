"""People, the offices they hold, the admin team, and how they are invited."""
