"""Which kind of file it is, by its first bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.imports.reading.text import read_text
from accounts.imports.reading.tidy import Cell, FileUnreadable
from accounts.imports.reading.workbook import read_workbook

#: The most bytes of an uploaded file.
LARGEST = 3 * 1024 * 1024
#: The most rows of one, blank ones not counted.
MOST_ROWS = 2_000
#: The most columns.
MOST_COLUMNS = 100
#: How far down the headings may stand, for files that begin with a title.
HEADINGS_WITHIN = 10

EMPTY = "The file is empty. Choose one that has rows"
TOO_LARGE = "The file is larger than 3 MB. Import it in parts"
SAVE_AS = "Open it in your spreadsheet program, save it as .xlsx or CSV, and choose that file"
#: First bytes of what is no spreadsheet that we read, and what to say of it.
NOT_READ = (
    (b"%PDF", "This is a PDF, whatever its name says. Import the spreadsheet that it was made of"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        f"This is an old Excel file (.xls), or one with a password. {SAVE_AS}",
    ),
    (b"\x89PNG", "This is a picture. Import the spreadsheet itself"),
    (b"\xff\xd8\xff", "This is a picture. Import the spreadsheet itself"),
    (b"{\\rtf", f"This is a text document. {SAVE_AS}"),
    (b"<!DOCTYPE", f"This is a web page. {SAVE_AS}"),
    (b"<html", f"This is a web page. {SAVE_AS}"),
    (b"<?xml", f"This is an XML file. {SAVE_AS}"),
)


@dataclass(frozen=True)
class Sheet:
    """The lines of a file.

    Args:
        lines: the number of each, as the spreadsheet counts, with its cells; no blank ones.
        read_as: what the file is, in words.
        headings: which of the lines holds the headings, from 0.
    """

    lines: list[tuple[int, list[Cell]]]
    read_as: str
    headings: int = 0


def read_sheet(data: bytes, score: Callable[[Sequence[str]], int]) -> Sheet:
    """Reads a file.

    Args:
        score: how many columns a line of headings names; tells comma from semicolon, and the
            headings from a title above them.

    Raises:
        FileUnreadable: it is none that can be read, or too large; says why.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise FileUnreadable(EMPTY)
    if len(data) > LARGEST:
        raise FileUnreadable(TOO_LARGE)
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, sentence in NOT_READ:
        if start[: len(beginning)].lower() == beginning.lower():
            raise FileUnreadable(sentence)
    most = MOST_ROWS + HEADINGS_WITHIN
    if start.startswith(b"PK"):
        read_as, found = "Excel workbook", read_workbook(data, most=most, widest=MOST_COLUMNS)
    else:
        read_as, found = read_text(data, score, most=most, widest=MOST_COLUMNS)
    lines = [(number, cells) for number, cells in found if any(cell.text for cell in cells)]
    if not lines:
        raise FileUnreadable(EMPTY)
    scores = [score([cell.text for cell in cells]) for _, cells in lines[:HEADINGS_WITHIN]]
    headings = scores.index(max(scores)) if max(scores) > 1 else 0
    if len(lines) - headings - 1 > MOST_ROWS:
        raise FileUnreadable(f"The file has more than {MOST_ROWS:,} rows. Import it in parts")
    if len(lines) == headings + 1:
        raise FileUnreadable("The file has headings and no rows below them")
    return Sheet(lines, read_as, headings)
