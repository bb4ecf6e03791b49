"""What was done in a register closes the task of a leaver that waits for it: one truth."""

from datetime import date

from django.db import models
from django.db.models import QuerySet

from accounts.dates import today
from accounts.devices.models import Device
from accounts.grants.models import AccessGrant
from accounts.leavers.actions.closing import close_done_elsewhere
from accounts.leavers.models import DepartureTask
from accounts.leavers.proof import names_them, shared_access
from accounts.people.following import follows
from accounts.people.models import Person
from accounts.register.models import WayIn

Kind = DepartureTask.Kind


@follows
def close_tasks(done: models.Model, actor: Person | None) -> None:
    """Access gone, a password changed, somebody else's address for recovery, a device handed in."""
    if actor is None:
        return
    match done:
        case AccessGrant(removed_on=day) if day:
            close_done_elsewhere(
                _waiting(done),
                actor,
                done_on=day,
                note=done.removed_how,
                evidence=done.removal_evidence,
            )
        case WayIn():
            _way_in(done, actor)
        case Device():
            tasks = _waiting(done)
            if done.ends_on:
                note = "Out of use, as its register says."
                close_done_elsewhere(tasks, actor, done_on=done.ends_on, note=note)
            else:
                handed = [t for t in tasks if t.departure.membership_id != done.holder_id]
                note = "Somebody else has it now, as its register says."
                close_done_elsewhere(handed, actor, done_on=today(), note=note)


def _way_in(done: WayIn, actor: Person) -> None:
    tasks = _waiting(done).filter(grant__isnull=True)
    if done.ended_on:
        note = "It is no longer used, as its register says."
        close_done_elsewhere(tasks, actor, done_on=done.ended_on, note=note)
        return
    if changed := done.password_changed_on:
        known = [task for task in tasks if task.kind == Kind.PASSWORD]
        new = [task for task in known if _is_new_to_them(done, task, changed)]
        note = "The new password stands in the register."
        close_done_elsewhere(new, actor, done_on=changed, note=note)
    named = [task for task in tasks if task.kind == Kind.RECOVERY]
    passed = [task for task in named if not names_them(done, task.departure)]
    note = "The register says that it is recovered otherwise."
    close_done_elsewhere(passed, actor, done_on=today(), note=note)


def _is_new_to_them(way_in: WayIn, task: DepartureTask, changed: date) -> bool:
    """Whether they do not know a new password: not while they go on using the login."""
    departure = task.departure
    if changed >= departure.last_day:
        return True
    using = [grant for grant in shared_access(departure, way_in) if not grant.is_over]
    return not using and changed >= departure.knows_until


def _waiting(row: AccessGrant | WayIn | Device) -> "QuerySet[DepartureTask]":
    """The open tasks about a row, held, of departures that go on."""
    rows = row.departure_tasks.select_for_update(no_key=True, of=("self",))
    rows = rows.filter(state=DepartureTask.State.OPEN, departure__cancelled_at__isnull=True)
    return rows.select_related("council", "departure__membership__person").order_by("pk")
