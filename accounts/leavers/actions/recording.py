"""Recording that somebody leaves, which is in force by date from then on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import LONDON, today
from accounts.hours.working_days import last_shift_end
from accounts.leavers.actions import common
from accounts.leavers.actions.cutting import cut_short
from accounts.leavers.actions.ending import end_rights
from accounts.leavers.models import Departure
from accounts.leavers.questions import is_told
from accounts.people.actions.common import lock_people
from accounts.people.models import Membership, Office, Person
from accounts.register.models import OfficialAccount
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken
from councilsm.tenancy import next_number, require_same_council

Kind = Departure.Kind

#: Only councillors leave so, and only staff and others leave so.
COUNCILLORS = (Kind.NOT_RE_ELECTED, Kind.RESIGNED, Kind.DISQUALIFIED)
NOT_COUNCILLORS = (Kind.DISMISSAL, Kind.REDUNDANCY, Kind.CONTRACT_END)


@action
def record_departure(
    *,
    membership: Membership,
    kind: str,
    ends_at: datetime | None,
    actor: Person,
    back_on: date | None = None,
    account: OfficialAccount | None = None,
    office: Office | None = None,
    minute: str = "",
    note: str = "",
    form_key: UUID | None = None,
) -> Departure:
    """Records that somebody leaves, is kept out for a time, or changes their job or office.

    From that moment on their membership opens nothing here, whether or not a worker runs; their
    offices and seats end by date. What is to be done on the platforms becomes a list (FTC-6.2-l),
    with what the council will lack. Where the moment has come, rights end with this.

    Args:
        kind: one of `Departure.Kind`.
        ends_at: the moment; None for now, where the kind is at once, else for the end of their last
            working shift. It may have passed: they left and nobody recorded it.
        back_on: of what is for a time: when they are expected back (London).
        account: of a change of Mayor or Chair: the account that passes on.
        office: the office laid down, where they stay.
        minute: by which it was decided.
        form_key: of the page that it comes from, which records one however often it is sent.

    Raises:
        AlreadyDone: the actor has sent this page before; with the departure that it recorded.
        RuleBroken: the actor does not plan departures, or it is their own at once; the kind does
            not fit; a departure is open already; the moment lies before they joined or after they
            leave; or an office of theirs begins only later.
    """
    require_same_council(membership, account, office)
    refuse_secrets(minute, note)
    refuse_hidden(minute, note)
    council = membership.council
    duty = common.require_planner(membership, actor)
    lock_people(council)  # holds back a second click until the first has recorded it
    _refuse_second(membership, form_key, actor)
    membership = _held(membership)
    account, office = _passes_on(membership, kind, account, office, actor)
    departure = Departure(
        council=council,
        membership=membership,
        kind=kind,
        ends_at=ends_at or _usual_moment(membership, kind),
        back_on=back_on,
        account=account,
        office=office,
        minute=minute.strip(),
        note=note.strip(),
        recorded_by=actor,
        form_key=form_key,
    )
    _judge_moment(departure)
    cut_short(departure, actor)
    departure.number = next_number(council, "L")
    departure.save()
    tasks = common.add_tasks(departure)
    common.let_hand_over(departure)
    if not departure.has_come and is_told(departure):
        common.tell_leaver(departure, "leaver_planned", actor)
    common.tell_owners(departure, actor)
    record(
        Verb.DEPARTURE_RECORDED,
        departure,
        actor=actor,
        duty=duty,
        new={**common.facts(departure), "note": departure.note, "steps": [t.what for t in tasks]},
    )
    return end_rights(departure=departure, actor=actor) if departure.has_come else departure


@action
def record_election(
    *,
    council: Council,
    memberships: Sequence[Membership],
    ends_at: datetime,
    actor: Person,
    minute: str = "",
) -> list[Departure]:
    """Records everybody who was not re-elected, all of them or none: a departure each.

    Raises:
        RuleBroken: nobody is named, or as `record_departure`.
    """
    require_same_council(council, *memberships)
    if not memberships:
        raise RuleBroken("Choose who was not re-elected.")
    return [
        record_departure(
            membership=membership,
            kind=Kind.NOT_RE_ELECTED,
            ends_at=ends_at,
            actor=actor,
            minute=minute,
        )
        for membership in memberships
    ]


def _held(membership: Membership) -> Membership:
    """The membership as it is now, held until the action ends."""
    rows = membership.council.memberships.select_for_update(no_key=True)
    row: Membership = rows.get(pk=membership.pk)
    row.council, row.person = membership.council, membership.person
    return row


def _refuse_second(membership: Membership, form_key: UUID | None, actor: Person) -> None:
    sent: Any = membership.departures.none()
    if form_key:
        sent = membership.departures.filter(recorded_by=actor, form_key=form_key)
    if before := sent.first():
        raise AlreadyDone(f"This page has already recorded {before.reference}.", before)


def _passes_on(
    membership: Membership,
    kind: str,
    account: OfficialAccount | None,
    office: Office | None,
    actor: Person,
) -> tuple[OfficialAccount | None, Office | None]:
    """What passes on where they stay; asserts that the kind fits who it is about.

    Raises:
        RuleBroken: it does not.
    """
    who = membership.goes_by
    if kind in COUNCILLORS and not membership.is_councillor:
        raise RuleBroken(f"{who} is no councillor. Choose another reason.")
    if kind in NOT_COUNCILLORS and membership.is_councillor:
        raise RuleBroken(f"{who} is a councillor. Choose another reason.")
    if kind in Departure.AT_ONCE and membership.person_id == actor.pk:
        raise RuleBroken("This is about you, so somebody else records it.")
    if kind not in Departure.STAYS:
        return None, None
    if kind == Kind.CIVIC:
        if account is None and office is not None:
            civic = OfficialAccount.Kind.CIVIC
            account = membership.council.official_accounts.filter(kind=civic, owner=office).first()
        office = office or (account.owner if account else None)
        if account is None and office is None:
            raise RuleBroken("Choose the civic account or the office that passes on.")
    else:
        account = None
    if office and not membership.appointments.in_force(today()).filter(office=office).exists():
        raise RuleBroken(f"{who} does not hold the office of {office} today.")
    return account, office


def _usual_moment(membership: Membership, kind: str) -> datetime:
    if kind in Departure.AT_ONCE:
        return timezone.now()
    return last_shift_end(membership, membership.ends_on or today())


def _judge_moment(departure: Departure) -> None:
    """Asserts that somebody can leave at that moment.

    Raises:
        RuleBroken: they have not joined by then or leave before, or a departure is open already.
    """
    membership, last = departure.membership, departure.last_day
    who, council = membership.goes_by, departure.council
    if last < membership.starts_on:
        raise RuleBroken(
            f"{who} joins on {when_in_words(membership.starts_on)}. Choose that day or later."
        )
    if membership.ends_on and membership.ends_on < last:
        raise RuleBroken(
            f"{who} leaves {council} on {when_in_words(membership.ends_on)} already. "
            "Choose that day or an earlier one."
        )
    if departure.back_on and departure.back_on <= last:
        raise RuleBroken("The day they are back must be after the moment they go.")
    for other in membership.departures.open():
        if departure.leaves and other.kind in Departure.FOR_A_TIME:
            continue  # suspended, and now they leave
        if departure.leaves and other.kind in Departure.STAYS:
            continue
        if departure.kind == other.kind or (departure.shuts_out and other.shuts_out):
            raise RuleBroken(
                f"{other.reference} is open for {who}: {other.get_kind_display().lower()}, "
                f"{when_in_words(other.ends_at.astimezone(LONDON))}. Move or cancel that one."
            )
