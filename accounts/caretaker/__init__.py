"""Letting somebody in when the clerk is gone, and giving back a lost second factor."""
