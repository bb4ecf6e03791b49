"""The forms of policies."""
