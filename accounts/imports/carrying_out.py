"""Doing the rows of an import, a few at a time; each wholly or not at all, and never twice."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from accounts.imports.actions import discard_import, finish_import
from accounts.imports.cells import Row
from accounts.imports.kinds import KINDS, Kind
from accounts.imports.models import FileImport, FileRow
from accounts.people.models import Person
from councilsm.refusals import RuleBroken, Stale

log = structlog.get_logger(__name__)

_O = FileRow.Outcome
#: Rows done at once before the worker turns to other work.
STEP = 25
#: No row done for so long: its worker died, or was never told.
STUCK_AFTER = timedelta(minutes=1)
#: What rows say is deleted after so long.
KEPT = timedelta(days=30)

MISTAKE = "councilsm made a mistake with this row, so nothing was done. Add it by itself."


def carry_on(file: FileImport, *, at_most: int = STEP) -> int:
    """Does the next rows of an import that was started; how many are left.

    A row is held while it is done, and what was done is kept with it in one transaction. So a
    worker that dies leaves a row done or not, and two workers do no row twice.

    Args:
        file: as it is now, with whoever started it: what they may do is asked anew.
    """
    kind, actor = KINDS[file.kind], file.started_by
    assert actor is not None  # file_import_started_by_somebody
    membership = actor.membership_at(file.council)
    waiting = file.rows.filter(outcome=_O.GOOD)
    if membership is None or not kind.is_open_to(membership):
        reason = f"{actor} may not import {kind.many} any more, so nothing was done."
        waiting.update(outcome=_O.LEFT_OUT, said=reason)
    stored = list(waiting.order_by("number")[:at_most])
    rows = [Row(one.number, one.cells or {}, kind.columns) for one in stored]
    for one, judged in zip(stored, kind.judge(file.council, rows), strict=True):
        if judged.values is None:  # what the records hold has changed since the preview
            waiting.filter(pk=one.pk).update(
                outcome=_O.THERE if judged.outcome == _O.THERE else _O.LEFT_OUT, said=judged.said
            )
        else:
            do_row(file, one, kind, judged.values, actor)
    FileImport.objects.filter(pk=file.pk).update(worked_at=timezone.now())
    left: int = waiting.count()
    if not left:
        with suppress(Stale):  # another worker did
            finish_import(file=file, actor=actor)
    return left


def do_row(
    file: FileImport,
    row: FileRow,
    kind: Kind[Any, Any],
    values: Mapping[str, Any],
    actor: Person,
) -> None:
    """Does one row, or keeps why not."""
    try:
        with transaction.atomic():
            held = file.rows.select_for_update(no_key=True).filter(pk=row.pk, outcome=_O.GOOD)
            if held.first() is None:
                return  # another worker did it
            try:
                made = kind.carry_out(file.council, values, actor)
            except RuleBroken as error:
                held.update(outcome=_O.LEFT_OUT, said=in_words(error))
            else:
                held.update(
                    outcome=_O.DONE,
                    said="",
                    cells=None,
                    object_kind=made._meta.label_lower,
                    object_id=made.pk,
                )
    except (OperationalError, InterfaceError):  # the database, not the row: it is tried again
        raise
    except Exception as error:
        # By its id and kind alone, since what was raised may repeat what the row says.
        log.error("row_not_imported", row_id=row.pk, error=type(error).__name__)
        file.rows.filter(pk=row.pk, outcome=_O.GOOD).update(outcome=_O.LEFT_OUT, said=MISTAKE)


def in_words(error: RuleBroken) -> str:
    return f"{error.sentence} ({error.source})" if error.source else error.sentence


def stuck() -> list[FileImport]:
    """Imports that nobody has worked on for a while."""
    since = timezone.now() - STUCK_AFTER
    running = FileImport.objects.filter(state=FileImport.State.RUNNING, worked_at__lt=since)
    return list(running.order_by("pk"))


def delete_old_rows() -> int:
    """Deletes what rows say 30 days after they came; what became of each stays. How many files."""
    old = FileImport.objects.filter(
        state__in=[FileImport.State.PREVIEW, FileImport.State.DONE],
        emptied=False,
        uploaded_at__lt=timezone.now() - KEPT,
    )
    deleted = 0
    for file in old.select_related("council"):
        try:
            discard_import(file=file, actor=None)
        except Stale:  # somebody did meanwhile
            continue
        deleted += 1
    return deleted
