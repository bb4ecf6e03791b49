"""What of drafts and standing approvals waits for somebody on Home, and what goes out next."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.due import Coming, Due, counted, tells_coming, tells_due
from moderation.drafts.actions.months import own_authority_in
from moderation.drafts.actions.second_look import reviews_for
from moderation.drafts.authority import decidable_kinds, needs_second_person, nobody_named
from moderation.drafts.lapsed import to_look_at_again
from moderation.drafts.models import Draft
from moderation.drafts.queue import (
    missed,
    standing_waiting_for,
    to_post,
    unseen_by,
    waiting_for,
)

#: Counting stops here: nobody reads further.
CAPPED = 100
#: As many of what goes out next.
SOON = 5


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
            yield Due(f"{words} until the council says who authorises posts", f"{address}?show=all")
        return
    found = list(waiting_for(membership).values_list("not_after", flat=True)[:CAPPED])
    if found and found[0]:
        number = len(found)
        words = "99 or more drafts" if number == CAPPED else counted(number, "draft", "drafts")
        yield Due(
            f"{words} to decide",
            address,
            note=f"The first by {when_in_words(found[0])}",
            start="Start reviewing",
            start_url=reverse("drafts:next", args=[council.slug]),
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
        yield Due(f"{words} to change", f"{address}?status={Draft.Status.CHANGES}&mine=1")


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
        yield Due(f"{words} to post and record", f"{address}?status=to_post")


@tells_due
def missed_time(membership: Membership) -> Iterator[Due]:
    """Approved drafts whose time passed: all of them for those who post, else one's own."""
    council, mine = membership.council, "&mine=1"
    drafts, whose = missed(council), " of yours"
    if membership.allows(Duty.RECORD_POSTS):
        mine = whose = ""
    else:
        drafts = drafts.filter(author=membership.person_id)
    number = len(drafts.values_list("pk", flat=True)[:CAPPED])
    if number:
        words = counted(number, f"draft{whose} missed its time", f"drafts{whose} missed their time")
        yield Due(words, f"{reverse('drafts:list', args=[council.slug])}?status=missed{mine}")


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
        yield Due(f"{words} without a second check to look at", address, found["since"])
    reviews = reviews_for(membership, CAPPED)
    if reviews:
        words = counted(len(reviews), "rejection", "rejections")
        yield Due(f"{words} to look at again", address, reviews[0].asked_at)


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
def standing_to_decide(membership: Membership) -> Iterator[Due]:
    """Standing approvals that others ask for."""
    if not membership.allows(Duty.AUTHORISE_POSTS):
        return
    waiting = standing_waiting_for(membership)
    found = waiting.aggregate(number=Count("pk"), since=Min("proposed_at"))
    if found["number"]:
        words = counted(found["number"], "standing approval", "standing approvals")
        address = reverse("drafts:standing_list", args=[membership.council.slug])
        yield Due(f"{words} to decide", f"{address}?show=decide", found["since"])


@tells_due
def standing_to_look_at(membership: Membership) -> Iterator[Due]:
    """Standing approvals that go on although whoever gave them has left the office."""
    if not decidable_kinds(membership):
        return
    number = to_look_at_again(membership).count()
    if number:
        words = counted(number, "standing approval", "standing approvals")
        address = reverse("drafts:standing_list", args=[membership.council.slug])
        yield Due(f"{words} to look at again", f"{address}?show=again")


@tells_coming
def going_out(membership: Membership) -> Iterator[Coming]:
    """What is approved and not out everywhere yet, of the drafts that this person may see."""
    drafts = membership.council.drafts.going_out(timezone.now()).visible_to(membership)
    for draft in drafts.only("council", "number", "title", "not_after")[:SOON]:
        assert draft.not_after is not None  # only those with an end go out
        address = reverse("drafts:detail", args=[membership.council.slug, draft.number])
        yield Coming(f"{draft.reference} {draft.title}", address, draft.not_after)
