"""Holding an office, and sitting on the admin team."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.dates import today
from accounts.people.actions.common import (
    in_order,
    lock_people,
    period,
    refuse_own_in_handover,
    require_keeper,
    somebody_still_manages_people,
    within,
)
from accounts.people.ending import end_what_stands_on
from accounts.people.missing import missing_of
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from accounts.people.others import leave_to_others
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import GUARDED, Duty
from councilsm.forms import when_in_words
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, required_words
from councilsm.secrets import refuse_secrets
from councilsm.tenancy import require_same_council


@action
def appoint(
    *,
    office: Office,
    membership: Membership,
    starts_on: date,
    actor: Person | None,
    kind: str = Appointment.Kind.SUBSTANTIVE,
    ends_on: date | None = None,
    minute: str = "",
) -> Appointment:
    """Records that a member holds an office.

    Args:
        minute: by which they were appointed; whoever appoints themself needs one.

    Raises:
        RuleBroken: the actor does not manage people (`require_keeper`), they hold it in that time
            already, the dates fall outside the membership, they have no sign-in and the office
            decides something, it is the actor's own appointment and somebody else could record it
            or no minute shows it, or the minute holds something like a password.
    """
    duty = require_keeper(office.council, actor, office)
    require_same_council(office, membership)
    if duty == Duty.CARETAKE:
        _require_stand_in(membership, kind, actor)
    refuse_secrets(minute)
    refuse_hidden(minute)
    membership = _held(membership)
    if ends_on is None or ends_on >= today():
        _require_sign_in(office, membership)
        _require_no_own(membership, minute, actor)
    within(membership, starts_on, ends_on)
    if _overlaps(membership.appointments.filter(office=office), starts_on, ends_on):
        raise RuleBroken(f"{membership.goes_by} already holds the office of {office} in that time.")
    appointment = Appointment.objects.create(
        council=membership.council,
        office=office,
        membership=membership,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        minute=minute,
    )
    record(
        Verb.APPOINTMENT_MADE,
        appointment,
        actor=actor,
        duty=duty,
        new={
            "office": office.title,
            "kind": str(kind),
            "minute": minute,
            **period(appointment),
        },
    )
    return appointment


def _require_stand_in(membership: Membership, kind: str, actor: Person | None) -> None:
    """Raises RuleBroken for a clerk for good, and where the caretaker would be clerk."""
    if kind == Appointment.Kind.SUBSTANTIVE:
        raise RuleBroken("The caretaker brings in an acting or locum clerk, never one for good.")
    if actor is not None and membership.person_id == actor.pk:
        raise RuleBroken("The caretaker acts for the clerk, not for themself.")


def _require_sign_in(office: Office, membership: Membership) -> None:
    """Raises RuleBroken where what the office decides would wait for nobody."""
    duties = set(office.council.rulebook.duties_of({office.key}, team=False))
    if duties & GUARDED and not membership.can_sign_in:
        raise RuleBroken(
            f"The {office} decides here, so whoever holds it needs a sign-in. {membership.goes_by} "
            "is recorded without one."
        )


def _require_no_own(membership: Membership, minute: str, actor: Person | None) -> None:
    """Raises RuleBroken for one's own appointment: others record it, or else a minute shows it."""
    if actor is None or membership.person_id != actor.pk:
        return
    refuse_own_in_handover(membership.person, membership.council, actor)
    leave_to_others(
        "It is your own appointment, so somebody else must record it.",
        Duty.MANAGE_PEOPLE,
        council=membership.council,
        actor=actor,
    )
    required_words(minute, "It is your own appointment. Name the minute by which it was made.")


@action
def end_appointment(
    *, appointment: Appointment, ends_on: date, actor: Person | None
) -> Appointment:
    """Ends the holding of an office on a day (London, inclusive).

    Raises:
        RuleBroken: the actor does not manage people (`require_keeper`), the day is before the
            first one, the holding ends by then already, or nobody could manage people any more.
    """
    duty = require_keeper(appointment.council, actor, appointment.office)
    council = appointment.council
    lock_people(council)
    appointment = council.appointments.select_for_update(no_key=True).get(pk=appointment.pk)
    old = period(appointment)
    _can_end(
        appointment, ends_on, f"{appointment.membership.goes_by}’s time as {appointment.office}"
    )
    with somebody_still_manages_people(council, ends_on):
        appointment.ends_on = ends_on
        appointment.save(update_fields=["ends_on"])
    end_what_stands_on(appointment, actor)
    record(
        Verb.APPOINTMENT_ENDED,
        appointment,
        actor=actor,
        duty=duty,
        old=old,
        new={"office": appointment.office.title, **period(appointment)},
    )
    return appointment


