"""The forms of enquiries; private to this feature."""
