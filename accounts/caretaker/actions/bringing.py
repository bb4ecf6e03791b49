"""Bringing in an acting or locum clerk."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.caretaker.actions.caring import tell
from accounts.caretaker.questions import (
    STAND_INS,
    clerks_office,
    why_none_is_brought_in,
    why_not_until,
)
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.actions import NewAppointment, add_person, appoint, end_appointment
from accounts.people.actions.common import lock_people
from accounts.people.actions.invitations import send_invitation, withdraw_invitation
from accounts.people.authorisers import COUNCILLORS
from accounts.people.models import Membership, Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, required_words


@dataclass(frozen=True)
class Newcomer:
    """Somebody who does not belong to the council yet."""

    name: str
    email: str
    category: str


@action
def bring_in(
    *,
    council: Council,
    who: Membership | Newcomer,
    kind: str,
    minute: str,
    starts_on: date,
    actor: Person,
    ends_on: date | None = None,
    unpaid: bool = False,
) -> Membership:
    """Appoints an acting or locum clerk, and invites them where they have not joined.

    Args:
        kind: acting or locum.
        minute: by which the council appointed them.
        starts_on: today or later (London).
        unpaid: the minute says that they act without pay: a councillor may hold no paid office
            of their own council (LGA 1972 s.112(5)).

    Raises:
        RuleBroken: the actor is not the caretaker; a clerk is there, or back by the last day; it is
            the caretaker themself; a councillor with pay; no minute; a kind for good; a day that
            has passed; or as `add_person` and `appoint` do.
    """
    actor.require_duty_at(council, Duty.CARETAKE)
    lock_people(council)
    if refused := why_none_is_brought_in(council):
        raise RuleBroken(refused)
    if kind not in STAND_INS:
        raise RuleBroken("The caretaker brings in an acting or locum clerk, never one for good.")
    minute = required_words(minute, "Name the minute by which the council appointed them.")
    if starts_on < today():
        raise RuleBroken("The first day has passed already. Choose today or later.")
    _require_another(who, unpaid, actor)
    if refused := why_not_until(council, ends_on):
        raise RuleBroken(refused)
    office = clerks_office(council)
    _replace_whoever_never_joined(office, actor)
    if isinstance(who, Newcomer):
        membership = add_person(
            council=council,
            name=who.name,
            email=who.email,
            category=who.category,
            starts_on=starts_on,
            ends_on=ends_on,
            line_manager=None,
            can_sign_in=True,
            appointments=[NewAppointment(office, kind, minute)],
            actor=actor,
        )
    else:
        membership = who
        if membership.is_closed or not membership.can_sign_in:
            raise RuleBroken(f"{membership.goes_by} cannot sign in here.")
        appoint(
            office=office,
            membership=membership,
            kind=kind,
            minute=minute,
            starts_on=starts_on,
            ends_on=ends_on,
            actor=actor,
        )
        if membership.sign_in not in Membership.NOT_INVITED_NOW:
            send_invitation(membership=membership, actor=actor)
    since = when_in_words(starts_on)
    said = f"{membership.goes_by} is {office} from {since} ({kind}, minute {minute})."
    tell(council, said, actor, membership.person)
    record(
        Verb.CARETAKER_BROUGHT_IN,
        membership,
        actor=actor,
        duty=Duty.CARETAKE,
        new={"office": office.title, "kind": str(kind), "minute": minute},
    )
    return membership


def _replace_whoever_never_joined(office: Office, actor: Person) -> None:
    """Takes back what was sent to a stand-in who never joined: there are not to be two.

    Their address may have been wrong. From now on the link opens nothing.
    """
    begun = office.appointments.filter(Q(ends_on=None) | Q(ends_on__gt=today()))
    for held in begun.filter(kind__in=STAND_INS).select_related("membership__person"):
        invitation = held.membership.invitation
        if invitation is None or not invitation.is_open:
            continue
        withdraw_invitation(invitation=invitation, actor=actor)
        if held.starts_on <= today():
            end_appointment(appointment=held, ends_on=today(), actor=actor)


def _require_another(who: Membership | Newcomer, unpaid: bool, actor: Person) -> None:
    """Asserts that it is not the caretaker, and no councillor with pay.

    Raises:
        RuleBroken: it is.
    """
    if isinstance(who, Newcomer):
        own = (actor.email or "").casefold() == who.email.strip().casefold()
        name, category = who.name, who.category
    else:
        own = who.person_id == actor.pk
        name, category = who.goes_by, who.category
    if own:
        raise RuleBroken(
            "Nobody makes themself clerk. The council appoints somebody else, or somebody who "
            "manages people records it."
        )
    if category in COUNCILLORS and not unpaid:
        raise RuleBroken(
            f"{name} is a councillor, who may hold no paid office of the council. Confirm "
            "that the minute says they act without pay, or choose somebody else.",
            source="Local Government Act 1972 s.112(5)",
        )
