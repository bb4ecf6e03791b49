"""What of drafts and standing approvals waits for somebody on Home."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, CharField, Count, Min, Value
from django.urls import reverse
from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.dates import LONDON, today
from accounts.hours.closed import days_closed
from accounts.hours.cover import days_in_words
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.due import Due, Group, counted, first_few, tells_due
from moderation.drafts.actions.months import own_authority_in
from moderation.drafts.actions.second_look import reviews_for
from moderation.drafts.authority import decidable_kinds, needs_second_person, nobody_named
from moderation.drafts.lapsed import to_look_at_again
from moderation.drafts.models import Draft
from moderation.drafts.queue import (
    SOON,
    missed,
    standing_waiting_for,
    to_post,
    unseen_by,
    waiting_for,
)

#: Counting stops here: nobody reads further.
CAPPED = 100


@tells_due
def to_decide(membership: Membership) -> Iterator[Due]:
    """Drafts that this person may decide, as the queue has them; the count stops at 100."""
    if not membership.allows(Duty.AUTHORISE_POSTS):
        return
    council = membership.council
    address = reverse("drafts:queue", args=[council.slug])
    if nobody_named(council):
        number = len(council.drafts.waiting().values_list("pk", flat=True)[:CAPPED])
        if number:
            words = counted(number, "draft waits", "drafts wait")
            yield Due(
                f"{words} until the council says who authorises posts",
                f"{address}?show=all",
                number=number,
            )
        return
    found = list(waiting_for(membership).values_list("not_after", flat=True)[:CAPPED])
    soon = sum(ends is not None and ends <= timezone.now() + SOON for ends in found)
    first = reverse("drafts:next", args=[council.slug])
    if soon and found[0]:
        yield Due(
            f"{counted(soon, 'draft', 'drafts')} to decide within 24 hours",
            f"{address}?show=soon",
            note=f"The first by {when_in_words(found[0])}",
            start="Start reviewing",
            start_url=first,
            group=Group.TODAY,
            number=soon,
        )
    later = found[soon:]
    if later and later[0]:
        yield Due(
            f"{counted(len(later), 'draft', 'drafts')} to decide",
            f"{address}?show=later" if soon else address,
            note=f"The first by {when_in_words(later[0])}",
            start="" if soon else "Start reviewing",
            start_url="" if soon else first,
            number=len(later),
        )


@tells_due
def after_sending(membership: Membership) -> Iterator[Due]:
    """One's own drafts to change, approved ones to post, and those that missed their time.

    One query. What was missed while the office was closed is told to whoever posts or decides.
    """
    council = membership.council
    records = membership.allows(Duty.RECORD_POSTS)
    decides = membership.allows(Duty.AUTHORISE_POSTS) and not membership.is_councillor
    days = days_closed(council) if records or decides else None
    late = missed(council)
    if not (records or days):
        late = late.filter(author=membership.person_id)
    changes = council.drafts.filter(author=membership.person_id, status=Draft.Status.CHANGES)
    rows = [marked(late, "missed"), marked(changes, "changes")]
    if records:
        rows.append(marked(to_post(council), "to_post"))
    found: defaultdict[str, list[tuple[int, datetime]]] = defaultdict(list)
    for kind, author, not_after in rows[0].union(*rows[1:], all=True):
        found[kind].append((author, not_after))
    address = reverse("drafts:list", args=[council.slug])
    if number := len(found["changes"]):
        words = counted(number, "draft of yours", "drafts of yours")
        yield Due(
            f"{words} to change", f"{address}?status={Draft.Status.CHANGES}&mine=1", number=number
        )
    if number := len(found["to_post"]):
        words = counted(number, "approved draft", "approved drafts")
        yield Due(f"{words} to post and record", f"{address}?status=to_post", number=number)
    mine = [row for row in found["missed"] if records or row[0] == membership.person_id]
    then = [row for row in found["missed"] if days and days[0] <= day_of(row[1]) <= days[1]]
    if days and then:
        yield missing(address, len(then), days=days)
    if set(mine) - set(then):
        yield missing(address, len(mine), own=not records)


def marked(drafts: Any, kind: str) -> Any:
    few = first_few(drafts.order_by(), CAPPED).order_by()
    return few.values_list(Value(kind, CharField()), "author", "not_after")


def missing(
    address: str, number: int, *, own: bool = False, days: tuple[date, date] | None = None
) -> Due:
    """The line of drafts that missed their time: all, those of some days, or one's own."""
    whose = " of yours" if own else ""
    words = counted(number, f"draft{whose} missed its time", f"drafts{whose} missed their time")
    address = f"{address}?status=missed"
    if days is None:
        return Due(words, f"{address}&mine=1" if own else address, number=number)
    asked = urlencode({"since": days[0], "until": days[1]})
    note = days_in_words(*days)
    return Due(words, f"{address}&{asked}", note=note, group=Group.WEEKEND, number=number)


