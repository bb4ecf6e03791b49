"""By which rules."""
