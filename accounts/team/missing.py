"""The undertaking that somebody on the team owes before they may have access (FTC-6.2-e)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.urls import reverse

from accounts.councils.models import Council
from accounts.dates import in_force
from accounts.people.missing import Lacking, tells_missing
from accounts.team.questions import text_on, waiting_on


@tells_missing("undertaking_first")
def undertaking(council: Council, members: Collection[int], day: date) -> Lacking:
    """Who sits on the team, or is about to, and has not given it in its present words."""
    seats = council.team_members.filter(
        in_force(day) | waiting_on(day) | Q(starts_on__gt=day), membership__in=members
    )
    text = text_on(council, day)
    if text is not None:
        given = text.given.filter(given_on__lte=day)
        seats = seats.exclude(membership__in=given.values("membership"))
    address = reverse("team:undertaking", args=[council.slug])
    owing = seats.values_list("membership_id", flat=True)
    return {member: [("the undertaking of the team", address)] for member in owing}
