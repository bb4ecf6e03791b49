"""What both kinds of file have in common: a cell, and what becomes of its blanks."""

import re
from dataclasses import dataclass

#: Characters that are seen as blanks, or not at all.
UNSEEN = re.compile(r"[\s\u00a0\u2007\u202f\u200b-\u200f\u2060\ufeff]+")
#: The most characters of one cell.
LONGEST = 4_000

FORMULA = "it is a formula. Type in what it shows: formulas are not worked out here."
BROKEN = "it shows an error of the spreadsheet. Type in what it should say."
TOO_LONG = f"it has more than {LONGEST:,} characters."
UNPRINTABLE = "it holds characters that nobody can see. Type it in again."


class FileUnreadable(Exception):
    """A file that cannot be imported; says why, and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Cell:
    """What a cell says, and what is wrong with it before anybody knows its column."""

    text: str
    fault: str = ""


def a_cell(text: str) -> Cell:
    """A cell of this text, its blanks tidied."""
    text = UNSEEN.sub(" ", text).strip()
    if len(text) > LONGEST:
        return Cell(text[:LONGEST], TOO_LONG)
    if not text.isprintable():
        return Cell("".join(filter(str.isprintable, text)), UNPRINTABLE)
    return Cell(text)
