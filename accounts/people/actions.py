"""People join, hold office, sit on the team and leave; each step is on the council's trail."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.councils.models import Council
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council


@action
def add_member(
    *,
    council: Council,
    name: str,
    email: str | None,
    category: str,
    starts_on: date,
    actor: Person | None,
    ends_on: date | None = None,
    line_manager: Office | None = None,
    can_sign_in: bool = True,
) -> Membership:
    """Records that somebody belongs to the council.

    A person who serves several councils is known by one e-mail address; each council keeps its own
    membership of them.

    Raises:
        RuleBroken: the person belongs to the council already, or a sign-in has no address.
    """
    email = email.strip().lower() if email else None
    if can_sign_in and not email:
        raise RuleBroken(
            "Enter an e-mail address, or record this person without a sign-in."
        )
    person = Person.objects.filter(email=email).first() if email else None
    if person is None:
        person = Person(name=name, email=email)
        person.set_unusable_password()
        person.save()
        if email:
            # The invitation goes to this mailbox, and only its reader can use it.
            EmailAddress.objects.create(
                user=person, email=email, verified=True, primary=True
            )
        record(
            Verb.PERSON_CREATED,
            person,
            actor=actor,
            council=council,
            new={"name": name},
        )
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                council=council,
                person=person,
                category=category,
                line_manager=line_manager,
                can_sign_in=can_sign_in,
                starts_on=starts_on,
                ends_on=ends_on,
            )
    except IntegrityError:
        raise RuleBroken(f"{person.name} already belongs to {council}.") from None
    record(
        Verb.MEMBERSHIP_STARTED,
        membership,
        actor=actor,
        new={"category": category, **_period(membership)},
    )
    return membership


@action
def end_membership(
    *, membership: Membership, ends_on: date, actor: Person | None
) -> Membership:
    """Ends a membership, and with it the offices and the team seat, at one council only.

    Args:
        ends_on: the last day (London, inclusive). Memberships of other councils are untouched.

    Raises:
        RuleBroken: the day is before the first one, or the membership had ended already.
    """
    council = membership.council
    membership = council.memberships.select_for_update().get(pk=membership.pk)
    if membership.ends_on and membership.ends_on <= ends_on:
        raise RuleBroken(
            f"{membership.person} leaves {council} on {membership.ends_on} already."
        )
    if ends_on < membership.starts_on:
        raise RuleBroken("The last day cannot be before the first.")
    old = _period(membership)
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    still_open = Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on)
    for held in (membership.appointments, membership.team_seats):
        held.filter(still_open, starts_on__lte=ends_on).update(ends_on=ends_on)
    record(
        Verb.MEMBERSHIP_ENDED, membership, actor=actor, old=old, new=_period(membership)
    )
    return membership


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
        RuleBroken: they hold it already, or the dates fall outside the membership.
    """
    require_same_council(office, membership)
    _within(membership, starts_on, ends_on)
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                council=membership.council,
                office=office,
                membership=membership,
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                minute=minute,
            )
    except IntegrityError:
        raise RuleBroken(
            f"{membership.person} already holds the office of {office}."
        ) from None
    record(
        Verb.APPOINTMENT_MADE,
        appointment,
        actor=actor,
        new={
            "office": office.title,
            "kind": str(kind),
            "minute": minute,
            **_period(appointment),
        },
    )
    return appointment


@action
def end_appointment(
    *, appointment: Appointment, ends_on: date, actor: Person | None
) -> Appointment:
    """Ends the holding of an office on a day (London, inclusive).

    Raises:
        RuleBroken: the day is before the first one.
    """
    council = appointment.council
    appointment = council.appointments.select_for_update().get(pk=appointment.pk)
    if ends_on < appointment.starts_on:
        raise RuleBroken("The last day cannot be before the first.")
    old = _period(appointment)
    appointment.ends_on = ends_on
    appointment.save(update_fields=["ends_on"])
    record(
        Verb.APPOINTMENT_ENDED,
        appointment,
        actor=actor,
        old=old,
        new=_period(appointment),
    )
    return appointment


@action
def appoint_team_member(
    *,
    membership: Membership,
    starts_on: date,
    actor: Person | None,
    ends_on: date | None = None,
) -> TeamMember:
    """Puts a member on the admin team.

    Raises:
        RuleBroken: they sit on it already, or the dates fall outside the membership.
    """
    _within(membership, starts_on, ends_on)
    try:
        with transaction.atomic():
            seat = TeamMember.objects.create(
                council=membership.council,
                membership=membership,
                starts_on=starts_on,
                ends_on=ends_on,
            )
    except IntegrityError:
        raise RuleBroken(f"{membership.person} is on the admin team already.") from None
    record(Verb.TEAM_MEMBER_APPOINTED, seat, actor=actor, new=_period(seat))
    return seat


@action
def end_team_member(
    *, seat: TeamMember, ends_on: date, actor: Person | None
) -> TeamMember:
    """Ends a seat on the admin team on a day (London, inclusive).

    Raises:
        RuleBroken: the day is before the first one.
    """
    seat = seat.council.team_members.select_for_update().get(pk=seat.pk)
    if ends_on < seat.starts_on:
        raise RuleBroken("The last day cannot be before the first.")
    old = _period(seat)
    seat.ends_on = ends_on
    seat.save(update_fields=["ends_on"])
    record(Verb.TEAM_MEMBER_ENDED, seat, actor=actor, old=old, new=_period(seat))
    return seat


@action
def end_sessions(*, person: Person, actor: Person | None) -> None:
    """Ends every session and reset link of a person on their next request."""
    Person.objects.filter(pk=person.pk).update(session_version=F("session_version") + 1)
    record(Verb.SESSIONS_ENDED, person, actor=actor)


@action
def record_sign_in(*, person: Person) -> None:
    """Puts a sign-in on the installation's trail."""
    record(Verb.SIGNED_IN, person, actor=person)


@action
def record_failed_sign_in(*, person: Person | None) -> None:
    """Puts a failed sign-in on the installation's trail; what was typed is not kept."""
    record(Verb.SIGN_IN_FAILED, person, actor=None, label="Failed sign-in")


def _within(membership: Membership, starts_on: date, ends_on: date | None) -> None:
    if starts_on < membership.starts_on:
        raise RuleBroken(
            f"{membership.person} joins on {membership.starts_on:%d/%m/%Y}; choose that day or later."
        )
    if membership.ends_on and (ends_on is None or ends_on > membership.ends_on):
        raise RuleBroken(
            f"{membership.person} leaves on {membership.ends_on:%d/%m/%Y}; "
            "choose an end on or before that day."
        )
    if ends_on and ends_on < starts_on:
        raise RuleBroken("The last day cannot be before the first.")


def _period(row: Any) -> dict[str, str | None]:
    return {
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
    }
