"""How many people have read a policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policies.acknowledgements.questions import Cell, Row
from policies.documents.models import Version


@dataclass(frozen=True)
class Tally:
    """One version, with what it is to each of some people."""

    version: Version
    cells: list[Cell]

    @property
    def asked(self) -> int:
        """How many must read it."""
        return sum(cell.since is not None for cell in self.cells)

    @property
    def read(self) -> int:
        """How many of them have."""
        return sum(cell.since is not None and cell.read is not None for cell in self.cells)

    @property
    def late(self) -> int:
        return sum(cell.is_late for cell in self.cells)

    @property
    def missing(self) -> int:
        return self.asked - self.read

    @property
    def label(self) -> str:
        """The state as words for a tag."""
        if not self.asked:
            return "Nobody is asked"
        if not self.missing:
            return "Read by all"
        return f"{self.late} late" if self.late else f"{self.missing} to read"

    @property
    def colour(self) -> str:
        if not self.asked:
            return "grey"
        if not self.missing:
            return "green"
        return "red" if self.late else "yellow"


def tallies(versions: Sequence[Version], rows: Iterable[Row]) -> list[Tally]:
    """The versions in their order, each with its people; a row has a cell for each version."""
    found = list(rows)
    return [
        Tally(version, [row.cells[place] for row in found])
        for place, version in enumerate(versions)
    ]
