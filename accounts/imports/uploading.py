"""Taking in a file: its rows are read and judged, and nothing else happens yet."""

import hashlib
from typing import Any

from django.db import transaction

from accounts.councils.models import Council
from accounts.imports.cells import Row
from accounts.imports.columns import WrongColumns, read_headings, recognised
from accounts.imports.kinds import Kind
from accounts.imports.models import FileImport, FileRow
from accounts.imports.reading import FileUnreadable, Sheet, read_sheet
from accounts.people.models import Person
from councilsm.files.names import plain_name

#: Previews of one council that may wait at a time.
MOST_WAITING = 10


def take_in_file(
    *, council: Council, kind: Kind[Any, Any], name: str, data: bytes, actor: Person
) -> FileImport:
    """Reads a file, judges its rows and keeps both for a preview.

    No `@action`: an uploaded file is nothing anybody has said yet.

    Args:
        name: as its uploader calls it; not believed.

    Raises:
        FileUnreadable: it cannot be imported; says why.
    """
    waiting = council.file_imports.filter(state=FileImport.State.PREVIEW)
    if waiting.count() >= MOST_WAITING:
        raise FileUnreadable(
            f"{MOST_WAITING} files wait to be imported already. Import or discard one of them first"
        )
    sheet = read_sheet(data, lambda cells: recognised(cells, kind.columns))
    rows, ignored = rows_of(sheet, kind)
    judged = kind.judge(council, rows)
    with transaction.atomic():
        file = FileImport.objects.create(
            council=council,
            kind=kind.slug,
            file_name=plain_name(name)[:200] or "The file",
            digest=hashlib.sha256(data).hexdigest(),
            read_as=sheet.read_as,
            ignored=ignored,
            uploaded_by=actor,
        )
        FileRow.objects.bulk_create(
            [
                FileRow(
                    council=council,
                    file=file,
                    number=row.number,
                    cells=row.to_keep,
                    outcome=one.outcome,
                    said=one.said,
                )
                for row, one in zip(rows, judged, strict=True)
            ],
            batch_size=500,
        )
    return file


def rows_of(sheet: Sheet, kind: Kind[Any, Any]) -> tuple[list[Row], list[str]]:
    """The rows below the headings, and the headings of columns that are not imported.

    Raises:
        FileUnreadable: its columns are not those of the kind.
    """
    _, headings = sheet.lines[sheet.headings]
    try:
        found = read_headings([cell.text for cell in headings], kind.columns)
    except WrongColumns as error:
        raise FileUnreadable(error.sentence) from None
    rows = []
    for number, cells in sheet.lines[sheet.headings + 1 :]:
        mine = {key: cells[place] for key, place in found.places.items() if place < len(cells)}
        texts = {key: cell.text for key, cell in mine.items() if cell.text}
        faults = {key: cell.fault for key, cell in mine.items() if cell.fault}
        if texts:  # else only columns that are ignored say something
            rows.append(Row(number, texts, kind.columns, faults))
    if not rows:
        raise FileUnreadable("The file has headings and no rows below them")
    return rows, found.ignored
