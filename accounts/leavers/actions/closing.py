"""A task is closed: by its own page, or by what was done in the register it is about."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.leavers.models import DepartureTask
from accounts.leavers.questions import DOERS
from accounts.people.models import Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.files.models import StoredFile

State = DepartureTask.State


def close(
    task: DepartureTask,
    actor: Person,
    *,
    state: str,
    note: str,
    done_on: date | None = None,
    evidence: StoredFile | None = None,
) -> DepartureTask:
    """Closes a task that is held, with its entry on the departure's trail."""
    task.state, task.note = state, note
    task.done_on, task.evidence = done_on, evidence
    task.closed_by, task.closed_at = actor, timezone.now()
    task.save(update_fields=["state", "note", "done_on", "evidence", "closed_by", "closed_at"])
    done = state == State.DONE
    new: dict[str, Any] = {
        "step": task.what,
        "state": State(state).label,
        "note": f"{task.what}. {State(state).label}: {note}",
        "done_on": done_on.isoformat() if done_on else None,
        "late": done and task.is_late,
        "evidence": evidence.digest if evidence else "",
    }
    verb = Verb.DEPARTURE_STEP_DONE if done else Verb.DEPARTURE_STEP_SET_ASIDE
    record(verb, task.departure, actor=actor, office_id=office_of(task, actor), new=new)
    return task


def close_done_elsewhere(
    tasks: Iterable[DepartureTask],
    actor: Person,
    *,
    done_on: date,
    note: str,
    evidence: StoredFile | None = None,
) -> None:
    """Closes tasks, held, for what was done and recorded in a register: one truth, two views."""
    for task in tasks:
        close(task, actor, state=State.DONE, note=note, done_on=done_on, evidence=evidence)


def office_of(task: DepartureTask, actor: Person) -> int | None:
    """The id of the office in which somebody closes it: its owner's, where they hold that one, else
    the one by whose duty they may. None where they hold none.
    """
    membership = actor.membership_at(task.council)
    if membership is None:
        return None
    held = membership.offices.values()
    if task.owner_id in held:
        return task.owner_id
    return actor.office_for(task.council, *DOERS) or next(iter(held), None)
