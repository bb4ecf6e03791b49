"""Leaving: every way in ended before the last day, and proved on the platform."""
