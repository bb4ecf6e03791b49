"""Recording that somebody leaves, which is in force by date from then on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.councils.models import Council
from accounts.leavers.actions import common
from accounts.leavers.actions.calling_off import supersede
from accounts.leavers.actions.cutting import cut_short
from accounts.leavers.actions.ending import end_rights
from accounts.leavers.actions.judging import (
    judge_moment,
    moment_of_kind,
    passes_on,
    usual_moment,
)
from accounts.leavers.models import Departure
from accounts.leavers.questions import is_told
from accounts.people.actions.common import lock_people
from accounts.people.models import Membership, Office, Person
from accounts.register.models import OfficialAccount
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken
from councilsm.tenancy import next_number, require_same_council

Kind = Departure.Kind


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
    tells_them: bool = True,
) -> Departure:
    """Records that somebody leaves, is kept out for a time, or changes their job or office.

    From that moment on their membership opens nothing here, whether or not a worker runs; their
    offices and seats end by date. What is to be done on the platforms becomes a list (FTC-6.2-l),
    with what the council will lack. Where the moment has come, rights end with this.

    Args:
        kind: one of `Departure.Kind`.
        ends_at: the moment; None for now, where the kind is at once, else for the end of their
            last day. It may have passed: they left and nobody recorded it. Whoever stays lays an
            office down with the end of that day.
        back_on: of what is for a time: when they are expected back (London).
        account: of a change of Mayor or Chair: the account that passes on.
        office: the office laid down, where they stay.
        minute: by which it was decided.
        form_key: of the page that it comes from, which records one however often it is sent.
        tells_them: False where somebody tells them in person first: no message before the moment.

    Raises:
        AlreadyDone: the actor has sent this page before; with the departure that it recorded.
        RuleBroken: the actor does not plan departures, or it is their own at once; the kind does
            not fit; a departure is open already and does not give way; or the moment lies before
            they joined or after they leave.
    """
    require_same_council(membership, account, office)
    refuse_secrets(minute, note)
    refuse_hidden(minute, note)
    council = membership.council
    duty = common.require_planner(membership, actor)
    lock_people(council)  # holds back a second click until the first has recorded it
    _refuse_second(membership, form_key, actor)
    membership = _held(membership)
    account, office = passes_on(membership, kind, account, office, actor)
    ends_at = moment_of_kind(kind, ends_at or usual_moment(membership, kind))
    departure = Departure(
        council=council,
        membership=membership,
        kind=kind,
        ends_at=ends_at,
        back_on=back_on,
        account=account,
        office=office,
        minute=minute.strip(),
        note=note.strip(),
        recorded_by=actor,
        form_key=form_key,
        tells_them=tells_them,
    )
    judge_moment(departure)
    supersede(departure, actor, duty)
    cut_short(departure, actor, duty)
    departure.number = next_number(council, "L")
    departure.save()
    tasks = common.add_tasks(departure)
    common.let_hand_over(departure)
    common.look_again_at_others(departure)
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
    if departure.has_come:
        return end_rights(departure=departure, actor=actor, duty=duty)
    return departure


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
