"""The archive: which posts a search finds, how many wait for something, and all of it as CSV."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Q, Value

from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from councilsm.forms import when_in_words
from councilsm.spreadsheets import csv_lines
from moderation.drafts.authority import second_person_kinds
from moderation.drafts.models import Decision
from moderation.posts.models import OutsideReview, Post, PostChange
from moderation.posts.models.post import PostQuerySet
from moderation.posts.scheduled import to_cancel

#: Rows read at once for the CSV.
CHUNK = 500

COLUMNS = (
    *("Reference", "Posted", "Account", "Kind", "Title", "Words as posted", "Words now"),
    *("Why the words differ from those approved", "Why outside the approved time"),
    *("Address", "Posted by", "Whose words"),
    *("Authority", "Approved or accepted by", "Approved or accepted on", "Recorded by"),
    *("Recorded on", "State", "Changes"),
)


def matching(
    council: Council,
    *,
    words: str = "",
    account: OfficialAccount | None = None,
    since: date | None = None,
    until: date | None = None,
    taken_down: bool = False,
    authority: str = "",
) -> PostQuerySet:
    """A council's posts that answer a search.

    Args:
        words: anywhere in the post, in any case. The words are looked for in each post of the
            council that the other filters leave: see docs/performance.md.
        since, until: London days, both inclusive.
        taken_down: only those that were confirmed as taken down on these days, whenever they had
            gone out.
        authority: words in the authority that the post went out on, or in the name of who gave it.
    """
    posts: PostQuerySet = council.posts.all()
    posts = posts.taken_down(since, until) if taken_down else posts.between(since, until)
    if account:
        posts = posts.filter(account=account)
    if words:
        posts = posts.saying(words, council)
    if authority:
        posts = posts.on_authority(authority)
    return posts


#: What waits for somebody once posts are out, in the order in which it is shown.
TO_SEE_TO = ("scheduled", "changes", "outside", "mistakes")


def to_see_to(council: Council) -> dict[str, int]:
    """How many scheduled posts, changes, posts made outside and mistakes wait; one query."""

    def marked(rows: Any, kind: str) -> Any:
        return rows.order_by().values_list(Value(kind, output_field=CharField()), "pk")

    scheduled, changes, outside, mistakes = TO_SEE_TO
    found = marked(to_cancel(council), scheduled).union(
        marked(council.post_changes.open(), changes),
        marked(council.posts.not_looked_at(), outside),
        marked(council.mistakes.filter(put_right_at__isnull=True), mistakes),
        all=True,
    )
    counted = Counter(kind for kind, _ in found)
    return {kind: counted[kind] for kind in TO_SEE_TO}


def outside_to_accept(membership: Membership) -> PostQuerySet:
    """The posts that nobody approved beforehand and that this member may take on.

    Where a second person is asked for, one's own are for somebody else to accept.
    """
    own = Q(poster=membership.person_id) | Q(recorded_by=membership.person_id)
    waiting: PostQuerySet = membership.council.posts.not_looked_at()
    return waiting.exclude(own) if second_person_kinds(membership.council) else waiting


def as_csv(posts: PostQuerySet) -> Iterator[str]:
    """The posts as lines of CSV, newest first, read a chunk at a time."""
    rows = posts.newest_first().with_authority()
    return csv_lines(COLUMNS, map(cells, rows.iterator(chunk_size=CHUNK)))


def cells(post: Post) -> Iterable[str]:
    """One row."""
    decision = decision_on(post)
    yield post.reference
    yield in_words(post.posted_at)
    yield str(post.account)
    yield post.get_kind_display()
    yield post.title
    yield post.words
    yield post.words_now
    yield post.difference
    yield post.window_reason or ""
    yield post.url
    yield post.by
    yield post.get_voice_display()
    yield post.authority
    yield by_whom(decision) if decision else ""
    yield in_words(decision.decided_at) if decision else ""
    yield str(post.recorded_by)
    yield in_words(post.recorded_at)
    yield "; ".join(tag["label"] for tag in post.tags)
    yield "\n".join(map(change_in_words, post.each_change()))


def decision_on(post: Post) -> Decision | OutsideReview | None:
    """By what a post was approved beforehand or accepted afterwards. Needs `with_authority`."""
    if post.target is not None:
        approved = Decision.Outcome.APPROVED
        decided = post.target.revision.decisions.all()
        return next((one for one in decided if one.outcome == approved), None)
    review: OutsideReview | None = getattr(post, "outside_review", None)
    return review if review and review.outcome == OutsideReview.Outcome.ACCEPTED else None


def by_whom(decision: Decision | OutsideReview) -> str:
    """Who decided, with the office."""
    office = f", {decision.office}" if decision.office else ""
    return f"{decision.decider}{office}"


def authority_of(post: Post) -> str:
    """Who let a post out, in words: what stands before the clause. Needs `with_authority`."""
    decision = decision_on(post)
    if isinstance(decision, OutsideReview):
        return f"Accepted afterwards by {by_whom(decision)}"
    if decision is None:
        review: OutsideReview | None = getattr(post, "outside_review", None)
        if review:
            return f"{review.get_outcome_display()}: {by_whom(review)}"
        return "Not approved beforehand" if post.is_councils else "An individual’s own words"
    if decision.standing is not None:
        return f"Standing approval {decision.standing.reference} by {decision.standing.decider}"
    if decision.own_authority and decision.decider_id == decision.author_id:
        return f"Authorised by {decision.decided_by}"
    return f"Approved by {by_whom(decision)}"


def change_in_words(change: PostChange) -> str:
    """A change on one line: what, when, why, and where the copy is."""
    parts = [f"{change.tag['label']}, decided {when_in_words(change.decided_at)}: {change.reason}"]
    if change.correction is not None:
        parts.append(f"({change.correction.reference})")
    if change.record_copy:
        parts.append(f"Record copy: {change.record_copy}.")
    if change.confirmed_at:
        parts.append(f"Confirmed {when_in_words(change.confirmed_at)}.")
    return " ".join(parts)


def in_words(moment: datetime) -> str:
    """UK time as a spreadsheet reads it: 2026-03-03 09:15."""
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}"
