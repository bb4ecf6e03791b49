"""Excel workbooks, read without working anything out; openpyxl is imported only here, when used."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from accounts.imports.reading.tidy import BROKEN, FORMULA, Cell, FileUnreadable, a_cell

#: The most files in a workbook, and the most bytes of its XML once unpacked.
MOST_PARTS, MOST_UNPACKED = 300, 12 * 1024 * 1024
MOST_SHEETS = 10
#: Lines of a sheet that are looked at, blank ones too.
MOST_LINES = 20_000
#: An entity would make a few bytes of XML into any number of them.
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")

DAMAGED = "The workbook is damaged and cannot be read. Save it as .xlsx again"
NOT_XLSX = "This is no Excel workbook (.xlsx). Save the spreadsheet as .xlsx or CSV"
MACROS = "The workbook holds macros. Save it as .xlsx without them"
UNPACKS = "The workbook unpacks to far more than 2,000 rows need. Copy the rows to a new workbook"
SHEETS = (
    "More than one sheet of the workbook, hidden ones too, has something in it. Keep only the one "
    "to import"
)
LINES = f"The sheet goes on for more than {MOST_LINES:,} lines. Copy its rows to a new workbook"
SHEET_EMPTY = "The workbook is empty. Choose one that has rows"


def read_workbook(data: bytes, *, most: int, widest: int) -> list[tuple[int, list[Cell]]]:
    """The lines of the one sheet that has any, each with its number.

    Args:
        most: lines that hold something; one more is read, so that the caller sees it.
        widest: columns.

    Raises:
        FileUnreadable: it is no workbook, holds macros, is damaged, or is made to fill memory.
    """
    require_harmless(data)
    # 20 MB of memory, for those who import. It says nothing of its types.
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise FileUnreadable(SHEETS)
        filled: list[list[tuple[int, list[Cell]]]] = []
        for sheet in book.worksheets:
            if found := lines_of(sheet, most, widest):
                filled.append(found)
            if len(filled) > 1:
                raise FileUnreadable(SHEETS)
    except FileUnreadable:
        raise
    except Exception:  # whatever a file that somebody made by hand provokes in a parser
        raise FileUnreadable(DAMAGED) from None
    if not filled:
        raise FileUnreadable(SHEET_EMPTY)
    return filled[0]


def require_harmless(data: bytes) -> None:
    """Asserts that unpacking a workbook fills no memory and that nothing in it runs.

    Raises:
        FileUnreadable: it does, or it is no workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            parts = pack.infolist()
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names:
                raise FileUnreadable(NOT_XLSX)
            if any(name.endswith("vbaproject.bin") for name in names):
                raise FileUnreadable(MACROS)
            read = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            # A part is never unpacked further than it says: the library stops there.
            size = sum(part.file_size for part in read)
            if len(parts) > MOST_PARTS or size > MOST_UNPACKED:
                raise FileUnreadable(UNPACKS)
            for part in read:
                content = pack.read(part).replace(b"\x00", b"")  # also where it is UTF-16
                if any(word in content for word in DECLARATIONS):
                    raise FileUnreadable(DAMAGED)
    # What zipfile raises where a pack is damaged, encrypted, packed in an unknown way or cut off.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        raise FileUnreadable(DAMAGED) from None


def lines_of(sheet: Any, most: int, widest: int) -> list[tuple[int, list[Cell]]]:
    """The lines of a sheet that have something in them.

    Raises:
        FileUnreadable: it goes on for too long.
    """
    sheet.reset_dimensions()  # a file may say that it is as large as it likes
    found: list[tuple[int, list[Cell]]] = []
    lines = sheet.iter_rows(max_row=MOST_LINES + 1, max_col=widest)
    for number, cells in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise FileUnreadable(LINES)
        line = list(read_cells(cells))
        while line and not line[-1].text:
            line.pop()
        if line:
            found.append((number, line))
        if len(found) > most:
            break
    return found


def read_cells(cells: Any) -> Iterator[Cell]:
    for cell in cells:
        if cell.value is None:
            yield Cell("")
        elif cell.data_type == "f":
            yield Cell(a_cell(str(cell.value)).text, FORMULA)
        elif cell.data_type == "e":
            yield Cell(a_cell(str(cell.value)).text, BROKEN)
        else:
            yield a_cell(in_words(cell.value))


def in_words(value: Any) -> str:
    """A value as somebody would have typed it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
