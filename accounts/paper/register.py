"""A register as a page, a PDF and a spreadsheet show it: columns, rows, and whence it comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.audit.models import ChainHead

#: What is said in place of a value that changed since and of which nothing tells.
NOT_KNOWN = "Not known as at this day"


@dataclass(frozen=True)
class Column:
    """One column of the page.

    Args:
        share: of the page's width, in hundredths.
    """

    heading: str
    share: int


@dataclass
class Register:
    """One register as it was at the end of a day.

    Args:
        rows: each a cell for every column; several lines in a cell are apart by "\\n".
        sheet: the columns and rows of the spreadsheet, which has more of them.
        empty: what is said where there are no rows.
        notes: what its short references stand for, below the table.
    """

    title: str
    day: date
    columns: Sequence[Column]
    rows: list[list[str]]
    sheet: tuple[Sequence[str], list[list[str]]]
    counted: str
    empty: str
    notes: Sequence[str] = ()

    @property
    def is_past(self) -> bool:
        return self.day < today()

    @property
    def labelled(self) -> list[list[tuple[Column, str]]]:
        """The rows, each cell with its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Imprint:
    """When and by whom a register was put on paper, and where the trail ended then.

    Args:
        entry: the number of the trail's last entry; 0 while it has none.
        checkpoint: that entry's SHA-256, over all before it: the same later means unchanged.
    """

    made_at: datetime
    by: str
    entry: int
    checkpoint: str


def imprint(viewer: Membership, maker: Person) -> Imprint:
    """What stands at the head of a register that somebody makes now (a query)."""
    head = ChainHead.objects.filter(pk=viewer.council_id).first()
    office = ", ".join(viewer.titles)
    return Imprint(
        made_at=timezone.now(),
        by=f"{maker}, {office}" if office else str(maker),
        entry=head.sequence if head else 0,
        checkpoint=head.hash if head and head.sequence else "",
    )


def in_words(day: date | None) -> str:
    """A day within a line; empty where there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def lines(*parts: str) -> str:
    """The parts that say anything, each on a line of its own."""
    return "\n".join(part for part in parts if part)


def sentence(*parts: str) -> str:
    """The parts that say anything, apart by commas."""
    return ", ".join(part for part in parts if part)
