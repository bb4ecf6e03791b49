"""Councils, and the rulebook each runs by."""
