"""What waits for somebody on Home: access asked for, to set up, to remove, and found rows left."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from accounts.dates import today
from accounts.grants.actions import KEEPERS
from accounts.grants.models import AccessGrant
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.due import Due, counted, tells_due

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
        yield Due(f"{words} for access to decide", f"{address}?show=asked", found["since"])
    if found["gone"]:
        words = counted(found["gone"], "access right", "access rights")
        first = found["first_gone"]
        late = first is not None and first < day
        note = f"Overdue: the first ended on {when_in_words(first)}" if late else "Due today"
        yield Due(f"{words} to remove on the platform", f"{address}?show=to_remove", note=note)
    if found["ending"] and membership.allows(Duty.GRANT_ACCESS):
        words = counted(found["ending"], "access right", "access rights")
        note = f"The first ends on {when_in_words(found['first_ending'])}"
        yield Due(f"{words} to extend or let end", f"{address}?show=ending", note=note)
    if found["to_tell"]:
        words = counted(found["to_tell"], "person", "people")
        yield Due(f"{words} to tell in writing of their access", f"{address}?show=to_tell")
    if found["to_set_up"]:
        words = counted(found["to_set_up"], "access right", "access rights")
        yield Due(f"{words} to set up on the platform", f"{address}?show=to_confirm")
    if found["left"]:
        words = counted(found["left"], "access right", "access rights")
        note = ""
        if council.go_live_on:
            said = "The council went live on" if council.has_gone_live else "Before"
            note = f"{said} {when_in_words(council.go_live_on)}"
        stock = reverse("grants:stock", args=[council.slug]) + "#left"
        yield Due(f"{words} found on the platforms, to confirm or end", stock, note=note)


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
