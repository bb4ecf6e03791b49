"""What waits for somebody on Home: posts to cancel, to accept, changes to confirm; what happened
while the office was closed; and what goes out next.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.hours.closed import asking_between, days_closed
from accounts.hours.cover import days_in_words
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from councilsm.inbox.due import Coming, Due, Group, counted, tells_coming, tells_due
from moderation.drafts.models import Target
from moderation.posts.actions.common import may_decide_posts
from moderation.posts.archive import outside_to_accept
from moderation.posts.models import PostChange
from moderation.posts.scheduled import goes_out_at, to_cancel

#: Counting stops here: nobody reads further.
CAPPED = 100
#: As many of what goes out next.
NEXT = 10


@tells_due
def to_see_to(membership: Membership) -> Iterator[Due]:
    """Posts to cancel, changes to make on the platform, posts to accept, and what happened while
    the office was closed; one query.

    What is scheduled to go out by itself although nothing lets it out any more comes first.
    """
    records, decides = membership.allows(Duty.RECORD_POSTS), may_decide_posts(membership)
    if not (records or decides):
        return
    council = membership.council
    days = days_closed(council)
    found = waiting(membership, records=records, decides=decides, days=days)
    page = reverse("posts:changes", args=[council.slug])
    if when := found["scheduled"]:
        words = counted(len(when), "scheduled post", "scheduled posts")
        yield Due(
            f"{words} to cancel on the platform",
            f"{page}?show=scheduled",
            group=Group.TODAY,
            number=len(when),
        )
    if when := found["changes"]:
        words = counted(len(when), "change to a post", "changes to posts")
        yield Due(
            f"{words} to make on the platform",
            f"{page}?show=changes",
            min(when),
            number=len(when),
        )
    if when := found["outside"]:
        words = counted(len(when), "post", "posts")
        yield Due(
            f"{words} made outside councilsm to decide about",
            f"{page}?show=outside&for=me",
            min(when),
            group=Group.TODAY,
            number=len(when),
        )
    if days:
        yield from meanwhile(council, *days, found)


def waiting(
    membership: Membership, *, records: bool, decides: bool, days: tuple[date, date] | None
) -> defaultdict[str, list[datetime]]:
    """Since when each post waits for something that this person does, by what that is.

    Args:
        days: on which the office was closed; what went out then, and came down, is told too.
    """

    def marked(rows: Any, kind: str, since: str) -> Any:
        return rows.order_by().values_list(Value(kind, output_field=CharField()), since)

    council, rows = membership.council, []
    if records:
        rows += [
            marked(council.post_changes.open(), "changes", "decided_at"),
            marked(to_cancel(council), "scheduled", "revision__submitted_at"),
        ]
    if decides:
        rows.append(marked(outside_to_accept(membership), "outside", "posted_at"))
    if days:
        rows += [
            marked(council.posts.between(*days), "went out", "posted_at"),
            marked(council.posts.taken_down(*days), "taken down", "posted_at"),
        ]
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for kind, since in rows[0].union(*rows[1:], all=True):
        found[kind].append(since)
    return found


def meanwhile(
    council: Council, first: date, last: date, found: dict[str, list[datetime]]
) -> Iterator[Due]:
    """The lines of what went out and what came down on these days."""
    address = f"{reverse('posts:list', args=[council.slug])}?{asking_between(first, last)}"
    for said, url in (("went out", address), ("taken down", f"{address}&taken_down=on")):
        if number := len(found[said]):
            yield Due(
                f"{counted(number, 'post', 'posts')} {said}",
                url,
                note=days_in_words(first, last),
                group=Group.WEEKEND,
                number=number,
            )


@tells_deadlines
def changes_to_make(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Take-downs and edits to make on the platform on the day on which they were decided."""
    rows = PostChange.objects.open().exclude(kind=PostChange.Kind.CORRECTED)
    for change in rows.filter(council__in=councils).select_related("council", "post"):
        down = change.kind == PostChange.Kind.TAKEN_DOWN
        to_do = "Take down on the platform" if down else "Edit on the platform"
        yield Deadline(
            council_id=change.council_id,
            key=f"post.change:{change.pk}",
            due_on=change.decided_at.astimezone(LONDON).date(),
            text=f"{to_do}, then confirm it: {change.post.reference}",
            subject=f"Still to do: {to_do[:1].lower()}{to_do[1:]} ({change.post.reference})",
            url=reverse("posts:confirm", args=[change.council.slug, change.pk]),
            duty=Duty.RECORD_POSTS,
        )


@tells_coming
def going_out(membership: Membership) -> Iterator[Coming]:
    """What is approved and not out everywhere yet, of the drafts that this person may see.

    By the time for which the platform has it, else by the time until which it may go out.
    """
    by_itself = Subquery(
        Target.objects.filter(revision=OuterRef("current"), state=Target.State.SCHEDULED)
        .annotate(at=goes_out_at())
        .order_by("at")
        .values("at")[:1]
    )
    drafts = membership.council.drafts.going_out(timezone.now()).visible_to(membership)
    rows = drafts.annotate(by_itself=by_itself, by=Coalesce("by_itself", "not_after"))
    shown = rows.only("council", "number", "title").order_by("by", "pk")[:NEXT]
    for draft in shown:
        address = reverse("drafts:detail", args=[membership.council.slug, draft.number])
        words = f"{draft.reference} {draft.title}"
        yield Coming(words, address, draft.by, by_itself=draft.by_itself is not None)
