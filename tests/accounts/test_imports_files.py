"""Files as spreadsheet programs, and people with odd intentions, make them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from accounts.imports.cells import Row
from accounts.imports.columns import recognised
from accounts.imports.kinds import KINDS
from accounts.imports.models import FileImport
from accounts.imports.reading import FileUnreadable, read_sheet
from accounts.people.models import Person
from tests.accounts.importing import (
    ACCOUNTS,
    ALL,
    a_csv,
    a_workbook,
    outcomes,
    repacked,
    said,
    upload,
    uploaded,
)
from tests.cast import Cast

As = Callable[[Person], Client]
COLUMNS = KINDS["accounts"].columns
EVENTS = ("https://x.com/ashfordevents", "Café – Events")
ONE = (ACCOUNTS, EVENTS)


def read(data: bytes) -> tuple[str, list[tuple[int, list[str]]]]:
    sheet = read_sheet(data, lambda cells: recognised(cells, COLUMNS))
    lines = [(number, [cell.text for cell in cells]) for number, cells in sheet.lines]
    return sheet.read_as, lines[sheet.headings :]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_text_is_read_however_it_is_written(delimiter: str, encoding: str, read_as: str) -> None:
    found = read(a_csv(*ONE, delimiter=delimiter, encoding=encoding))
    assert found == (f"CSV, read as {read_as}", [(1, list(ACCOUNTS)), (2, list(EVENTS))])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(ending: str) -> None:
    assert read(a_csv(*ONE, ending=ending))[1][1] == (2, list(EVENTS))


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    """With a title above the headings, blank rows, and Excel's own first line."""
    text = (
        "sep=;\r\nOur accounts;\r\n;\r\nAddress;Name\r\n\r\n https://x.com/abcd ;\u00a0A\u200b \r\n"
    )
    assert read(text.encode())[1] == [(4, ["Address", "Name"]), (6, ["https://x.com/abcd", "A"])]
    data = a_workbook(("Our accounts",), (), ACCOUNTS, (), (" https://x.com/abcd ", "\u00a0A"))
    assert read(data) == (
        "Excel workbook",
        [(3, ["Address", "Name"]), (5, ["https://x.com/abcd", "A"])],
    )


