"""Who may touch which official account."""
