"""What of drafts and standing approvals waits for somebody on Home."""

from collections.abc import Iterator

from django.db.models import BooleanField, Count, Min, Value
from django.urls import reverse
from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.drafts.actions.months import own_authority_in
from moderation.drafts.actions.second_look import reviews_for
from moderation.drafts.authority import decidable_kinds, needs_second_person, nobody_named
from moderation.drafts.lapsed import to_look_at_again
from moderation.drafts.models import Draft
from moderation.drafts.queue import (
    SOON,
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
def sent_back(membership: Membership) -> Iterator[Due]:
    """One's own drafts with changes requested."""
    council = membership.council
    mine = council.drafts.filter(author=membership.person_id, status=Draft.Status.CHANGES)
    number = len(mine.values_list("pk", flat=True)[:CAPPED])
    if number:
        address = reverse("drafts:list", args=[council.slug])
        words = counted(number, "draft of yours", "drafts of yours")
        yield Due(
            f"{words} to change", f"{address}?status={Draft.Status.CHANGES}&mine=1", number=number
        )


@tells_due
def approved(membership: Membership) -> Iterator[Due]:
    """Approved, and not out everywhere yet."""
    if not membership.allows(Duty.RECORD_POSTS):
        return
    council = membership.council
    number = len(to_post(council).order_by().values_list("pk", flat=True)[:CAPPED])
    if number:
        address = reverse("drafts:list", args=[council.slug])
        words = counted(number, "approved draft", "approved drafts")
        yield Due(f"{words} to post and record", f"{address}?status=to_post", number=number)


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
