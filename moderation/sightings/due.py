"""What waits for somebody on Home: reports."""

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.sightings.models import Sighting
from moderation.sightings.questions import is_for, is_to_tell

#: They are looked at on the day they come.
URGENT = (Sighting.Kind.HARMFUL, Sighting.Kind.ABUSE, Sighting.Kind.SAFEGUARDING)


@tells_due
def reports(membership: Membership) -> Iterator[Due]:
    """Reports for somebody, platforms to be told, and what they keep to finish; one query."""
    here, urgent = is_for(membership), Q(kind__in=URGENT)
    own = Q(state=Sighting.State.UNFINISHED, reported_by=membership.person_id)
    tell = is_to_tell(membership)
    found = membership.council.sightings.filter(here | own | tell).aggregate(
        urgent=Count("pk", filter=here & urgent),
        urgent_since=Min("reported_at", filter=here & urgent),
        others=Count("pk", filter=here & ~urgent),
        others_since=Min("reported_at", filter=here & ~urgent),
        tell=Count("pk", filter=tell),
        own=Count("pk", filter=own),
        own_since=Min("started_at", filter=own),
    )
    slug = membership.council.slug
    for_me, mine = (reverse(f"sightings:{name}", args=[slug]) for name in ("for_me", "mine"))
    if number := found["urgent"]:
        words = counted(number, "report", "reports")
        words = f"{words} of harm, abuse or somebody at risk for you"
        yield Due(words, for_me, found["urgent_since"], group=Group.TODAY, number=number)
    if number := found["tell"]:
        words = counted(number, "platform report outstanding", "platform reports outstanding")
        address = reverse("sightings:open", args=[slug])
        yield Due(words, f"{address}?show=outstanding", group=Group.TODAY, number=number)
    if number := found["others"]:
        words = counted(number, "report for you", "reports for you")
        yield Due(words, for_me, found["others_since"], number=number)
    if number := found["own"]:
        words = counted(number, "report to finish", "reports to finish")
        yield Due(words, mine, found["own_since"], number=number)
