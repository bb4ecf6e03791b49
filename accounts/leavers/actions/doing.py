"""What is done about one task: done with proof, set aside with a reason, or said by the leaver."""

from datetime import date

from django.utils import timezone

from accounts.dates import today
from accounts.leavers.actions import common
from accounts.leavers.actions.closing import close
from accounts.leavers.actions.registers import do_in_register
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.questions import DOERS, may_do
from accounts.leavers.risks import Others
from accounts.people.models import Person
from accounts.people.others import leave_to_others
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.files.models import StoredFile
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council

Kind, State = DepartureTask.Kind, DepartureTask.State

#: Of a change of job, what they may go on having for a reason.
KEEPABLE = (
    *(Kind.ACCESS, Kind.GROUP, Kind.PORTFOLIO, Kind.TOOL),
    *(Kind.PASSWORD, Kind.RECOVERY, Kind.TEAM),
)


@action
def complete_task(
    *,
    task: DepartureTask,
    done_on: date,
    note: str,
    actor: Person,
    evidence: StoredFile | None = None,
) -> DepartureTask:
    """Records that a task is done, in the register it is about too: one truth, two views.

    Access ends here, if it has not, and is recorded as gone from its platform; a changed password,
    or a device handed back, stands in its register. After the day it was due it is late for ever.

    Args:
        done_on: the day on which it was done (London).
        note: how, and how somebody knows.
        evidence: a picture of it.

    Raises:
        Stale: it was closed meanwhile, or the departure is over.
        RuleBroken: it is not the actor's to close, or about themself while somebody else could; the
            day lies in the future or before it could be done; no note is given; a warning is not
            met; or the register refuses, saying what to do first.
    """
    require_same_council(task, evidence)
    task = _require_may(task, actor)
    refuse_secrets(note)
    note = required_words(note, "Say how it was done, and how you know.")
    if done_on > today():
        raise RuleBroken("That day is in the future.")
    if done_on < task.departure.membership.starts_on:
        raise RuleBroken("That is before they joined. Choose a later day.")
    if task.is_risk:
        _require_met(task)
    register = do_in_register(task, done_on)
    task = _lock(task)
    close(task, actor, state=State.DONE, note=note, done_on=done_on, evidence=evidence)
    register(note, actor, evidence)
    return task


@action
def set_aside_task(*, task: DepartureTask, state: str, note: str, actor: Person) -> DepartureTask:
    """Closes a task without doing it: not applicable, kept in the new job, or a risk recorded.

    Args:
        state: `not_applicable`; of a change of job `kept`; of a warning `accepted` alone.
        note: the reason, or of a risk the plan.

    Raises:
        Stale: it was closed meanwhile, or the departure is over.
        RuleBroken: it is not the actor's to close, or about themself while somebody else could; the
            task cannot be set aside so, or what would be kept has ended; or nobody says why.
    """
    task = _require_may(task, actor)
    refuse_secrets(note)
    if state == State.ACCEPTED:
        if not task.is_risk:
            raise RuleBroken("This is no warning. Do it, or say why it is not applicable.")
        note = required_words(note, "Say what the plan is.")
    elif state == State.KEPT:
        note = required_words(note, "Say why their new job needs it.")
        _require_keepable(task)
    elif state == State.NOT_APPLICABLE and not task.is_risk:
        note = required_words(note, "Say why it is not applicable.")
    else:
        raise RuleBroken("Choose what becomes of it.")
    return close(_lock(task), actor, state=state, note=note)


@action
def confirm_self_removal(*, task: DepartureTask, actor: Person) -> DepartureTask:
    """The leaver says that they have removed themself from every account (FTC-6.7-e).

    Somebody else then looks, and closes the task.

    Raises:
        Stale: it was closed or confirmed meanwhile.
        RuleBroken: the actor does not belong to the council today, it is not theirs, or their
            rights have ended.
    """
    actor.require_membership_at(task.council)
    departure = common.lock(task.departure, people=False)
    if task.kind != Kind.SELF_REMOVAL or departure.membership.person_id != actor.pk:
        raise RuleBroken("Only the one who leaves confirms this.")
    common.require_open(departure)
    if departure.has_come:
        raise RuleBroken(f"Their rights ended on {when_in_words(departure.ends_at)}.")
    task = _lock(task)
    if task.confirmed_at:
        raise Stale("That was confirmed already.")
    task.confirmed_at = timezone.now()
    task.save(update_fields=["confirmed_at"])
    note = "They say that they have removed themself from every account."
    record(Verb.SELF_REMOVAL_CONFIRMED, departure, actor=actor, new={"note": note})
    return task


def _require_may(task: DepartureTask, actor: Person) -> DepartureTask:
    """The task with all it is about, where it is open and the actor may close it.

    Raises:
        Stale: it is closed, or the departure is over.
        RuleBroken: it is not theirs to close, or about themself while somebody else could.
    """
    task = require_theirs(task, actor)
    common.require_open(task.departure)
    if not task.is_open:
        raise Stale(f"This was closed meanwhile: {State(task.state).label.lower()}.")
    return task


def require_theirs(task: DepartureTask, actor: Person) -> DepartureTask:
    """The task with all it is about, where it is the actor's to close.

    Raises:
        RuleBroken: it is not, or it is about themself while somebody else could.
    """
    council = task.council
    task = DepartureTask.objects.select_related(
        *("departure__membership__person", "grant__account", "grant__way_in", "device", "way_in"),
        *("appointment__office", "seat"),
    ).get(pk=task.pk, council=council)
    for row in (task, task.departure, task.departure.membership, task.grant, task.way_in):
        if row is not None:
            row.council = council
    if not may_do(task, actor.require_membership_at(council)):
        raise RuleBroken(f"This step is for the {task.owner}, or whoever keeps the registers.")
    task.departure = common.lock(task.departure, people=False)
    if task.departure.membership.person_id == actor.pk:
        leave_to_others(
            "It is about your own leaving, so somebody else confirms it.",
            *DOERS,
            council=council,
            actor=actor,
        )
    return task


def _lock(task: DepartureTask) -> DepartureTask:
    """The task as it is now, held until the action ends.

    Raises:
        Stale: it was closed meanwhile.
    """
    rows = DepartureTask.objects.select_for_update(no_key=True)
    row: DepartureTask = rows.get(pk=task.pk)
    row.departure, row.council = task.departure, task.council
    if not row.is_open:
        raise Stale(f"This was closed meanwhile: {State(row.state).label.lower()}.")
    return row


def _require_met(task: DepartureTask) -> None:
    """Asserts that somebody else is confirmed, so that a warning is none any more.

    Raises:
        RuleBroken: nobody is.
    """
    if not Others(task.departure).meet(task):
        raise RuleBroken(
            "Nobody else is on record for this yet. Record who is, or record the risk with a plan."
        )


def _require_keepable(task: DepartureTask) -> None:
    """Asserts that something can be kept in another job.

    Raises:
        RuleBroken: it is no change of job, nothing that is kept, or has ended here.
    """
    if task.departure.kind != Departure.Kind.JOB_CHANGE or task.kind not in KEEPABLE:
        raise RuleBroken("Only in a change of job, what they have is kept for a reason.")
    grant = task.grant
    if grant and grant.status not in ("found", "granted", "suspended"):
        raise RuleBroken(f"{grant.reference} has ended. Ask for it anew, so that it is decided.")
    if grant and grant.basis == grant.Basis.OFFICE:
        raise RuleBroken(f"{grant.reference} stands on the office and ends with it. Ask for it.")
