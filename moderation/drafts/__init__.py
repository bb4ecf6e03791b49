"""What the council says: written, approved, posted by hand and kept."""
