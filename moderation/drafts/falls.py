"""What of drafts falls on days: what waits for approval or is to be posted."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.dates import LONDON
from accounts.hours.falling import Fall, tells_falls
from accounts.people.models import Membership
from councilsm.forms import when_in_words
from moderation.drafts.models import Draft, Target

#: Nobody reads further; the queue has them all.
MOST = 200


@tells_falls("draft.approve:", "draft.post:")
def drafts(viewer: Membership, first: date, last: date) -> Iterator[Fall]:
    """Drafts whose time to go out lies in some days, as far as a member may see them; one query."""
    begins = datetime.combine(first, time.min, LONDON)
    ends = datetime.combine(last + timedelta(days=1), time.min, LONDON)
    left = Target.objects.filter(revision=OuterRef("current"), state=Target.State.TO_POST)
    rows = (
        viewer.council.drafts.visible_to(viewer)
        .filter(
            Q(current__not_before__isnull=True) | Q(current__not_before__lt=ends),
            Q(status=Draft.Status.WAITING) | Q(Exists(left), status=Draft.Status.APPROVED),
            not_after__gte=begins,
        )
        .select_related("current")
        .only("council", "number", "title", "status", "not_after", "current__not_before")
        .order_by("not_after", "pk")
    )
    for draft in rows[:MOST]:
        assert draft.not_after is not None and draft.current is not None  # submitted
        opens = draft.current.not_before
        is_waiting = draft.status == Draft.Status.WAITING
        what = "waits for approval, to go out" if is_waiting else "to be posted"
        yield Fall(
            opens.astimezone(LONDON).date() if opens else first,
            draft.not_after.astimezone(LONDON).date(),
            f"{draft.reference} {draft.title}: {what} by {when_in_words(draft.not_after)}",
            reverse("drafts:detail", args=[viewer.council.slug, draft.number]),
        )
