"""A made-up world to measure speed on: a thousand councils, or a million drafts in one.

It writes rows in bulk instead of calling the actions, which would take hours. Nothing else may do
so, and this only because nobody in it is real. What it writes is what the actions would have
written: every draft's digest is right and every council's chain verifies.
"""

from moderation.world.councils import make_world

__all__ = ["make_world"]
