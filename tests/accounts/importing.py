"""Spreadsheets as clerks keep them, and what happens to one that is uploaded."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.councils.models import Council
from accounts.imports.carrying_out import carry_on
from accounts.imports.models import FileImport, FileRow
from councilsm.audit.models import AuditEvent
from tests.cast import Cast

ALL = "/c/ashford/imports/"

ACCOUNTS = ("Address", "Name")
ACCESS = ("Account or way in", "Name on the platform", "Level", "Found on", "Where it was seen")
PEOPLE = ("Name", "Belongs as", "First day", "Signs in", "E-mail", "Last day", "Offices", "Minute")
TRAINING = ("Person", "Course", "Completed on", "Certificate kept at")
TEAM = ("Person", "First day", "Last day", "Why their job needs it", "Minute or paper")
UNDERTAKINGS = ("Person", "Signed on", "Paper kept at")


def a_csv(
    *rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8", ending: str = "\r\n"
) -> bytes:
    """A CSV file, its headings first."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue().encode(encoding)


def a_workbook(*rows: Sequence[Any], sheets: Sequence[Sequence[Any]] = ()) -> bytes:
    """An Excel file; further sheets hold one line each."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    for line in sheets:
        book.create_sheet().append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same workbook with some of its parts replaced or added; `__` stands for `/`."""
    out = io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, part in {**kept, **named}.items():
            pack.writestr(name, part)
    return out.getvalue()


def upload(client: Client, kind: str, data: bytes, *, at: str = "ashford") -> Any:
    """Uploads a file at a council; the answer."""
    sent = {"file": SimpleUploadedFile("list.csv", data)}
    return client.post(f"/c/{at}/imports/{kind}/", sent)


def uploaded(client: Client, kind: str, data: bytes, *, at: str = "ashford") -> FileImport:
    """Uploads a file that can be read."""
    answer = upload(client, kind, data, at=at)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return FileImport.objects.latest("pk")


def outcomes(file: FileImport) -> dict[int, str]:
    """What becomes of each row, by its number."""
    return dict(file.rows.values_list("number", "outcome"))


def said(file: FileImport, number: int) -> str:
    """Why, of one row."""
    return FileRow.objects.get(file=file, number=number).said


def work(file: FileImport, *, at_most: int = 25) -> FileImport:
    """What the workers do until nothing is left; the file as it is then."""
    while True:
        fresh = FileImport.objects.select_related("council", "started_by").get(pk=file.pk)
        if fresh.state != FileImport.State.RUNNING or not carry_on(fresh, at_most=at_most):
            return FileImport.objects.get(pk=file.pk)


def imported(client: Client, kind: str, data: bytes) -> FileImport:
    """Uploads a file and has its good rows imported."""
    return started(client, uploaded(client, kind, data))


def started(client: Client, file: FileImport) -> FileImport:
    """Has the good rows of a preview imported."""
    assert client.post(f"{file.get_absolute_url()}start/").status_code == 302
    return work(file)


def a_file(cast: Cast, *rows: Sequence[str]) -> FileImport:
    """A preview of two accounts that Adam uploaded, or of these."""
    client = Client()
    client.force_login(cast.adam)
    rows = rows or (
        ("https://www.instagram.com/ashfordevents", "Events"),
        ("https://x.com/ashfordtc", "News"),
    )
    return uploaded(client, "accounts", a_csv(ACCOUNTS, *rows))


def judged(client: Client, kind: str, headings: Sequence[str], *rows: Sequence[str]) -> FileImport:
    """A preview of rows that all have errors."""
    file = uploaded(client, kind, a_csv(headings, *rows))
    assert set(outcomes(file).values()) == {"wrong"}, list(file.rows.values_list("said"))
    return file


def verbs(cast: Cast) -> list[str]:
    """What is on Ashford's trail, imports themselves left out."""
    events = AuditEvent.objects.filter(council_id=cast.ashford.pk).order_by("sequence")
    return [verb for verb in events.values_list("verb", flat=True) if "import" not in verb]


def in_full(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def handles(council: Council) -> set[str]:
    return set(council.official_accounts.values_list("handle", flat=True))


def _file(cast: Cast) -> list[Any]:
    return [a_file(cast).pk]


#: For the table of access: each URL name with the arguments after the council's.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "imports:choose": lambda cast: [],
    "imports:upload": lambda cast: ["accounts"],
    "imports:template": lambda cast: ["accounts"],
    **dict.fromkeys(
        ("imports:detail", "imports:start", "imports:discard", "imports:left_out"), _file
    ),
}
