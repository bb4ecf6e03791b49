"""Pre-election periods, and the profiles that a council does not promote in them."""
