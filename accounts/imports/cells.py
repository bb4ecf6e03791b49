"""One row of a file as plain values; what is wrong with it is said cell by cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.imports.columns import Column, plain
from accounts.register.secrets import REFUSAL, looks_secret
from councilsm.forms import EARLIEST, LATEST, month_number

ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ][\d:.]+)?")
BRITISH = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
IN_WORDS = re.compile(
    r"(?:[A-Za-z]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -]"
    r"(?P<year>\d{4})"
)

YES, NO = {"yes", "y", "true", "x", "1"}, {"no", "n", "false", "0"}
#: The most characters of a cell that a sentence repeats.
QUOTED = 40


@dataclass
class Row:
    """A row while it is judged. Reading a cell that is wrong adds a sentence that names its column.

    Args:
        number: as the spreadsheet counts.
        cells: by the key of the column; those that are not there are empty.
        faults: what is wrong with a cell before it is read, for example that it is a formula.
    """

    number: int
    cells: Mapping[str, str]
    columns: Sequence[Column]
    faults: Mapping[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = {column.key: column for column in self.columns}
        self.secrets = {key for key, text in self.cells.items() if self._is_secret(key, text)}
        for key, sentence in self.faults.items():
            self.wrong(key, sentence)
        for key in self.cells:
            if key in self.secrets:
                self.wrong(key, REFUSAL[0].lower() + REFUSAL[1:])

    def _is_secret(self, key: str, text: str) -> bool:
        return not self.known[key].address and looks_secret(text)

    @property
    def to_keep(self) -> dict[str, str]:
        """Its cells without those that hold something like a password, which is never kept."""
        return {key: text for key, text in self.cells.items() if key not in self.secrets}

    def wrong(self, key: str, sentence: str) -> None:
        """Says what is wrong with a cell, and in which column."""
        self.errors.append(f"{self.known[key].label}: {sentence}")

    def text(self, key: str, *, longest: int) -> str:
        """A text of at most so many characters."""
        text = self._said(key)
        if len(text) > longest:
            self.wrong(key, f"it has {len(text)} characters; {longest} at most.")
            return ""
        return text

    def day(self, key: str) -> date | None:
        """A day, as people write it in Britain or as spreadsheets do; None where it is empty."""
        text = self._said(key)
        if not text:
            return None
        found = ISO.fullmatch(text) or BRITISH.fullmatch(text) or IN_WORDS.fullmatch(text)
        try:
            if not found or not EARLIEST <= int(found["year"]) <= LATEST:
                raise ValueError
            return date(int(found["year"]), month_number(found["month"]), int(found["day"]))
        except ValueError:
            self.wrong(key, f"{quoted(text)} is no date. Write it as 31/12/2026.")
            return None

    def yes_no(self, key: str, *, otherwise: bool) -> bool:
        """Yes or no.

        Args:
            otherwise: what an empty cell means.
        """
        text = plain(self._said(key))
        if text and text not in YES | NO:
            self.wrong(key, f"{quoted(self.cells[key])} is neither Yes nor No.")
        return text in YES if text else otherwise

    def choice(self, key: str, choices: Sequence[tuple[str, str]], *, otherwise: str = "") -> str:
        """The code of one of some choices, written as its code or in its words.

        Args:
            otherwise: what an empty cell means.
        """
        text = self._said(key)
        known = {plain(name): code for code, label in choices for name in (code, label)}
        if text and plain(text) not in known:
            labels = ", ".join(label for _, label in choices)
            self.wrong(key, f"{quoted(text)} is not one of these: {labels}.")
        return known.get(plain(text), otherwise) if text else otherwise

    def in_order(self, first: date | None, last: date | None, key: str) -> None:
        """Says so where a period ends before it begins."""
        if first and last and last < first:
            self.wrong(key, "it is before the first day.")

    def _said(self, key: str) -> str:
        """What a cell says; a sentence where it must say something and does not."""
        if key in self.faults or key in self.secrets:
            return ""
        text = self.cells.get(key, "")
        if not text and self.known[key].required:
            self.wrong(key, "it is empty.")
        return text


def quoted(text: str) -> str:
    """A cell within a sentence, cut where it is long."""
    return f"“{text[:QUOTED]}…”" if len(text) > QUOTED else f"“{text}”"
