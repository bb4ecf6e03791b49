"""Joining a council and leaving it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NotRequired, TypedDict, Unpack

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.actions.common import (
    in_order,
    period,
    refuse_own_in_handover,
    require_brought_in,
    require_keeper,
    somebody_still_manages_people,
)
from accounts.people.actions.contacts import words_of
from accounts.people.actions.invitations import invite
from accounts.people.actions.offices import appoint
from accounts.people.ending import end_what_stands_on
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council


@dataclass(frozen=True)
class NewAppointment:
    """An office that somebody is to hold."""

    office: Office
    kind: str = Appointment.Kind.SUBSTANTIVE
    minute: str = ""


class Joining(TypedDict):
    """Who joins a council, and on what terms.

    Of somebody who is not the council's own also for whom they work (`organisation`), and how they
    are reached there (`contact`, LLTC-3.1-a).
    """

    name: str
    email: str | None
    category: str
    starts_on: date
    ends_on: NotRequired[date | None]
    line_manager: NotRequired[Office | None]
    can_sign_in: NotRequired[bool]
    organisation: NotRequired[str]
    contact: NotRequired[str]


@action
def add_person(
    *,
    council: Council,
    appointments: Sequence[NewAppointment],
    actor: Person,
    **joining: Unpack[Joining],
) -> Membership:
    """Records somebody with the offices they take up, and invites them: all of it or nothing.

    The caretaker so brings in a clerk, who takes up that office and no other.

    Args:
        appointments: offices held from the first day of the membership to its last.

    Raises:
        RuleBroken: as `add_member`, `appoint` and `invite` do.
    """
    offices = [new.office for new in appointments]
    duty = require_keeper(council, actor, offices[0] if len(offices) == 1 else None)
    membership = _take_in(council, actor, duty, **joining)
    for new in appointments:
        appoint(
            office=new.office,
            membership=membership,
            kind=new.kind,
            minute=new.minute,
            starts_on=membership.starts_on,
            ends_on=membership.ends_on,
            actor=actor,
        )
    if membership.can_sign_in:
        invite(membership=membership, actor=actor)
    return membership


@action
def add_member(*, council: Council, actor: Person | None, **joining: Unpack[Joining]) -> Membership:
    """Records that somebody belongs to the council.

    A person who serves several councils is known by one e-mail address; each council keeps its own
    membership of them. Somebody known keeps the name they have; a council that never had them is
    shown the name that was typed until they accept, so that an address does not tell whose it is.

    Args:
        actor: None where whoever runs the installation does it.

    Raises:
        RuleBroken: the actor does not manage people, the person belongs to the council already, a
            sign-in has no address, a text holds a character that nobody sees or something like a
            password, or the last day is before the first.
    """
    duty = require_keeper(council, actor, None)
    return _take_in(council, actor, duty, **joining)


def _take_in(
    council: Council,
    actor: Person | None,
    duty: Duty | None,
    *,
    name: str,
    email: str | None,
    category: str,
    starts_on: date,
    ends_on: date | None = None,
    line_manager: Office | None = None,
    can_sign_in: bool = True,
    organisation: str = "",
    contact: str = "",
) -> Membership:
    """What `add_member` and `add_person` do once it is known by which duty."""
    refuse_hidden(name)
    organisation, contact = words_of(organisation, contact)
    email = email.strip().lower() if email else None
    if can_sign_in and not email:
        raise RuleBroken("Enter an email address, or record this person without a sign-in.")
    in_order(starts_on, ends_on)
    known = _known(email)
    person = known or _newcomer(council, name, email, actor, duty)
    _not_here_already(council, person, starts_on, ends_on)
    refuse_own_in_handover(person, council, actor)
    membership = Membership(
        council=council,
        person=person,
        called=_called(council, known, name),
        category=category,
        line_manager=line_manager,
        can_sign_in=can_sign_in,
        organisation=organisation,
        contact=contact,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    require_same_council(membership, line_manager)
    membership.save()
    record(
        Verb.MEMBERSHIP_STARTED,
        membership,
        actor=actor,
        duty=duty,
        new={
            "category": str(category),
            **({"organisation": organisation} if organisation else {}),
            **period(membership),
        },
    )
    return membership


@action
def end_membership(*, membership: Membership, ends_on: date, actor: Person | None) -> Membership:
    """Ends a membership, and with it the offices and the team seat, at one council only.

    Args:
        ends_on: the last day (London, inclusive). Memberships of other councils are untouched.

    Raises:
        RuleBroken: the actor may not (`require_keeper`, `require_brought_in`), the day is before
            the first one, the membership ends by then already, an office or seat begins later, or
            nobody could manage people any more.
    """
    council = membership.council
    duty = require_keeper(council, actor, membership)
    if duty == Duty.CARETAKE:
        require_brought_in(membership, actor)
    with somebody_still_manages_people(council, ends_on):
        return end_held(membership, ends_on, actor, duty)


def end_held(
    membership: Membership,
    ends_on: date,
    actor: Person | None,
    duty: Duty | None,
    *,
    also_to_come: bool = False,
) -> Membership:
    """What `end_membership` does, of an action that judged who may and holds the council's row.

    Args:
        also_to_come: offices and seats that begin later are called off: what is left of each is
            its first day, on which they do not belong to the council any more.
    """
    rows = membership.council.memberships.select_for_update(no_key=True)
    membership = rows.get(pk=membership.pk)
    if membership.ends_on and membership.ends_on <= ends_on:
        raise RuleBroken(
            f"{membership.goes_by} leaves {membership.council} on "
            f"{when_in_words(membership.ends_on)} already. Choose an earlier day."
        )
    in_order(membership.starts_on, ends_on)
    old, ended = period(membership), []
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    still_open = Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on)
    for held in (membership.appointments, membership.team_seats):
        for row in held.select_for_update(no_key=True).filter(still_open):
            to_come = row.starts_on if row.starts_on and row.starts_on > ends_on else None
            if to_come and not also_to_come:
                raise RuleBroken(f"{row} begins only on {when_in_words(to_come)}. End that first.")
            ended.append(f"{row}, until {row.ends_on or 'further notice'}")
            _end_with_it(row, to_come or ends_on, actor, duty)
    record(
        Verb.MEMBERSHIP_ENDED,
        membership,
        actor=actor,
        duty=duty,
        old={**old, "held": ended},
        new=period(membership),
    )
    return membership


def _end_with_it(
    row: Appointment | TeamMember, ends_on: date, actor: Person | None, duty: Duty | None
) -> None:
    """Ends an office or a seat with the membership, with an entry of its own."""
    old = period(row)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    new: dict[str, str | None] = period(row)
    verb = Verb.TEAM_MEMBER_ENDED
    if isinstance(row, Appointment):
        verb, new = Verb.APPOINTMENT_ENDED, {"office": row.office.title, **new}
        end_what_stands_on(row, actor)
    record(verb, row, actor=actor, duty=duty, old=old, new=new)


def _known(email: str | None) -> Person | None:
    # Held until the action ends, so that two who add the same person do not both succeed.
    return (
        Person.objects.select_for_update(no_key=True).filter(email=email).first() if email else None
    )


def _called(council: Council, known: Person | None, name: str) -> str | None:
    """What somebody whom other councils alone know is called here until they accept."""
    strange = known is not None and not council.memberships.filter(person=known).exists()
    return name if strange else None


def _newcomer(
    council: Council, name: str, email: str | None, actor: Person | None, duty: Duty | None
) -> Person:
    person = Person(name=name, email=email)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise RuleBroken(f"Somebody else added {email} just now. Try again.") from None
    if email:
        # The invitation goes to this mailbox, and only its reader can use it.
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    record(
        Verb.PERSON_CREATED,
        person,
        actor=actor,
        council=council,
        duty=duty,
        new={"name": name},
    )
    return person


def _not_here_already(
    council: Council, person: Person, starts_on: date, ends_on: date | None
) -> None:
    same_days = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    if ends_on:
        same_days &= Q(starts_on__lte=ends_on)
    # Whose rights ended earlier today may join anew, for example after a slip.
    over = Q(closes_at__lte=timezone.now(), ends_on=today())
    if council.memberships.filter(same_days, person=person).exclude(over).exists():
        raise RuleBroken(f"{person.name} already belongs to {council} in that time.")
