"""What of posts falls on days: what the platforms put out by themselves."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.urls import reverse

from accounts.dates import LONDON
from accounts.hours.falling import Fall, tells_falls
from accounts.people.models import Membership
from councilsm.forms import when_in_words
from moderation.drafts.models import Target
from moderation.posts.scheduled import goes_out_at

#: Nobody reads further.
MOST = 200


@tells_falls()
def scheduled(viewer: Membership, first: date, last: date) -> Iterator[Fall]:
    """Posts scheduled for some days, of the drafts that a member may see; one query."""
    begins = datetime.combine(first, time.min, LONDON)
    ends = datetime.combine(last + timedelta(days=1), time.min, LONDON)
    council = viewer.council
    drafts = council.drafts.visible_to(viewer).values("pk")
    rows = (
        council.targets.filter(state=Target.State.SCHEDULED, revision__draft__in=drafts)
        .annotate(
            goes_out_at=goes_out_at(),
            number=F("revision__draft__number"),
            title=F("revision__title"),
            where=F("account__name"),
        )
        .filter(goes_out_at__gte=begins, goes_out_at__lt=ends)
        .order_by("goes_out_at", "pk")
        .values_list("goes_out_at", "number", "title", "where")
    )
    for moment, number, title, where in rows[:MOST]:
        day = moment.astimezone(LONDON).date()
        yield Fall(
            day,
            day,
            f"D-{number:04} {title}: goes out by itself on {where}, {when_in_words(moment)}",
            reverse("drafts:detail", args=[council.slug, number]),
        )
