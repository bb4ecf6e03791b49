"""Having the good rows of a file imported, ending that, and discarding a file."""

from django.db import transaction
from django.utils import timezone

from accounts.imports.kinds import KINDS
from accounts.imports.models import FileImport, FileRow
from accounts.imports.waking import wake_worker
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale

_S = FileImport.State


@action
def start_import(*, file: FileImport, actor: Person) -> FileImport:
    """Has the good rows imported, each as the actor's own doing; a worker does them.

    Raises:
        Stale: that was done already, or the file was discarded.
        RuleBroken: the actor may not import what it holds, or no row is good.
    """
    actor.require_duty_at(file.council, *KINDS[file.kind].duties)
    file = lock(file)
    if file.state != _S.PREVIEW:
        raise Stale(f"{file} is not waiting any more: {file.get_state_display().lower()}.")
    counts = file.counts()
    if not counts[FileRow.Outcome.GOOD]:
        raise RuleBroken("No row can be imported. Mend the rows in your spreadsheet first.")
    file.state = _S.RUNNING
    file.started_by, file.started_at, file.worked_at = actor, timezone.now(), timezone.now()
    file.save(update_fields=["state", "started_by", "started_at", "worked_at"])
    transaction.on_commit(lambda: wake_worker(file))
    record(
        Verb.IMPORT_STARTED,
        file,
        actor=actor,
        duty=KINDS[file.kind].duties[0],
        new={
            "kind": file.kind,
            "file": file.file_name,
            "sha256": file.digest,
            "rows": counts[FileRow.Outcome.GOOD],
        },
    )
    return file


@action
def finish_import(*, file: FileImport, actor: Person | None) -> FileImport:
    """Ends an import of which every row was dealt with.

    Raises:
        Stale: it has ended already, or rows are left.
    """
    file = lock(file)
    counts = file.counts()
    if file.state != _S.RUNNING or counts[FileRow.Outcome.GOOD]:
        raise Stale("This import is not to be ended now.")
    file.state, file.ended_at = _S.DONE, timezone.now()
    file.save(update_fields=["state", "ended_at"])
    record(
        Verb.IMPORT_DONE,
        file,
        actor=actor,
        new={
            "kind": file.kind,
            "file": file.file_name,
            "added": counts[FileRow.Outcome.DONE],
            "already_there": counts[FileRow.Outcome.THERE],
            "left_out": counts[FileRow.Outcome.LEFT_OUT] + counts[FileRow.Outcome.WRONG],
        },
    )
    return file


@action
def discard_import(*, file: FileImport, actor: Person | None) -> FileImport:
    """Deletes what the rows of a file say; one that was not imported never will be.

    Raises:
        Stale: it is being imported, or was discarded already.
        RuleBroken: the actor may not import what it holds.
    """
    if actor is not None:
        actor.require_duty_at(file.council, *KINDS[file.kind].duties)
    file = lock(file)
    if file.state == _S.RUNNING or file.emptied:
        raise Stale(f"{file} cannot be discarded now: {file.get_state_display().lower()}.")
    if file.state == _S.PREVIEW:
        file.state, file.ended_at = _S.DISCARDED, timezone.now()
    file.emptied = True
    file.save(update_fields=["state", "ended_at", "emptied"])
    file.rows.update(cells=None, said="")
    record(
        Verb.IMPORT_DISCARDED,
        file,
        actor=actor,
        new={"kind": file.kind, "file": file.file_name, "sha256": file.digest},
    )
    return file


def lock(file: FileImport) -> FileImport:
    """The import as it is now, held until the action ends."""
    row: FileImport = file.council.file_imports.select_for_update(no_key=True).get(pk=file.pk)
    row.council = file.council
    return row
