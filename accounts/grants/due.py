"""What waits for somebody on Home: access asked for, to set up, to remove, and found rows left."""

from collections.abc import Iterator
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
        words = counted(found["gone"], "grant of access is", "grants of access are")
        first = found["first_gone"]
        late = first is not None and first < day
        note = f"Overdue: the first ended on {when_in_words(first)}" if late else "Due today"
        yield Due(f"{words} over, still on the platform", f"{address}?show=to_remove", note=note)
    if found["to_set_up"]:
        words = counted(found["to_set_up"], "grant of access", "grants of access")
        yield Due(f"{words} to set up on the platform", f"{address}?show=to_confirm")
    if found["left"]:
        words = counted(found["left"], "found entry", "found entries")
        note = ""
        if council.go_live_on:
            said = "The council went live on" if council.has_gone_live else "Before"
            note = f"{said} {when_in_words(council.go_live_on)}"
        stock = reverse("grants:stock", args=[council.slug])
        yield Due(f"{words} of access to confirm or end", stock, note=note)


def _counts(membership: Membership) -> dict[str, Any]:
    day = today()
    grants = membership.council.access_grants
    others = Q(status=_S.REQUESTED) & ~Q(membership=membership.pk)
    gone = Q(pk__in=grants.to_remove(day).order_by().values("pk"))
    return grants.order_by().aggregate(
        asked=Count("pk", filter=others),
        since=Min("requested_at", filter=others),
        gone=Count("pk", filter=gone),
        first_gone=Min("ends_on", filter=gone),
        to_set_up=Count("pk", filter=Q(pk__in=grants.to_confirm(day).order_by().values("pk"))),
        left=Count("pk", filter=Q(status=_S.FOUND)),
    )
