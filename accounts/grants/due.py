"""What waits for somebody on Home: access asked for, to set up, to remove, and found rows left."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.dates import LONDON, today
from accounts.grants.actions import KEEPERS
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.deadlines import HORIZON, Deadline, on_day, tells_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due

_S = AccessGrant.Status

#: What ends within this time is told beforehand.
SOON = timedelta(days=7)


@tells_due
def access(membership: Membership) -> Iterator[Due]:
    """One question to the database; none for those who neither grant access nor keep the list."""
    if not any(membership.allows(duty) for duty in KEEPERS):
        return
    council, day = membership.council, today()
    address = reverse("grants:list", args=[council.slug])
    found = _counts(membership)
    if found["asked"] and membership.allows(Duty.GRANT_ACCESS):
        words = counted(found["asked"], "request", "requests")
        yield Due(
            f"{words} for access to decide",
            f"{address}?show=asked",
            found["since"],
            group=Group.TODAY,
            number=found["asked"],
        )
    if found["gone"]:
        words = counted(found["gone"], "access right", "access rights")
        first = found["first_gone"]
        late = first is not None and first < day
        note = f"Overdue: the first ended on {when_in_words(first)}" if late else "Due today"
        yield Due(
            f"{words} to remove on the platform",
            f"{address}?show=to_remove",
            note=note,
            number=found["gone"],
        )
    if found["ending"] and membership.allows(Duty.GRANT_ACCESS):
        words = counted(found["ending"], "access right", "access rights")
        note = f"The first ends on {when_in_words(found['first_ending'])}"
        yield Due(
            f"{words} to extend or let end",
            f"{address}?show=ending",
            note=note,
            number=found["ending"],
        )
    if found["to_tell"]:
        words = counted(found["to_tell"], "person", "people")
        yield Due(
            f"{words} to tell in writing of their access",
            f"{address}?show=to_tell",
            number=found["to_tell"],
        )
    if found["to_set_up"]:
        words = counted(found["to_set_up"], "access right", "access rights")
        yield Due(
            f"{words} to set up on the platform",
            f"{address}?show=to_confirm",
            number=found["to_set_up"],
        )
    if found["left"]:
        words = counted(found["left"], "access right", "access rights")
        note = ""
        if council.go_live_on:
            said = "The council went live on" if council.has_gone_live else "Before"
            note = f"{said} {when_in_words(council.go_live_on)}"
        stock = reverse("grants:stock", args=[council.slug]) + "#left"
        yield Due(
            f"{words} found on the platforms, to confirm or end",
            stock,
            note=note,
            group=Group.GAPS,
            number=found["left"],
        )


def _counts(membership: Membership) -> dict[str, Any]:
    day = today()
    grants = membership.council.access_grants
    others = Q(status=_S.REQUESTED) & ~Q(membership=membership.pk)
    ending = Q(pk__in=grants.ending_by(day, day + SOON).order_by().values("pk"))
    gone = Q(pk__in=grants.to_remove(day).order_by().values("pk"))
    return grants.order_by().aggregate(
        asked=Count("pk", filter=others),
        since=Min("requested_at", filter=others),
        gone=Count("pk", filter=gone),
        first_gone=Min("ends_on", filter=gone),
        ending=Count("pk", filter=ending),
        first_ending=Min("ends_on", filter=ending),
        to_set_up=Count("pk", filter=Q(pk__in=grants.to_confirm(day).order_by().values("pk"))),
        to_tell=Count("pk", filter=Q(pk__in=grants.to_tell(day).order_by().values("pk"))),
        left=Count("pk", filter=Q(status=_S.FOUND)),
    )


@tells_deadlines
def ending(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Access that ends by its own last day, for whoever may extend it (LLTC-12.1-b)."""
    rows = AccessGrant.objects.ending_by(day, day + HORIZON).filter(council__in=councils)
    for grant in rows.select_related("council", "account", "way_in"):
        assert grant.ends_on is not None  # ending_by
        what = _named(grant)
        yield Deadline(
            council_id=grant.council_id,
            key=f"grant.ends:{grant.pk}",
            due_on=grant.ends_on,
            text=f"Extend, or let end: access to {what} ({grant.reference})",
            subject=f"Access ends {on_day(grant.ends_on, day)}: {what}",
            url=grant.get_absolute_url(),
            duty=Duty.GRANT_ACCESS,
        )


Told = Callable[[Collection[int]], QuerySet[Any, Any]]

#: Of features above: the ids of grants of some councils whose removal they tell of themselves.
TOLD_ABOVE: list[Told] = []


def tells_removal(function: Told) -> Told:
    """Registers such a function, so that nobody hears of a removal twice."""
    TOLD_ABOVE.append(function)
    return function


@tells_deadlines
def to_remove(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Access that is over here and still to be removed on the platform: late the day after."""
    decided = GrantDecision.objects.filter(grant=OuterRef("pk")).order_by("-pk")
    rows = AccessGrant.objects.to_remove(day).filter(council__in=councils)
    for elsewhere in TOLD_ABOVE:
        rows = rows.exclude(pk__in=elsewhere(councils))
    rows = rows.annotate(decided_at=Subquery(decided.values("decided_at")[:1]))
    for grant in rows.select_related("council", "membership", "account", "way_in"):
        last = grant.ends_here_on
        if last is None or last >= day:  # suspended
            last = grant.decided_at.astimezone(LONDON).date() if grant.decided_at else day
        what = _named(grant)
        yield Deadline(
            council_id=grant.council_id,
            key=f"grant.remove:{grant.pk}",
            due_on=last,
            text=f"Remove access on the platform: {what} ({grant.reference})",
            subject=f"Access still to remove on the platform: {what}",
            url=grant.get_absolute_url(),
            duty=Duty.KEEP_REGISTER,
        )


def _named(grant: AccessGrant) -> str:
    """What it opens. A login is not named: often its name is somebody's address."""
    if grant.account:
        return f"{grant.account.get_platform_display()} {grant.account.name}"
    return f"a {grant.way_in.get_kind_display().lower()}" if grant.way_in else grant.reference
