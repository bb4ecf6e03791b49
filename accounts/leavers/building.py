"""The list of a departure: what the registers know of whoever leaves, a plain function each."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models import Q

from accounts.devices.models import Device
from accounts.grants.models import AccessGrant
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.owners import Owners
from accounts.leavers.proof import names_them
from accounts.leavers.risks import Others
from accounts.people.models import Office
from accounts.register.models import OfficialAccount, WayIn
from councilsm.duties import Duty

Kind = DepartureTask.Kind
Leaving = Departure.Kind
_S = AccessGrant.Status

#: Of what was never given nobody has to be taken off.
NEVER_GIVEN = (_S.REQUESTED, _S.REFUSED)

OF_WAYS_IN = {WayIn.Kind.TOOL: Kind.TOOL, WayIn.Kind.PORTFOLIO: Kind.PORTFOLIO}


class Known:
    """What the registers know of whoever leaves; each asked once."""

    def __init__(self, departure: Departure, others: Others) -> None:
        self.departure, self.others = departure, others
        self.council = departure.council
        self.membership = departure.membership
        self.owners = Owners(departure)

    @cached_property
    def grants(self) -> list[AccessGrant]:
        """All access they ever had; of a change of Mayor or Chair, to the account alone."""
        rows = self.membership.access_grants.select_related("account", "way_in").order_by("number")
        rows = rows.prefetch_related("devices")
        if self.departure.kind == Leaving.CIVIC:
            account = self.departure.account
            return list(rows.reaching(account)) if account else []
        return list(rows)

    @cached_property
    def ways_in(self) -> dict[int, WayIn]:
        """The ways in that are in use, by id; of a change of Mayor, those of the account alone."""
        rows = self.council.ways_in.in_use().prefetch_related("opens").order_by("name")
        if self.departure.kind == Leaving.CIVIC:
            rows = rows.filter(opens=self.departure.account)
        return {row.pk: row for row in rows}

    def owner_of(self, row: Any, *duties: Duty) -> Office | None:
        """The office that closes a task about an account, a way in or whatever a duty keeps."""
        if isinstance(row, WayIn):
            row = next(iter(row.opens.all()), None)
        named = [row.owner_id, row.second_owner_id] if isinstance(row, OfficialAccount) else []
        return self.owners.first(named, *(duties or (Duty.KEEP_REGISTER, Duty.GRANT_ACCESS)))

    def task(self, kind: str, subject: str, what: str, **about: Any) -> DepartureTask:
        """A task, not yet saved."""
        return DepartureTask(
            council=self.council,
            departure=self.departure,
            kind=kind,
            subject=subject,
            what=what[:300],
            due_on=self.departure.last_day,
            **about,
        )


def steps_of(departure: Departure, others: Others | None = None) -> list[DepartureTask]:
    """Every task that the registers call for, not yet saved, in the order of the page.

    Args:
        others: where somebody asks who else there is anyway.
    """
    known = Known(departure, others or Others(departure))
    asked = [access, passwords, recovery]
    if departure.shuts_out:
        asked += [second_factors, devices, removing_oneself]
    asked += [offices, civic_accounts]
    if departure.kind != Leaving.CIVIC:
        asked.append(seats)
    return [step for ask in [*asked, risks] for step in ask(known)]


def access(known: Known) -> Iterator[DepartureTask]:
    """Access that goes on, is asked for, or is over here and still there on the platform."""
    for grant in known.grants:
        if known.departure.kind in Departure.STAYS and grant.starts_on > known.departure.last_day:
            continue  # for what they do afterwards
        what = grant.account or grant.way_in
        kind = Kind.ACCESS
        if grant.way_in is not None:
            kind = OF_WAYS_IN.get(WayIn.Kind(grant.way_in.kind), Kind.ACCESS)
        elif grant.account and grant.account.kind == OfficialAccount.Kind.MESSAGING:
            kind = Kind.GROUP
        told = f"{grant.what} ({grant.reference}, {grant.get_level_display().lower()})"
        if tied := ", ".join(str(device) for device in grant.devices.all()):
            told += f", used from {tied}"
        if grant.status == _S.REQUESTED:
            if known.departure.kind in Departure.FOR_A_TIME:
                continue  # it waits for them
            words = f"Refuse the access asked for: {told}"
        elif grant.status in (_S.FOUND, _S.GRANTED, _S.SUSPENDED) or grant.is_to_remove:
            if grant.removed_on or grant.continued_as_id:
                continue
            words = f"Take them off {told}"
            if grant.level == "shared":  # nobody is taken off a password
                words = f"They no longer know {grant.what} ({grant.reference})"
        else:
            continue
        yield known.task(
            kind,
            f"grant:{grant.pk}",
            words,
            grant=grant,
            account=grant.account,
            way_in=grant.way_in,
            owner=known.owner_of(known.ways_in.get(grant.way_in_id or 0, what)),
        )


def passwords(known: Known) -> Iterator[DepartureTask]:
    """Shared passwords that they know: changed on or before the leaving date (FTC-6.2-m).

    They know it unless it was changed on the last day on which they could get in by it, or later.
    """
    last = known.departure.last_day
    for way_in in known.ways_in.values():
        had = [
            grant
            for grant in known.grants
            if grant.way_in_id == way_in.pk and grant.status not in NEVER_GIVEN
        ]
        shared = way_in.is_shared or any(grant.level == "shared" for grant in had)
        until = [min(grant.ends_on, last) if grant.ends_on else last for grant in had]
        changed = way_in.password_changed_on
        if shared and until and (changed is None or changed < max(until)):
            yield known.task(
                Kind.PASSWORD,
                f"way-in:{way_in.pk}",
                f"Change the password of {way_in}",
                way_in=way_in,
                owner=known.owner_of(way_in),
            )


def recovery(known: Known) -> Iterator[DepartureTask]:
    """Ways in that are recovered through their mailbox or telephone (FTC-6.2-n)."""
    civic = known.departure.kind == Leaving.CIVIC
    for way_in in known.ways_in.values():
        if names_them(way_in, known.departure) or civic:
            yield known.task(
                Kind.RECOVERY,
                f"way-in:{way_in.pk}",
                f"Change how {way_in} is recovered: its address and telephone",
                way_in=way_in,
                owner=known.owner_of(way_in),
            )


def second_factors(known: Known) -> Iterator[DepartureTask]:
    """Second factors of logins that they have: a code may still go to them (FTC-6.2-n)."""
    ids = {
        grant.way_in_id
        for grant in known.grants
        if grant.status not in NEVER_GIVEN and grant.removed_on is None
    }
    for pk in sorted(ids & known.ways_in.keys(), key=str):
        way_in = known.ways_in[pk or 0]
        if way_in.kind == WayIn.Kind.LOGIN and way_in.two_factor != WayIn.TwoFactor.OFF:
            yield known.task(
                Kind.TWO_FACTOR,
                f"way-in:{pk}",
                f"Take their second factor off {way_in}",
                way_in=way_in,
                owner=known.owner_of(way_in),
            )


def devices(known: Known) -> Iterator[DepartureTask]:
    """The council's come back; from their own, saved logins go and permission ends."""
    for device in known.membership.devices.filter(ends_on=None):
        own = device.belongs == Device.Belongs.PERSONAL
        words = "saved logins removed, and no longer used for the council" if own else "handed back"
        yield known.task(
            Kind.DEVICE,
            f"device:{device.pk}",
            f"{device}: {words}",
            device=device,
            owner=known.owner_of(device, Duty.PERMIT_DEVICES, Duty.KEEP_REGISTER),
        )


