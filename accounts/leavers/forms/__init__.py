"""Forms about leaving."""
