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
    somebody_still_manages_people,
    within,
)
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
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

    Raises:
        RuleBroken: they hold it in that time already, or the dates fall outside the membership.
    """
    require_same_council(office, membership)
    membership = _held(membership)
    within(membership, starts_on, ends_on)
    if _overlaps(membership.appointments.filter(office=office), starts_on, ends_on):
        raise RuleBroken(f"{membership.person} already holds the office of {office} in that time.")
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
        duty=Duty.MANAGE_PEOPLE,
        new={
            "office": office.title,
            "kind": str(kind),
            "minute": minute,
            **period(appointment),
        },
    )
    return appointment


@action
def end_appointment(
    *, appointment: Appointment, ends_on: date, actor: Person | None
) -> Appointment:
    """Ends the holding of an office on a day (London, inclusive).

    Raises:
        RuleBroken: the day is before the first one, the holding ends by then already, or nobody
            could manage people any more.
    """
    council = appointment.council
    lock_people(council)
    appointment = council.appointments.select_for_update(no_key=True).get(pk=appointment.pk)
    old = period(appointment)
    _can_end(
        appointment, ends_on, f"{appointment.membership.person}’s time as {appointment.office}"
    )
    with somebody_still_manages_people(council, ends_on):
        appointment.ends_on = ends_on
        appointment.save(update_fields=["ends_on"])
    record(
        Verb.APPOINTMENT_ENDED,
        appointment,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
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
    waits: bool = False,
    duty: Duty = Duty.APPOINT_TEAM,
) -> TeamMember:
    """Puts a member on the admin team. Who may, and on what terms, `accounts.team` judges.

    Args:
        why: why the job needs it.
        waits: the seat begins only with its holder's undertaking, on the first day or later.
        duty: what the actor does it by.

    Raises:
        RuleBroken: they sit on it in that time already, or the dates fall outside the membership.
    """
    membership = _held(membership)
    within(membership, starts_on, ends_on)
    seats = membership.team_seats
    waiting = seats.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today()), starts_on=None)
    if waiting.exists() or _overlaps(seats.all(), starts_on, ends_on):
        raise RuleBroken(f"{membership.person} is on the admin team in that time already.")
    seat = TeamMember.objects.create(
        council=membership.council,
        membership=membership,
        why=why,
        starts_on=None if waits else starts_on,
        meant_from=starts_on if waits else None,
        ends_on=ends_on,
    )
    record(
        Verb.TEAM_MEMBER_APPOINTED,
        seat,
        actor=actor,
        duty=duty,
        new={**period(seat), "why": why},
    )
    return seat


@action
def end_team_member(
    *, seat: TeamMember, ends_on: date, actor: Person | None, duty: Duty = Duty.APPOINT_TEAM
) -> TeamMember:
    """Ends a seat on the admin team on a day (London, inclusive).

    Raises:
        RuleBroken: the day is before the first one, the seat ends by then already, or nobody could
            manage people any more.
    """
    council = seat.council
    lock_people(council)
    seat = council.team_members.select_for_update(no_key=True).get(pk=seat.pk)
    old = period(seat)
    _can_end(seat, ends_on, f"{seat.membership.person}’s seat on the admin team")
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