def removing_oneself(known: Known) -> Iterator[DepartureTask]:
    """On dismissal or redundancy, the owner of a device leaves every account (FTC-6.7-e)."""
    departure = known.departure
    rule = known.council.rulebook.rules.self_removal.value
    if not rule or departure.kind not in Departure.BEFORE_LEAVING_THE_BUILDING:
        return
    personal = known.membership.devices.filter(ends_on=None, belongs=Device.Belongs.PERSONAL)
    if personal.exists():
        yield known.task(
            Kind.SELF_REMOVAL,
            "self",
            "Before leaving the building: they remove themself from every account on their own "
            "device, and somebody else looks",
            owner=known.owner_of(None, Duty.GRANT_ACCESS, Duty.KEEP_REGISTER),
        )


def offices(known: Known) -> Iterator[DepartureTask]:
    """Each office they hold: who takes over, or that the next in order acts."""
    departure, last = known.departure, known.departure.last_day
    held = known.membership.appointments.filter(Q(ends_on=None) | Q(ends_on__gte=last))
    if departure.kind in Departure.STAYS:
        held = held.filter(office=departure.office_id)
    words = "say who takes over, or that it stays vacant and who acts"
    if departure.kind in Departure.FOR_A_TIME:
        words = "say who acts meanwhile"
    for appointment in held.select_related("office").order_by("office__title", "pk"):
        yield known.task(
            Kind.OFFICE,
            f"appointment:{appointment.pk}",
            f"{appointment.office}: {words}",
            appointment=appointment,
            owner=known.owner_of(None, Duty.MANAGE_PEOPLE),
        )


