"""When each policy is reviewed, what called for it, and what came of it."""
