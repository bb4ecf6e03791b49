"""What the apps above tell whoever runs the installation, each in a line: of no person."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One line.

    Args:
        label: what it is about.
        words: how it stands, in a sentence.
    """

    label: str
    words: str


Teller = Callable[[], Fact]
TELLERS: list[Teller] = []


def tells_operator(function: Teller) -> Teller:
    """Registers a function that tells one line, with as few queries as it can."""
    TELLERS.append(function)
    return function


def told() -> list[Fact]:
    """All of them, in the order in which features were registered."""
    return [tell() for tell in TELLERS]
