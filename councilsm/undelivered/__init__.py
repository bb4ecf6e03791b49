"""A council's own messages that could not be sent, and what may be done about each."""
