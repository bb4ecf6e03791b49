"""What waits for somebody on Home: posts to cancel, to accept, changes to confirm; what happened
while the office was closed; and what goes out next.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, CharField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.dates import LONDON
from accounts.hours.closed import days_closed
from accounts.hours.cover import days_in_words
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from councilsm.inbox.due import Coming, Due, Group, counted, tells_coming, tells_due
from moderation.drafts.models import Target
from moderation.drafts.queue import missed
from moderation.posts.actions.common import may_decide_posts
from moderation.posts.archive import outside_to_accept
from moderation.posts.models import PostChange
from moderation.posts.scheduled import to_cancel

#: Counting stops here: nobody reads further.
CAPPED = 100
#: As many of what goes out next.
NEXT = 10


@tells_due
def to_see_to(membership: Membership) -> Iterator[Due]:
    """Posts to cancel, changes to make on the platform, and posts to accept; one query.

    What is scheduled to go out by itself although nothing lets it out any more comes first.
    """
    records, decides = membership.allows(Duty.RECORD_POSTS), may_decide_posts(membership)
    if not (records or decides):
        return
    council, found = membership.council, waiting(membership, records=records, decides=decides)
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


def waiting(
    membership: Membership, *, records: bool, decides: bool
) -> defaultdict[str, list[datetime]]:
    """Since when each post waits for something that this person does, by what that is."""

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
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for kind, since in rows[0].union(*rows[1:], all=True):
        found[kind].append(since)
    return found


@tells_due
def while_closed(membership: Membership) -> Iterator[Due]:
    """What went out, came down or missed its time since the last working day.

    Three queries after days on which the office was closed and two on others, for those who post
    or decide; one for all others, who hear of their own drafts.
    """
    council = membership.council
    records = membership.allows(Duty.RECORD_POSTS)
    days = days_closed(council) if records or may_decide_posts(membership) else None
    drafts = missed(council)
    if not (records or days):
        drafts = drafts.filter(author=membership.person_id)
    times = list(drafts.order_by().values_list("author", "not_after")[:CAPPED])
    then = [row for row in times if days and row[1] and days[0] <= day_of(row[1]) <= days[1]]
    if days:
        yield from meanwhile(membership, *days)
        if then:
            yield missing(membership, len(then), days=days)
    mine = times if records else [row for row in times if row[0] == membership.person_id]
    if set(mine) - set(then):
        yield missing(membership, len(mine), own=not records)


def meanwhile(membership: Membership, first: date, last: date) -> Iterator[Due]:
    """The posts that went out and those that were taken down on these days; one query."""
    posts = membership.council.posts.order_by()
    out = posts.between(first, last).values_list(Value(True, BooleanField()), "pk")
    down = posts.taken_down(first, last).values_list(Value(False, BooleanField()), "pk")
    found = [bool(went_out) for went_out, _ in out.union(down, all=True)]
    address = f"{reverse('posts:list', args=[membership.council.slug])}?{between(first, last)}"
    for went_out, said, url in (
        (True, "went out", address),
        (False, "taken down", f"{address}&taken_down=on"),
    ):
        if number := found.count(went_out):
            yield Due(
                f"{counted(number, 'post', 'posts')} {said}",
                url,
                note=days_in_words(first, last),
                group=Group.WEEKEND,
                number=number,
            )


def missing(
    membership: Membership,
    number: int,
    *,
    own: bool = False,
    days: tuple[date, date] | None = None,
) -> Due:
    """The line of drafts that missed their time: all, those of some days, or one's own."""
    whose = " of yours" if own else ""
    words = counted(number, f"draft{whose} missed its time", f"drafts{whose} missed their time")
    address = f"{reverse('drafts:list', args=[membership.council.slug])}?status=missed"
    if days is None:
        return Due(words, f"{address}&mine=1" if own else address, number=number)
    asked = urlencode({"since": days[0], "until": days[1]})
    note = days_in_words(*days)
    return Due(words, f"{address}&{asked}", note=note, group=Group.WEEKEND, number=number)


def between(first: date, last: date) -> str:
    """The days as the archive's form asks for them."""
    asked: dict[str, int] = {}
    for name, day in (("since", first), ("until", last)):
        asked |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return urlencode(asked)


def day_of(moment: datetime) -> date:
    """The day in London."""
    return moment.astimezone(LONDON).date()


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
        .order_by()
        .values("revision")
        .annotate(first=Min("notes__goes_out_at"))
        .values("first")
    )
    drafts = membership.council.drafts.going_out(timezone.now()).visible_to(membership)
    rows = drafts.annotate(by_itself=by_itself, by=Coalesce("by_itself", "not_after"))
    shown = rows.only("council", "number", "title").order_by("by", "pk")[:NEXT]
    for draft in shown:
        address = reverse("drafts:detail", args=[membership.council.slug, draft.number])
        words = f"{draft.reference} {draft.title}"
        yield Coming(words, address, draft.by, by_itself=draft.by_itself is not None)
