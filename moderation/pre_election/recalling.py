"""What was settled for a period, and leads to a profile that was listed since, is looked at again.

So is what its author called exempt, where it leads to one as the days of a period are set: the
checks ask who decides about a profile even then. All else a new period catches by its days alone.

Whoever lists one holds the list (`hold_list`), as whoever approves does, and each period, as
whoever looks does: neither overlooks what the other is doing.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.duties import Duty
from moderation.checks.pre_election import listed_in
from moderation.checks.reading import as_read
from moderation.drafts.models import Draft, Target
from moderation.posts.models import Post
from moderation.pre_election.falls import (
    LEADS,
    may_go_out,
    moments,
    said_beside,
    said_by,
    up_before,
    with_all_said,
)
from moderation.pre_election.models import PeriodLook
from moderation.pre_election.questions import drafts_to_look, edits, posts_to_look, said_between
from policies.elections.models import Period

#: A thing, for which period it is recalled, and the words that lead to a profile.
Found = tuple[Draft | Post, Period, tuple[str, ...]]


def recall(periods: Sequence[Period], listed: Sequence[str], actor: Person) -> list[str]:
    """Recalls what leads to some profiles and nobody has to look at any more; its references.

    Args:
        periods: one or more, of one council.
        listed: handles and addresses of the profiles.
        actor: who listed them, or set the days of the period.
    """
    found = [*_drafts(periods, listed), *_posts(periods, listed)]
    council = periods[0].council
    office_id = actor.office_for(council, Duty.MANAGE_RULES)
    assert council.rulebook_id is not None  # whoever keeps the rules holds a duty by it
    PeriodLook.objects.bulk_create(
        PeriodLook(
            council=council,
            period=period,
            draft=thing if isinstance(thing, Draft) else None,
            post=thing if isinstance(thing, Post) else None,
            kept=False,
            reason=f"{LEADS}: {', '.join(words)}",
            looked_by=actor,
            office_id=office_id,
            rulebook_version_id=council.rulebook_id,
        )
        for thing, period, words in found
    )
    return [thing.reference for thing, _, _ in found]


def _drafts(periods: Sequence[Period], listed: Sequence[str]) -> Iterator[Found]:
    """Approved drafts that lead there and may go out yet; each is read once."""
    council = periods[0].council
    drafts = council.drafts.filter(status=Draft.Status.APPROVED, not_after__gt=timezone.now())
    rows = drafts.select_related("current").order_by("number")
    read = rows.prefetch_related("current__targets", "current__pictures")
    lead = {draft: words for draft in read if (words := listed_in(_said_by(draft), listed))}
    for period in periods:
        if not lead or period.poll_on < today():
            continue
        known = drafts_to_look([council.pk], period).values("pk")
        pks = [draft.pk for draft in lead]
        left = may_go_out(council.drafts.filter(pk__in=pks), period).exclude(pk__in=known)
        goes = set(left.values_list("pk", flat=True))
        yield from ((draft, period, words) for draft, words in lead.items() if draft.pk in goes)


def _said_by(draft: Draft) -> list[str]:
    """What a draft says where it is not out yet: what is out is looked at as a post."""
    revision = draft.current
    assert revision is not None  # the database holds it: draft_waiting_has_revision
    left = (Target.State.TO_POST, Target.State.SCHEDULED)
    texts = [target.text for target in revision.targets.all() if target.state in left]
    return [as_read(text) for text in (*texts, *said_beside(revision)) if text]


def _posts(periods: Sequence[Period], listed: Sequence[str]) -> Iterator[Found]:
    """Posts that are up and lead there, or will once new words are put there that are decided."""

    def leads(texts: Sequence[str]) -> tuple[str, ...]:
        return listed_in(texts, listed)

    for period in periods:
        council = period.council
        said = said_between([council.pk], *moments(period)).still_ours()
        waits = edits().filter(post=OuterRef("pk"), confirmed_at__isnull=True)
        known = posts_to_look([council.pk], period).filter(~Exists(waits)).values("pk")
        rows = with_all_said(said.filter(voice=Post.Voice.COUNCIL).exclude(pk__in=known))
        holds = period.poll_on >= today()
        before = up_before(period, council, leads) if holds else ()
        for post in {post.pk: post for post in (*rows, *before)}.values():
            new = [
                as_read(change.words)
                for change in post.each_change()
                if change.is_edit and change.confirmed_at is None
            ]
            words = listed_in([*said_by(post), *new], listed)
            if words and not post.take_down:
                yield post, period, words
