"""What several of the actions ask before they change anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Invitation, Membership, Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken

#: What the caretaker is told of anybody else.
FOR_THE_CLERK = "The caretaker does this for the clerk alone."


def within(membership: Membership, starts_on: date, ends_on: date | None) -> None:
    """Asserts that a period lies within a membership.

    Raises:
        RuleBroken: it does not, it ends before it begins, or rights here have ended.
    """
    in_order(starts_on, ends_on)
    if membership.is_closed and (ends_on is None or ends_on >= today()):
        raise RuleBroken(
            f"{membership.goes_by} has left this council or is kept out, so nothing new is given."
        )
    if starts_on < membership.starts_on:
        raise RuleBroken(
            f"{membership.goes_by} joins on {when_in_words(membership.starts_on)}. "
            "Choose that day or later."
        )
    if membership.ends_on and (ends_on is None or ends_on > membership.ends_on):
        raise RuleBroken(
            f"{membership.goes_by} leaves on {when_in_words(membership.ends_on)}. "
            "Choose a last day on or before that day."
        )


def in_order(starts_on: date, ends_on: date | None) -> None:
    """Asserts that a period does not end before it begins.

    Raises:
        RuleBroken: it does.
    """
    if ends_on and ends_on < starts_on:
        raise RuleBroken(f"The last day cannot be before the first, {when_in_words(starts_on)}.")


def lock_people(council: Council) -> None:
    """Holds the council's row until the action ends: who may manage people changes one by one.

    Taken before any row of a person's, so that two actions never wait for each other.
    """
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)


@contextmanager
def somebody_still_manages_people(council: Council, ends_on: date) -> Iterator[None]:
    """Asserts that what happens inside does not leave the council locked out.

    It looks at the day after the last day, if that is tomorrow or earlier. An end further ahead is
    let through: there is time to appoint somebody, and the list of people says so until then.

    Args:
        ends_on: the last day (London, inclusive) of what is ended.

    Raises:
        RuleBroken: somebody could manage people then, and nobody could afterwards.
    """
    lock_people(council)
    day = max(ends_on + timedelta(days=1), today())
    holders = council.rulebook.rules.manage_people.value
    remaining = Person.objects.holding(council, holders, on=day)
    somebody = day <= today() + timedelta(days=1) and remaining.exists()
    yield
    if somebody and not remaining.all().exists():
        raise RuleBroken(
            f"Nobody could then invite people or record who holds each office at {council}. "
            "Appoint somebody else who can, then end this.",
            source=council.rulebook.source_of("manage_people") if holders else "",
        )


def require_keeper(
    council: Council, actor: Person | None, of: Office | Membership | None
) -> Duty | None:
    """Asserts that somebody records here who belongs to the council and holds which office.

    Whoever manages people does. The caretaker does for the office of the clerk alone.

    Args:
        actor: None where whoever runs the installation does it, or a worker.
        of: the office, or the member, whom it is about; None for what is of no office.

    Returns:
        By which of the two they do; None without an actor.

    Raises:
        RuleBroken: they do neither, or are the caretaker and it is not the clerk.
    """
    if actor is None:
        return None
    standing = actor.require_duty_at(council, Duty.MANAGE_PEOPLE, Duty.CARETAKE)
    if standing.allows(Duty.MANAGE_PEOPLE):
        return Duty.MANAGE_PEOPLE
    if of is None or not _is_clerks(of):
        raise RuleBroken(FOR_THE_CLERK)
    return Duty.CARETAKE


def _is_clerks(of: Office | Membership) -> bool:
    """Whether it is the proper officer's office, or somebody who holds it now or is to."""
    clerk = of.council.rulebook.proper_officer
    if isinstance(of, Office):
        return of.key == clerk
    day = min(today(), of.ends_on or today())
    held = of.appointments.filter(Q(ends_on=None) | Q(ends_on__gte=day), office__key=clerk)
    return held.exists()


def require_brought_in(membership: Membership, actor: Person | None) -> None:
    """Asserts that the caretaker recorded here that somebody belongs to the council.

    A member whom they only made clerk keeps what others gave them; a clerk who is gone leaves by a
    departure.

    Raises:
        RuleBroken: somebody else did.
    """
    began = AuditEvent.objects.about(membership).filter(verb=Verb.MEMBERSHIP_STARTED)
    if actor is None or not began.filter(actor_id=actor.pk).exists():
        raise RuleBroken(
            f"The caretaker ends the membership of nobody else than whom they brought in. As clerk "
            f"{membership.goes_by} leaves by a departure, or that office alone is ended."
        )


def refuse_own_in_handover(person: Person, council: Council, actor: Person | None) -> None:
    """Asserts that nobody who hands over lets themself in again.

    Raises:
        RuleBroken: it is the actor's own, and all that is left to them is the handover.
    """
    if actor is None or person.pk != actor.pk:
        return
    standing = actor.membership_at(council)
    if standing is not None and standing.in_handover:
        raise RuleBroken("You are handing over. Your successor can record you here again.")


def refuse_anothers_in_handover(invitation: Invitation, actor: Person) -> None:
    """Asserts that nobody who hands over takes back an invitation that another sent.

    Raises:
        RuleBroken: they would, and so could keep a successor out.
    """
    standing = actor.require_membership_at(invitation.council)
    if not standing.in_handover:
        return
    sent = AuditEvent.objects.about(invitation).filter(verb=Verb.INVITATION_SENT)
    if not sent.filter(actor_id=actor.pk).exists():
        raise RuleBroken("You are handing over. You can take back only what you sent yourself.")


def period(row: Any) -> dict[str, str | None]:
    """The first and last day of a row, for the trail."""
    return {
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
    }
