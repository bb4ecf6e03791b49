"""What every kind of file has: its columns, how a row is read and judged, the action it calls."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models

from accounts.councils.models import Council
from accounts.imports.cells import Row
from accounts.imports.columns import Column
from accounts.imports.models import FileRow
from accounts.people.models import Membership, Person
from councilsm.duties import Duty

#: What a row says, as plain values.
Said = TypeVar("Said")
#: What the records hold that the rows are compared with.
Known = TypeVar("Known")


@dataclass(frozen=True)
class Judged:
    """What would happen with a row.

    Args:
        outcome: `good`, `there` or `wrong` of `FileRow.Outcome`.
        said: why, or a remark.
        values: what the action takes, of a good one.
        same: what makes another row of the file the same; None where nothing does.
    """

    outcome: str
    said: str = ""
    values: Mapping[str, Any] | None = None
    same: Hashable = None


class Kind(ABC, Generic[Said, Known]):
    """One kind of file.

    Attributes:
        slug: in addresses and on the rows.
        title, one, many: what its rows are, as a heading and within a sentence.
        back: the page that it belongs to, by URL name.
        duties: any one of them lets somebody import it, as it lets them do it one by one.
        intro: what to know before.
    """

    slug: str
    title: str
    one: str
    many: str
    back: str
    duties: tuple[Duty, ...]
    intro: str
    columns: tuple[Column, ...]

    def is_open_to(self, membership: Membership) -> bool:
        """Whether somebody may import it."""
        return any(membership.allows(duty) for duty in self.duties)

    @abstractmethod
    def read(self, row: Row) -> Said:
        """The row as plain values; asks no database, and says on the row what is wrong."""

    @abstractmethod
    def gather(self, council: Council, read: Sequence[Said]) -> Known:
        """What the council's records hold that matters to these rows: a few queries for all."""

    @abstractmethod
    def compare(self, row: Row, said: Said, known: Known) -> Judged:
        """What would happen with a row. Asks no database; adds to the row's errors."""

    @abstractmethod
    def carry_out(self, council: Council, values: Mapping[str, Any], actor: Person) -> models.Model:
        """Calls the action; returns what it made. May raise RuleBroken."""

    @abstractmethod
    def describe(self, cells: Mapping[str, str]) -> str:
        """A row in a few words, for a list."""

    def judge(self, council: Council, rows: Sequence[Row]) -> list[Judged]:
        """What would happen with each row, with what the records hold now.

        The second of two rows that are the same is an error of it: they may differ elsewhere.
        """
        read = [self.read(row) for row in rows]
        known = self.gather(council, read)
        first: dict[Hashable, int] = {}
        found = []
        for row, said in zip(rows, read, strict=True):
            judged = self.compare(row, said, known)
            if not row.errors and judged.outcome == FileRow.Outcome.GOOD:
                before = first.setdefault(judged.same, row.number) if judged.same else row.number
                if before != row.number:
                    row.errors.append(f"This is the same {self.one} as row {before}. Keep one.")
            if row.errors:
                judged = Judged(FileRow.Outcome.WRONG, "\n".join(row.errors))
            found.append(judged)
        return found


def good(values: Mapping[str, Any], *, same: Hashable, said: str = "") -> Judged:
    return Judged(FileRow.Outcome.GOOD, said, values, same)


def there(said: str) -> Judged:
    return Judged(FileRow.Outcome.THERE, said)


#: Of a row with errors, which say the rest.
WRONG = Judged(FileRow.Outcome.WRONG)
