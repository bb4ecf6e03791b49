"""The demonstration: six councils, their people and what they have said, all made by actions."""

from moderation.demo.councils import COUNCILS
from moderation.demo.making import load_demo, make

__all__ = ["COUNCILS", "load_demo", "make"]
