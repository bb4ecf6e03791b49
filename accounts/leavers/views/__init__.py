"""Pages about leaving."""
