"""The pages: the team on a day, changing it, looking at changes, and the undertaking."""
