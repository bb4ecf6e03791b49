"""CSV in whatever encoding and with whatever delimiter spreadsheet programs write it."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from accounts.imports.reading.tidy import FORMULA as IS_FORMULA
from accounts.imports.reading.tidy import LONGEST, Cell, FileUnreadable, a_cell
from councilsm.spreadsheets import FORMULA

DELIMITERS = (",", ";", "\t")
SEPARATOR = re.compile(r"sep=([^\r\n])[ ]*(?=[\r\n])", re.IGNORECASE)
#: Characters of the beginning, from which the delimiter is told.
LOOKED_AT = 20_000
NOT_TEXT = (
    "This is no spreadsheet that councilsm can read. Save it as .xlsx or as CSV, and choose that "
    "file"
)
QUOTES = "A quotation mark in the file is never closed. Save it as CSV again, or as .xlsx"
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


def read_text(
    data: bytes, score: Callable[[Sequence[str]], int], *, most: int, widest: int
) -> tuple[str, list[tuple[int, list[Cell]]]]:
    """The lines of a CSV file, each with its number, and what it was read as.

    Args:
        score: how many columns a line of headings names, which tells the delimiter.
        most: lines that hold something; one more is read, so that the caller sees it.
        widest: columns.

    Raises:
        FileUnreadable: it is no text, or its quotation marks do not match.
    """
    encoding, text = decode(data)
    told = SEPARATOR.match(text)
    if told:  # which Excel writes into the first line; it becomes a blank one
        text = text[told.end() :]
    delimiter = told[1] if told else max(DELIMITERS, key=lambda sign: best(text, sign, score))
    found: list[tuple[int, list[Cell]]] = []
    for number, cells in enumerate(split(text, delimiter, strict=True), start=1):
        if any(cell.strip() for cell in cells):
            found.append((number, [from_text(cell) for cell in cells[:widest]]))
        if len(found) > most:
            break
    return f"CSV, read as {NAMES[encoding]}", found


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding.

    Raises:
        FileUnreadable: it is in none of those that spreadsheet programs write.
    """
    for encoding in encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return encoding, text
    raise FileUnreadable(NOT_TEXT)


def encodings(data: bytes) -> tuple[str, ...]:
    """The encodings that a file may be in, likeliest first."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data[:200]:
        return ("utf-16-be",) if data[:1] == b"\x00" else ("utf-16-le",)
    return ("utf-8", "cp1252")


def best(text: str, delimiter: str, score: Callable[[Sequence[str]], int]) -> int:
    """How many columns the best of the first lines names when divided so."""
    lines = split(text[:LOOKED_AT], delimiter, strict=False)
    return max((score(cells) for cells in islice(lines, 10)), default=0)


def split(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    """The cells of each line.

    Args:
        strict: whether quotation marks must match; else a lost one would swallow the rows below.

    Raises:
        FileUnreadable: the quotation marks do not match.
    """
    lines = io.StringIO(text, newline="")
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=strict)
    except csv.Error:
        raise FileUnreadable(QUOTES) from None


def from_text(text: str) -> Cell:
    """A cell of a text file. A quote before what looks like a formula, as our own lists have it, is
    taken off again.
    """
    cell = a_cell(text)
    if cell.text.startswith("'") and cell.text[1:].lstrip().startswith(FORMULA):
        return Cell(cell.text[1:], cell.fault)
    if cell.text.startswith("=") and not cell.fault:
        return Cell(cell.text[:LONGEST], IS_FORMULA)
    return cell
