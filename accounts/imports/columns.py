"""The columns of a file: what they may be called, and which heading means which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column that a kind of file may have.

    Args:
        key: what the code calls it.
        label: its heading.
        hint: what belongs in it, for whoever makes the file.
        also: other headings that mean it.
        required: the column must be there, and filled in on each row.
        address: an address or handle, in which a platform's own codes are no secret.
    """

    key: str
    label: str
    hint: str
    also: tuple[str, ...] = ()
    required: bool = False
    address: bool = False

    @property
    def headings(self) -> set[str]:
        """Its headings as they are compared."""
        return {plain(heading) for heading in (self.label, self.key, *self.also)}


class WrongColumns(Exception):
    """The columns of a file are not those of its kind; says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Headings:
    """Which column stands where.

    Args:
        places: the key of each column with its place, from 0.
        ignored: headings that mean nothing here.
    """

    places: dict[str, int]
    ignored: list[str]


def plain(heading: str) -> str:
    """A heading as headings are compared: case, spaces, full stops and dashes do not matter."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def recognised(cells: Sequence[str], columns: Sequence[Column]) -> int:
    """How many different columns a line of headings names."""
    known = {heading: column.key for column in columns for heading in column.headings}
    return len({known[name] for cell in cells if (name := plain(cell)) in known})


def read_headings(cells: Sequence[str], columns: Sequence[Column]) -> Headings:
    """Finds the columns by their headings, in whatever order they stand.

    Raises:
        WrongColumns: one that must be there is missing, or one is there twice.
    """
    known = {heading: column for column in columns for heading in column.headings}
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, cell in enumerate(cells):
        column = known.get(plain(cell))
        if column is None:
            if cell.strip():
                ignored.append(cell.strip()[:60])
        elif column.key in places:
            raise WrongColumns(f"There are two columns for “{column.label}”. Leave only one")
        else:
            places[column.key] = place
    missing = [column.label for column in columns if column.required and column.key not in places]
    if not places:
        named = ", ".join(f"“{column.label}”" for column in columns if column.required)
        raise WrongColumns(f"No heading was recognised. The file needs the columns {named}")
    if missing:
        which = "The column" if len(missing) == 1 else "These columns"
        are = "is" if len(missing) == 1 else "are"
        named = ", ".join(f"“{label}”" for label in missing)
        raise WrongColumns(f"{which} {named} {are} missing. Name each in the first line")
    return Headings(places, ignored)
