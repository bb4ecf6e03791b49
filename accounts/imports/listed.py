"""What the pages of an import show of its rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps

from accounts.imports.kinds import KINDS
from accounts.imports.models import FileImport, FileRow
from councilsm.spreadsheets import csv_lines


def shown(file: FileImport, rows: Sequence[FileRow]) -> list[dict[str, Any]]:
    """The rows with a few words for each, and the page of what was made of it."""
    kind, made = KINDS[file.kind], objects_of(file, rows)
    return [
        {
            "row": row,
            "words": kind.describe(row.cells) if row.cells else str(made.get(row.pk, "")),
            "url": address_of(made.get(row.pk)),
        }
        for row in rows
    ]


def objects_of(file: FileImport, rows: Sequence[FileRow]) -> Mapping[int, Any]:
    """What was made of rows that were imported, by the id of the row; a query for each model."""
    ids: dict[str, list[int]] = {}
    for row in rows:
        if row.object_id:
            ids.setdefault(row.object_kind, []).append(row.object_id)
    found: dict[tuple[str, int], Any] = {}
    for label, wanted in ids.items():
        model = apps.get_model(label)
        of_council = model._default_manager.filter(council=file.council, pk__in=wanted)
        for one in of_council.select_related(*JOINED.get(label, ())):
            one.council = file.council
            found[label, one.pk] = one
    return {
        row.pk: found[row.object_kind, row.object_id]
        for row in rows
        if row.object_id and (row.object_kind, row.object_id) in found
    }


#: What the words for a row are made of, so that each is not asked for by itself.
JOINED: dict[str, tuple[str, ...]] = {
    "accounts.accessgrant": ("membership__person", "account", "way_in"),
    "accounts.membership": ("person",),
    "accounts.teammember": ("membership__person",),
    "accounts.completion": ("membership__person", "course"),
    "accounts.undertaking": ("membership__person", "text"),
}


def address_of(made: Any) -> str:
    """The page of an object; empty where it has none."""
    return made.get_absolute_url() if hasattr(made, "get_absolute_url") else ""


def template_lines(kind: Any) -> Iterator[str]:
    """An empty file with the right headings."""
    return csv_lines([column.label for column in kind.columns], [])


def left_out_lines(file: FileImport) -> Iterator[str]:
    """The rows that were not imported, as they came, each with the reason in the last column."""
    kind = KINDS[file.kind]
    rows = file.rows.filter(outcome__in=FileRow.TO_MEND, cells__isnull=False).order_by("number")
    lines = (
        [
            *((row.cells or {}).get(column.key, "") for column in kind.columns),
            str(row.number),
            " ".join(row.reasons),
        ]
        for row in rows.iterator(500)
    )
    headings = [*(column.label for column in kind.columns), "Row before", "Reason"]
    return csv_lines(headings, lines)
