"""Pages for the council’s own people."""