@action
def appoint_team_member(
    *,
    membership: Membership,
    starts_on: date,
    actor: Person | None,
    ends_on: date | None = None,
    why: str = "",
    minute: str = "",
    waits: bool = False,
    duty: Duty = Duty.APPOINT_TEAM,
) -> TeamMember:
    """Puts a member on the admin team. Who may, and on what terms, `accounts.team` judges.

    Args:
        why: why the job needs it.
        minute: the minute or paper by which they were appointed.
        waits: the seat begins only with its holder's undertaking, on the first day or later.
        duty: what the actor does it by.

    Raises:
        RuleBroken: the actor does not hold that duty, they sit on it in that time already, or the
            dates fall outside the membership.
    """
    if actor is not None:
        actor.require_duty_at(membership.council, duty)
    membership = _held(membership)
    within(membership, starts_on, ends_on)
    seats = membership.team_seats
    waiting = seats.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today()), starts_on=None)
    if waiting.exists() or _overlaps(seats.all(), starts_on, ends_on):
        raise RuleBroken(f"{membership.goes_by} is on the admin team in that time already.")
    seat = TeamMember.objects.create(
        council=membership.council,
        membership=membership,
        why=why,
        minute=minute,
        starts_on=None if waits else starts_on,
        meant_from=starts_on if waits else None,
        ends_on=ends_on,
    )
    record(
        Verb.TEAM_MEMBER_APPOINTED,
        seat,
        actor=actor,
        duty=duty,
        new={
            **period(seat),
            "why": why,
            "minute": minute,
            "missing": missing_at_first(seat),
        },
    )
    return seat


@action
def end_team_member(
    *, seat: TeamMember, ends_on: date, actor: Person | None, duty: Duty = Duty.APPOINT_TEAM
) -> TeamMember:
    """Ends a seat on the admin team on a day (London, inclusive).

    Raises:
        RuleBroken: the actor does not hold that duty, the day is before the first one, the seat
            ends by then already, or nobody could manage people any more.
    """
    if actor is not None:
        actor.require_duty_at(seat.council, duty)
    council = seat.council
    lock_people(council)
    seat = council.team_members.select_for_update(no_key=True).get(pk=seat.pk)
    old = period(seat)
    _can_end(seat, ends_on, f"{seat.membership.goes_by}’s seat on the admin team")
    with somebody_still_manages_people(council, ends_on):
        seat.ends_on = ends_on
        seat.save(update_fields=["ends_on"])
    record(
        Verb.TEAM_MEMBER_ENDED,
        seat,
        actor=actor,
        duty=duty,
        old=old,
        new=period(seat),
    )
    return seat


def missing_at_first(seat: TeamMember) -> list[str]:
    """What its holder lacks as it begins, for the trail: until the go-live date it only warns."""
    if seat.ends_on and seat.ends_on < today():
        return []  # recorded from paper
    day = max(seat.starts_on or today(), today())
    found = missing_of(seat.council, [seat.membership_id], day)
    return [one.what for one in found.get(seat.membership_id, [])]


def _held(membership: Membership) -> Membership:
    """The membership as it is now, held until the action ends, so that no two periods overlap."""
    return membership.council.memberships.select_for_update(no_key=True).get(pk=membership.pk)


def _overlaps(rows: "models.QuerySet[Any]", starts_on: date, ends_on: date | None) -> bool:
    same_days = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    if ends_on:
        same_days &= Q(starts_on__lte=ends_on)
    return rows.filter(same_days).exists()


def _can_end(row: Appointment | TeamMember, ends_on: date, what: str) -> None:
    if row.starts_on:
        in_order(row.starts_on, ends_on)
    if row.ends_on and row.ends_on <= ends_on:
        raise RuleBroken(
            f"{what} ends on {when_in_words(row.ends_on)} already. Choose an earlier day."
        )