def day_of(moment: datetime) -> date:
    """The day in London."""
    return moment.astimezone(LONDON).date()


@tells_due
def questions(membership: Membership) -> Iterator[Due]:
    """What waits for this person's advice; the database is not asked for those without office."""
    if not membership.offices:
        return
    council = membership.council
    waiting = council.advice.open_for(membership)
    found = waiting.aggregate(number=Count("pk"), since=Min("asked_at"))
    if found["number"]:
        yield Due(
            counted(found["number"], "question for you", "questions for you"),
            reverse("drafts:questions", args=[council.slug]),
            found["since"],
            group=Group.TODAY,
            number=found["number"],
        )


@tells_due
def second_looks(membership: Membership) -> Iterator[Due]:
    """Approvals without second check and rejections that this person may look at again."""
    if not decidable_kinds(membership):
        return
    address = reverse("drafts:to_look_at", args=[membership.council.slug])
    unseen = unseen_by(membership).order_by()
    found = unseen.aggregate(number=Count("pk"), since=Min("decided_at"))
    if found["number"]:
        words = counted(found["number"], "approval", "approvals")
        yield Due(
            f"{words} without a second check to look at",
            address,
            found["since"],
            group=Group.TODAY,
            number=found["number"],
        )
    reviews = reviews_for(membership, CAPPED)
    if reviews:
        words = counted(len(reviews), "rejection", "rejections")
        yield Due(
            f"{words} to look at again",
            address,
            reviews[0].asked_at,
            group=Group.TODAY,
            number=len(reviews),
        )


@tells_due
def month_to_note(membership: Membership) -> Iterator[Due]:
    """Last month's list, where the council lets an author authorise their own new posts."""
    council = membership.council
    if not membership.allows(Duty.AUTHORISE_POSTS) or needs_second_person(council, Kind.NEW_POST):
        return
    last = (today().replace(day=1) - today().resolution).replace(day=1)
    if council.noted_months.filter(month=last).exists():
        return
    if own_authority_in(council, last).exists():
        yield Due(
            f"Posts on own authority in {last:%B %Y}: print them for the council",
            reverse("drafts:month", args=[council.slug, last]),
        )


@tells_due
def standing(membership: Membership) -> Iterator[Due]:
    """Standing approvals: those that others ask for, and those whose decider has left; one query.

    The latter go on, and whoever decides such posts now looks at them again.
    """
    if not membership.allows(Duty.AUTHORISE_POSTS):
        return
    asked, lapsed = Value(True, BooleanField()), Value(False, BooleanField())
    rows = standing_waiting_for(membership).order_by().values_list(asked, "proposed_at")
    if decidable_kinds(membership):
        again = to_look_at_again(membership).order_by()
        rows = rows.union(again.values_list(lapsed, "proposed_at"), all=True)
    found = list(rows)
    waiting = [since for is_asked, since in found if is_asked]
    address = reverse("drafts:standing_list", args=[membership.council.slug])
    if waiting:
        words = counted(len(waiting), "standing approval", "standing approvals")
        yield Due(
            f"{words} to decide",
            f"{address}?show=decide",
            min(waiting),
            group=Group.TODAY,
            number=len(waiting),
        )
    if number := len(found) - len(waiting):
        words = counted(number, "standing approval", "standing approvals")
        yield Due(f"{words} to look at again", f"{address}?show=again", number=number)