def seats(known: Known) -> Iterator[DepartureTask]:
    """Their seat on the team: who follows, or that it stays empty."""
    last = known.departure.last_day
    for seat in known.membership.team_seats.filter(Q(ends_on=None) | Q(ends_on__gte=last)):
        team = known.council.rulebook.rules.team_name.value or "admin team"
        yield known.task(
            Kind.TEAM,
            f"seat:{seat.pk}",
            f"Seat on the {team}: say who follows, or that it stays empty",
            seat=seat,
            owner=known.owner_of(None, Duty.APPOINT_TEAM, Duty.MANAGE_PEOPLE),
        )


def civic_accounts(known: Known) -> Iterator[DepartureTask]:
    """Accounts of an office that passes on: name and picture are the next holder's."""
    departure = known.departure
    civic = known.council.official_accounts.running().filter(kind=OfficialAccount.Kind.CIVIC)
    if departure.kind == Leaving.CIVIC:
        found = civic.filter(pk=departure.account_id or 0)
    elif departure.leaves:
        last = departure.last_day
        held = known.membership.appointments.filter(Q(ends_on=None) | Q(ends_on__gte=last))
        found = civic.filter(owner__in=held.values("office"))
    else:
        return
    for account in found.order_by("pk"):
        yield known.task(
            Kind.CIVIC,
            f"account:{account.pk}",
            f"{account}: name and picture are those of the new holder",
            account=account,
            owner=known.owner_of(None, Duty.KEEP_REGISTER),
        )


def risks(known: Known) -> Iterator[DepartureTask]:
    """What the council lacks afterwards, so that somebody sees to it in time."""
    others = known.others
    keeper = known.owner_of(None, Duty.MANAGE_PEOPLE)
    if known.departure.kind != Leaving.CIVIC or known.departure.account_id:
        for account in others.left_uncontrolled(known.grants):
            yield known.task(
                Kind.LAST_ADMIN,
                f"account:{account.pk}",
                f"{account}: nobody else is confirmed with full control",
                account=account,
                owner=known.owner_of(account),
            )
    for duty in others.left_undone():
        kind = Kind.LAST_SITE_ADMIN if duty is Duty.MANAGE_PEOPLE else Kind.LAST_DUTY
        yield known.task(
            kind, f"duty:{duty.value}", f"Nobody else: {duty.label}", duty=duty.value, owner=keeper
        )
