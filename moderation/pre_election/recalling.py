"""What was settled for a period, and leads to a profile that was listed since, is looked at again.

So is what its author called exempt, where it leads to one as the days of a period are set: the
checks ask who decides about a profile even then. All else a new period catches by its days alone.
"""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from accounts.people.models import Person
from councilsm.duties import Duty
from moderation.checks.pre_election import listed_in, said_in
from moderation.drafts.models import Draft
from moderation.posts.models import Post
from moderation.pre_election.falls import (
    LEADS,
    may_go_out,
    moments,
    said_by,
    still_up,
    with_all_said,
)
from moderation.pre_election.models import PeriodLook
from moderation.pre_election.questions import drafts_to_look, posts_to_look, said_between
from policies.elections.models import Period


def recall(period: Period, listed: Sequence[str], actor: Person) -> list[str]:
    """Recalls what leads to some profiles and nobody has to look at any more; its references.

    Args:
        listed: handles and addresses of the profiles.
        actor: who listed them, or set the days of the period.
    """
    found: list[tuple[Draft | Post, tuple[str, ...]]]
    found = [*_drafts(period, listed), *_posts(period, listed)]
    office_id = actor.office_for(period.council, Duty.MANAGE_RULES)
    assert period.council.rulebook_id is not None  # whoever keeps the rules holds a duty by it
    PeriodLook.objects.bulk_create(
        PeriodLook(
            council=period.council,
            period=period,
            draft=thing if isinstance(thing, Draft) else None,
            post=thing if isinstance(thing, Post) else None,
            kept=False,
            reason=f"{LEADS}: {', '.join(words)}",
            looked_by=actor,
            office_id=office_id,
            rulebook_version_id=period.council.rulebook_id,
        )
        for thing, words in found
    )
    return [thing.reference for thing, _ in found]


def _drafts(period: Period, listed: Sequence[str]) -> Iterator[tuple[Draft, tuple[str, ...]]]:
    """Approved drafts with the words that lead there."""
    council = period.council
    rows = may_go_out(council.drafts.filter(not_after__gt=timezone.now()), period)
    known = drafts_to_look([council.pk], period).values("pk")
    for draft in rows.exclude(pk__in=known).select_related("current"):
        assert draft.current is not None  # the database holds it: draft_waiting_has_revision
        if words := listed_in(said_in(draft.current.content), listed):
            yield draft, words


def _posts(period: Period, listed: Sequence[str]) -> Iterator[tuple[Post, tuple[str, ...]]]:
    """Posts that are up, with the words that lead there."""
    council = period.council
    said = said_between([council.pk], *moments(period)).still_ours()
    known = posts_to_look([council.pk], period).values("pk")
    rows = with_all_said(said.filter(voice=Post.Voice.COUNCIL).exclude(pk__in=known))
    posts = {post.pk: post for post in (*rows, *still_up(period, council, list(listed)))}
    for post in posts.values():
        if not post.take_down and (words := listed_in(said_by(post), listed)):
            yield post, words
