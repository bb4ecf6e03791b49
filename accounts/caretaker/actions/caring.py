"""What the caretaker does beside bringing somebody in, each on the trail and mailed."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.caretaker.actions.factors import (
    cancel_factor_reset,
    require_resettable,
    take_off,
    words_of,
)
from accounts.caretaker.models import FactorReset
from accounts.caretaker.questions import (
    GONE,
    clerks,
    clerks_office,
    departures_to_attest,
    who_hears,
)
from accounts.councils.models import Council
from accounts.leavers.actions import attest, record_departure
from accounts.leavers.models import Departure
from accounts.people.actions.absences import record_absence
from accounts.people.actions.common import lock_people
from accounts.people.models import Absence, Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale, required_words


@action
def end_clerks_sign_in(
    *,
    membership: Membership,
    kind: str,
    actor: Person,
    minute: str = "",
    note: str = "",
    form_key: Any = None,
) -> Departure:
    """Records that a clerk is gone, which ends their sign-in here at once.

    Args:
        kind: died, dismissed or suspended.
        minute: by which the council dismissed or suspended them; a death needs none.

    Raises:
        RuleBroken: the actor is not the caretaker, they are not the clerk, it is the caretaker
            themself, no minute, another kind, or as `record_departure` does.
    """
    actor.require_duty_at(membership.council, Duty.CARETAKE)
    council = membership.council
    lock_people(council)
    _require_clerk(membership, actor, suspended=True)
    if kind not in GONE:
        raise RuleBroken("The caretaker records that a clerk died, was dismissed or suspended.")
    if kind != Departure.Kind.DIED:
        minute = required_words(minute, "Name the minute by which the council decided it.")
    departure = record_departure(
        membership=membership,
        kind=kind,
        ends_at=None,
        minute=minute,
        note=note,
        form_key=form_key,
        actor=actor,
    )
    why = Departure.Kind(kind).label.lower()
    by = f", minute {minute}" if minute else ""
    said = f"The sign-in of {membership.goes_by} for {council} is ended ({why}{by})."
    concerned = [] if kind == Departure.Kind.DIED else [membership.person]
    tell(council, said, actor, *concerned)
    record(
        Verb.CARETAKER_ENDED_SIGN_IN,
        departure,
        actor=actor,
        duty=Duty.CARETAKE,
        new={"kind": str(kind), "minute": minute, "note": note},
    )
    return departure


@action
def record_clerks_absence(
    *,
    membership: Membership,
    starts_on: date,
    actor: Person,
    ends_on: date | None = None,
    reason: str = "",
) -> Absence:
    """Records that the clerk is away, where they cannot; they may end it themself.

    Raises:
        RuleBroken: the actor is not the caretaker, they are not the clerk, or as `record_absence`
            does.
    """
    actor.require_duty_at(membership.council, Duty.CARETAKE)
    lock_people(membership.council)
    _require_clerk(membership, actor)
    absence = record_absence(
        membership=membership, starts_on=starts_on, ends_on=ends_on, reason=reason, actor=actor
    )
    until = f"to {when_in_words(ends_on)}" if ends_on else "until further notice"
    said = f"{membership.goes_by} is recorded as away from {when_in_words(starts_on)} {until}."
    tell(membership.council, said, actor, membership.person)
    record(Verb.CARETAKER_RECORDED_ABSENCE, absence, actor=actor, duty=Duty.CARETAKE)
    return absence


@action
def reset_clerks_factor(*, membership: Membership, reason: str, actor: Person) -> FactorReset:
    """Takes off the second factor of whoever holds the clerk's office, alone; ends their sessions.

    Raises:
        RuleBroken: the actor is not the caretaker, they do not hold it, it is the caretaker
            themself, or they have none.
    """
    actor.require_duty_at(membership.council, Duty.CARETAKE)
    council = membership.council
    lock_people(council)
    _require_clerk(membership, actor)
    require_resettable(membership)
    now = timezone.now()
    for waiting in council.factor_resets.waiting().filter(membership=membership):
        cancel_factor_reset(reset=waiting, actor=actor)
    reset = FactorReset.objects.create(
        council=council,
        membership=membership,
        reason=words_of(reason),
        asked_by=actor,
        asked_at=now,
        by_caretaker=True,
    )
    take_off(reset, actor, Duty.CARETAKE, also_told=who_hears(council, actor))
    return reset


@action
def attest_for_clerk(*, departure: Departure, words: str, actor: Person) -> Departure:
    """Attests that all reasonable measures were taken when the clerk left.

    Raises:
        Stale: it is not a clerk's, or was attested or cancelled.
        RuleBroken: the actor is not the caretaker, or as `attest` does: something is left to do,
            or it is their own.
    """
    council = departure.council
    caretaker = actor.require_duty_at(council, Duty.CARETAKE)
    if not departures_to_attest(council, caretaker).filter(pk=departure.pk).exists():
        raise Stale("This departure is not a clerk’s, or it was attested or cancelled meanwhile.")
    departure = attest(departure=departure, words=words, actor=actor)
    tell(council, f"The departure {departure.reference} of a clerk is attested.", actor)
    record(Verb.CARETAKER_ATTESTED, departure, actor=actor, duty=Duty.CARETAKE, new={"note": words})
    return departure


def _require_clerk(membership: Membership, actor: Person, *, suspended: bool = False) -> None:
    """Asserts that somebody else holds the office of the proper officer today.

    Args:
        suspended: or would, were they not kept out.

    Raises:
        RuleBroken: they do not.
    """
    council = membership.council
    if membership.person_id == actor.pk:
        raise RuleBroken("The caretaker acts for the clerk, not for themself.")
    if not clerks(council, suspended=suspended).filter(pk=membership.pk).exists():
        raise RuleBroken(
            f"{membership.goes_by} does not hold the office of {clerks_office(council)}."
        )


def tell(council: Council, said: str, actor: Person, *concerned: Person) -> None:
    """Mails the council's own address, whom it is about, and who should know: once each.

    Args:
        said: what was done, in a sentence.
    """
    addresses: dict[str, Any] = {council.email.casefold(): council}
    for person in (*concerned, *who_hears(council, actor)):
        if person.email:
            addresses.setdefault(person.email.casefold(), person)
    notify(addresses.values(), "caretaker_acted", council=council, said=said, by=actor)
