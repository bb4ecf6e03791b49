"""What every action about a case begins and ends with."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from moderation.cases.handlers import offices_acting
from moderation.cases.models import Case, CaseEntry
from moderation.cases.questions import visible_to
from moderation.items.actions import SKEW


def locked(case: Case) -> Case:
    """The case as it is now, held until the action ends."""
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def require_reader(case: Case, actor: Person) -> Membership:
    """Asserts that somebody may read a case, and so work on it.

    Raises:
        RuleBroken: they may not, or not any more.
    """
    membership = actor.require_membership_at(case.council)
    if not visible_to(membership).filter(pk=case.pk).exists():
        raise RuleBroken("This case is not open to you.")
    return membership


def to_work_on(case: Case, actor: Person, *, form_key: UUID | None = None) -> Case:
    """The case, locked, for somebody who may read it; where it is open.

    Raises:
        RuleBroken: they may not read it.
        AlreadyDone: the same page was sent before.
        Stale: it is closed.
    """
    case = locked(case)
    require_reader(case, actor)
    refuse_twice(case, form_key)
    if case.closed_at:
        raise Stale("This case is closed. Open it again first.")
    return case


def refuse_twice(case: Case, form_key: UUID | None) -> None:
    """Refuses what the same page has written already."""
    if form_key and case.entries.filter(form_key=form_key).exists():
        raise AlreadyDone("This is on the case already.", case)


def write(
    case: Case,
    kind: CaseEntry.Kind,
    verb: Verb,
    *,
    actor: Person,
    words: str = "",
    at: datetime | None = None,
    outcome: str = "",
    follows: CaseEntry | None = None,
    form_key: UUID | None = None,
) -> CaseEntry:
    """Adds a line to the timeline, and to the trail that it was added; call it last."""
    office_id = acting_office(case, actor)
    entry = CaseEntry.objects.create(
        council=case.council,
        case=case,
        kind=kind,
        words=words,
        outcome=outcome,
        follows=follows,
        by=actor,
        office_id=office_id,
        at=at or timezone.now(),
        form_key=form_key,
    )
    record(verb, case, actor=actor, office_id=office_id)
    return entry


def acting_office(case: Case, actor: Person) -> int | None:
    """The id of the office in which somebody works on a case; None for who holds none."""
    membership = actor.require_membership_at(case.council)
    named = offices_acting(case.council.rulebook, case.kind)
    through = (membership.offices[key] for key in named if key in membership.offices)
    return next(through, membership.office_for(Duty.SUBMIT_DRAFTS))


def not_later_than_now(moment: datetime, what: str) -> None:
    """Refuses a time to come, by more than clocks differ.

    Args:
        what: with a verb, for the sentence: "it was seen".
    """
    if moment > timezone.now() + SKEW:
        raise RuleBroken(f"Give the time at which {what}: it cannot be later than now.")