def test_a_workbook_says_what_somebody_would_have_typed() -> None:
    data = a_workbook(
        ("Address", "Name"), (date(2026, 12, 31), 7.0), (datetime(2026, 1, 2), True), (1.5, None)
    )
    cells = [cells for _, cells in read(data)[1][1:]]
    assert cells == [["2026-12-31", "7"], ["2026-01-02", "Yes"], ["1.5"]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31 00:00:00", date(2026, 12, 31)),
        ("31 Dec 2026", date(2026, 12, 31)),
        ("1st September 2026", date(2026, 9, 1)),
        ("Thursday 31 December 2026", date(2026, 12, 31)),
        ("31-Dec-2026", date(2026, 12, 31)),
        ("5.6.2026", date(2026, 6, 5)),
        ("12/31/2026", None),
        ("31/12/26", None),
        ("30/02/2026", None),
        ("46387", None),
        ("0031-12-31", None),
        ("31 Smarch 2026", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_the_british_write_them(text: str, day: date | None) -> None:
    row = Row(2, {"starts_on": text}, KINDS["people"].columns)
    assert row.day("starts_on") == day
    said = [] if day else [f"First day: “{text}” is no date. Write it as 31/12/2026."]
    assert row.errors == said


def deflated(size: int) -> bytes:
    """A workbook of a few kilobytes that unpacks to this many bytes of XML."""
    return repacked(a_workbook(*ONE), xl__worksheets__sheet1_dot_xml=b"<a>" + b" " * size)


def an_entity() -> bytes:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><worksheet>&b;</worksheet>'
    return repacked(a_workbook(*ONE), xl__worksheets__sheet1_dot_xml=laughs)


def a_zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr(name, b"x")
    return out.getvalue()


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "The file is empty."),
    "blanks": (b"\xef\xbb\xbf \r\n,,\r\n", "The file is empty."),
    "only headings": (a_csv(ACCOUNTS), "The file has headings and no rows below them"),
    "a PDF": (b"%PDF-1.7 x", "This is a PDF, whatever its name says."),
    "an old Excel file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "old Excel file (.xls)",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n", "This is a picture."),
    "a web page": (b"  <HTML><table>", "This is a web page."),
    "any bytes": (bytes(range(1, 256)) * 3, "This is no spreadsheet that councilsm can read."),
    "a zip": (a_zip("readme.txt"), "This is no Excel workbook (.xlsx)."),
    "half a zip": (a_workbook(*ONE)[:900], "The workbook is damaged"),
    "a damaged sheet": (
        repacked(a_workbook(*ONE), xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData><row"),
        "The workbook is damaged",
    ),
    "macros": (
        repacked(a_workbook(*ONE), xl__vbaProject_dot_bin=b"x"),
        "The workbook holds macros.",
    ),
    "a bomb": (deflated(13 * 1024 * 1024), "The workbook unpacks to far more"),
    "an entity": (an_entity(), "The workbook is damaged"),
    "two sheets": (a_workbook(*ONE, sheets=[("More",)]), "More than one sheet"),
    "many sheets": (a_workbook(*ONE, sheets=[()] * 30), "More than one sheet"),
    "a long sheet": (
        repacked(
            a_workbook(*ONE),
            xl__worksheets__sheet1_dot_xml=b"<worksheet xmlns='http://schemas.openxmlformats.org/"
            b"spreadsheetml/2006/main'><sheetData><row r='1048576'><c r='A1048576'><v>1</v></c>"
            b"</row></sheetData></worksheet>",
        ),
        "The sheet goes on for more than 20,000 lines.",
    ),
    "an empty workbook": (a_workbook(), "The workbook is empty."),
    "a lost quote": (
        b'Address,Name\r\nhttps://x.com/abcd,"A\r\nhttps://x.com/b,B\r\n',
        "never closed",
    ),
    "too many rows": (a_csv(ACCOUNTS, *[EVENTS] * 2001), "more than 2,000 rows"),
    "too large": (
        a_csv(ACCOUNTS, EVENTS) + b" " * 3 * 1024 * 1024,
        "The file is larger than 3 MB.",
    ),
    "other columns": (
        a_csv(("Colour", "Size"), ("red", "3")),
        "No heading was recognised. The file needs the columns “Address”, “Name”",
    ),
    "a column missing": (
        a_csv(("Web address", "Handle"), EVENTS),
        "The column “Name” is missing. Name each in the first line",
    ),
    "a column twice": (
        a_csv(("Address", "Link", "Name"), ("a", "b", "c")),
        "There are two columns for “Address”. Leave only one",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_such_file_is_refused_in_one_sentence(cast: Cast, as_: As, what: str) -> None:
    data, sentence = REFUSED[what]
    answer = upload(as_(cast.adam), "accounts", data)
    assert answer.status_code == 422
    errors = answer.context["form"].errors["file"]
    assert len(errors) == 1 and sentence in errors[0]
    assert not FileImport.objects.exists()


def test_no_file_at_all(cast: Cast, as_: As) -> None:
    answer = as_(cast.adam).post(f"{ALL}accounts/")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == ["Choose a file"]


def test_two_thousand_rows_are_taken(db: None) -> None:
    assert len(read(a_csv(ACCOUNTS, *[EVENTS] * 2000))[1]) == 2001
    with pytest.raises(FileUnreadable):
        read(a_csv(("A title",), ACCOUNTS, *[EVENTS] * 2001))


def test_a_sheet_may_not_say_how_large_it_is() -> None:
    """A few bytes that claim a billion cells are read as the cells that are there."""
    data = a_workbook(*ONE)
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        sheet = pack.read("xl/worksheets/sheet1.xml")
    claimed = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert claimed != sheet
    data = repacked(data, xl__worksheets__sheet1_dot_xml=claimed)
    assert read(data)[1] == [(1, list(ACCOUNTS)), (2, list(EVENTS))]


def test_a_formula_is_an_error_of_its_row_alone(cast: Cast, as_: As) -> None:
    """It is not worked out; one in a column that is not imported does not matter."""
    headings = (*ACCOUNTS, "Notes")
    rows = (
        ("https://x.com/abcd1", '=HYPERLINK("http://evil.example")', ""),
        ("https://x.com/abcd2", "Two", "=1+1"),
        ("https://x.com/abcd3", "x" * 4001, ""),
    )
    for data in (a_workbook(headings, *rows), a_csv(headings, *rows)):
        file = uploaded(as_(cast.adam), "accounts", data)
        assert outcomes(file) == {2: "wrong", 3: "good", 4: "wrong"}
        assert said(file, 2).startswith("Name: it is a formula.")
        assert said(file, 4) == "Name: it has more than 4,000 characters."
        listed = as_(cast.adam).get(f"{ALL}{file.pk}/to-mend.csv").getvalue()  # type: ignore[attr-defined]
        assert b"'=HYPERLINK" in listed


def test_an_error_of_the_spreadsheet_is_one_of_its_row(cast: Cast, as_: As) -> None:
    file = uploaded(
        as_(cast.adam), "accounts", a_workbook(ACCOUNTS, ("https://x.com/abcd", "#REF!"))
    )
    assert said(file, 2).startswith("Name: it shows an error of the spreadsheet.")


def test_a_template_can_be_downloaded_for_each_kind(cast: Cast, as_: As) -> None:
    for slug, kind in KINDS.items():
        answer = as_(cast.adam).get(f"{ALL}{slug}/template.csv")
        text = answer.getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]
        assert recognised(next(iter(text.splitlines())).split(","), kind.columns) == len(
            kind.columns
        )
