"""What the app does about a clause whatever a rulebook says, and where: `deeds.toml`.

What the rules set is told by `carried_out`, from the rules of the day; this is the app of today. It
speaks of the clauses as they were shipped, since no council's own words can be known beforehand.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accounts.councils.rulebook import SHIPPED, shipped
from councilsm.pages import SECTIONS, Entry
from policies.documents.clauses import Clause

DEEDS = Path(__file__).parent / "deeds.toml"


@dataclass(frozen=True)
class Deed:
    """One thing that the app does.

    Args:
        does: what, in a sentence.
        where: the page of the navigation on which it is done or seen.
        clauses: the ids that it carries out.
    """

    does: str
    where: Entry
    clauses: tuple[str, ...]


@cache
def deeds() -> tuple[Deed, ...]:
    """All of them, in the order of the list."""
    places = {entry[1]: entry for pages in SECTIONS.values() for entry in pages}
    with DEEDS.open("rb") as file:
        listed = tomllib.load(file)
    return tuple(
        Deed(does, places[name], tuple(clauses))
        for name, there in listed.items()
        for does, clauses in there.items()
    )


@cache
def lines() -> dict[str, str]:
    """What each clause says, in a line, as it was shipped."""
    return {
        ref: line
        for path in sorted(SHIPPED.glob("*.toml"))
        for ref, line in shipped(path.stem).clauses.items()
    }


def line_otherwise(clause: Clause) -> str:
    """What a clause says as it was shipped, of which the deeds speak; empty where it is this."""
    line = lines().get(clause.ref, "")
    return "" if (clause.title, clause.words) == (line, "") else line


def done_about(ref: str) -> list[Deed]:
    """What the app does about a clause."""
    return [deed for deed in deeds() if ref in deed.clauses]
