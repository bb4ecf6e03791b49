"""Whether somebody can leave so, and at that moment."""

from datetime import datetime, time

from django.utils import timezone

from accounts.dates import LONDON, today
from accounts.hours.working_days import last_shift_end
from accounts.leavers.actions.calling_off import takes_over
from accounts.leavers.models import Departure
from accounts.people.models import Membership, Office, Person
from accounts.register.models import OfficialAccount
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken

Kind = Departure.Kind

#: Only councillors leave so, and only staff and others leave so.
COUNCILLORS = (Kind.NOT_RE_ELECTED, Kind.RESIGNED, Kind.DISQUALIFIED)
NOT_COUNCILLORS = (Kind.DISMISSAL, Kind.REDUNDANCY, Kind.CONTRACT_END)


def moment_of_kind(kind: str, ends_at: datetime) -> datetime:
    """The moment at which a kind of departure takes effect, of the one that was meant.

    Offices are held by the day. So whoever stays, and lays one down, holds it to the end of it.
    """
    if kind not in Departure.STAYS:
        return ends_at
    day = ends_at.astimezone(LONDON).date()
    return datetime.combine(day, time(23, 59), tzinfo=LONDON)


def usual_moment(membership: Membership, kind: str) -> datetime:
    """The moment where nobody gives one: now, or the end of their last day."""
    if kind in Departure.AT_ONCE:
        return timezone.now()
    return last_shift_end(membership, membership.ends_on or today())


def passes_on(
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


def judge_moment(departure: Departure) -> None:
    """Asserts that somebody can leave at that moment, whatever else is on record for them.

    Raises:
        RuleBroken: they have not joined by then, leave before or have left, are back before it, or
            a departure is open already.
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
    for other in membership.departures.standing().exclude(pk=departure.pk):
        _judge_beside(departure, other)


def _judge_beside(departure: Departure, other: Departure) -> None:
    """Asserts that a departure can be recorded beside another of the same person.

    Raises:
        RuleBroken: it cannot.
    """
    who = departure.membership.goes_by
    if other.leaves and other.has_come:
        raise RuleBroken(f"{who} has left: {other.reference}.")
    if not other.is_open and not (other.kind in Departure.FOR_A_TIME and not other.returned_at):
        return
    if departure.leaves != other.leaves and not (
        departure.kind in Departure.STAYS and other.has_come
    ):
        return  # suspended or in another job until they leave
    if takes_over(departure, other):
        return
    if departure.kind == other.kind or (departure.shuts_out and other.shuts_out):
        raise RuleBroken(
            f"{other.reference} is open for {who}: {other.get_kind_display().lower()}, "
            f"{when_in_words(other.ends_at.astimezone(LONDON))}. Move or cancel that one."
        )
