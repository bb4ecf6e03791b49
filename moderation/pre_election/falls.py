"""What of the council's falls in a pre-election period, for the page of that period."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import LONDON, today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from moderation.checks.pre_election import exempt_as, listed_in, promoted_in
from moderation.checks.reading import as_read
from moderation.drafts.models import Draft, Revision, Target
from moderation.drafts.models.draft import DraftQuerySet
from moderation.posts.actions.common import may_decide_posts
from moderation.posts.models import Post, PostChange
from moderation.posts.models.post import PostQuerySet
from moderation.posts.scheduled import goes_out_at
from moderation.pre_election.questions import (
    drafts_to_look,
    posts_to_look,
    read_other_words,
    said_between,
)
from policies.elections.falling import Falling, tells_falling
from policies.elections.models import Period
from policies.elections.questions import handles

#: Nobody reads further.
MOST = 200
ALL = Q()
Leads = Callable[[Sequence[str]], Sequence[str]]
#: Nobody looked at it.
UNKNOWN = ("", False)
#: What stands against a post that is up as a period begins.
LEADS = "Leads to a councillor’s or candidate’s own profile"
#: So long before a period a post may have gone out that is looked through for profiles.
LOOKED_THROUGH = timedelta(days=365)
#: Where a post or its revision says something.
SAID = (
    "words",
    "changes__words",
    "target__revision__particulars_json__link",
    "target__revision__particulars_json__original_url",
    "target__revision__particulars_json__video__title",
    "target__revision__pictures__alt",
)


@tells_falling
def ours(period: Period, viewer: Membership) -> Iterator[Falling]:
    """What the council says in it: what is approved, then what is out."""
    if period.called_off_on:
        return
    listed = handles(viewer.council)
    yield from approved(period, viewer, listed)
    yield from posted(period, viewer, listed)


def approved(period: Period, viewer: Membership, listed: list[str]) -> Iterator[Falling]:
    """What is approved or scheduled and may go out in it, of the drafts that a member may see.

    Args:
        listed: handles and addresses of the profiles on the list.
    """
    rows = may_go_out(viewer.council.drafts.visible_to(viewer), period)
    to_look = set(drafts_to_look([viewer.council_id], period).values_list("pk", flat=True))
    looks = last_looks(period, "draft_id")
    decides = may_decide_posts(viewer)
    shown_first: Any = rows.select_related("current").prefetch_related("current__targets")
    for draft in shown_first[:MOST]:
        revision, council = draft.current, viewer.council
        assert revision is not None  # the database holds it: draft_waiting_has_revision
        said = exempt_as(revision.kind, revision.particulars)
        texts = [target.text for target in revision.targets.all()]
        # Listed since, perhaps: nobody posts it then, but a platform may put it out by itself.
        leads = promoted_in(map(as_read, [*texts, revision.particulars.link]), listed)
        why, kept = looks.get(draft.pk, UNKNOWN)
        why = said or why if kept else why or said
        yield Falling(
            text=f"{draft.reference} {draft.title}",
            url=reverse("drafts:detail", args=[council.slug, draft.number]),
            state="Scheduled on the platform" if draft.goes_out_at else "Approved",
            when=when_in_words(draft.goes_out_at)
            if draft.goes_out_at
            else f"By {when_in_words(revision.not_after)}",
            why=". ".join(filter(None, [LEADS if leads and LEADS not in why else "", why])),
            to_look=draft.pk in to_look,
            look_url=reverse("pre_election:draft", args=[council.slug, period.number, draft.number])
            if decides
            else "",
        )


def may_go_out(drafts: DraftQuerySet, period: Period) -> DraftQuerySet:
    """Those of some drafts that are approved and may go out in a period, with the first moment at
    which a platform puts them out then (`goes_out_at`); None where none does.
    """
    begins, ends = moments(period)
    left = Target.objects.filter(revision=OuterRef("current"), state=Target.State.TO_POST)
    waits = Target.objects.annotate(at=goes_out_at()).filter(
        revision=OuterRef("current"), state=Target.State.SCHEDULED, at__gte=begins, at__lt=ends
    )
    window = Q(current__not_before__isnull=True) | Q(current__not_before__lt=ends)
    rows = drafts.filter(
        Q(window, Exists(left)) | Q(Exists(waits)),
        status=Draft.Status.APPROVED,
        not_after__gte=begins,
    )
    return rows.annotate(goes_out_at=Subquery(waits.order_by("at").values("at")[:1]))


def posted(period: Period, viewer: Membership, listed: list[str]) -> Iterator[Falling]:
    """What went out in it or got new words in it, newest first; and what went out in the year
    before it, is up and leads to a councillor's or candidate's own profile (HLTC-resp-12), until it
    is over.

    Args:
        listed: as `approved`.
    """
    council = viewer.council
    said = said_between([council.pk], *moments(period)).still_ours()
    to_look = set(posts_to_look([council.pk], period).values_list("pk", flat=True))
    looks, known = last_looks(period, "post_id", ~Q(read_other_words())), set()
    for post in shown(said):
        known.add(post.pk)
        why, _ = looks.get(post.pk, UNKNOWN)
        yield line_of(post, period, viewer, post.pk in to_look, why)
    if period.poll_on >= today():
        for post in still_up(period, council, listed):
            if post.pk not in known:
                why, kept = looks.get(post.pk, (LEADS, False))
                yield line_of(post, period, viewer, not kept, why)


def still_up(period: Period, council: Council, listed: Sequence[str]) -> list[Post]:
    """What went out before a period, is up, and leads to a profile: all to one on the list, then
    what leads to one that calls itself a councillor's, as far as anybody reads.
    """
    to_listed, others = [], []
    for post in up_before(period, council, lambda texts: promoted_in(texts, listed)):
        said = said_by(post)
        if listed_in(said, listed):
            to_listed.append(post)
        elif promoted_in(said, listed):
            others.append(post)
    return to_listed + others[:MOST]


def up_before(period: Period, council: Council, leads: Leads) -> PostQuerySet:
    """The council's own that went out in the year before a period, is up, and leads somewhere.

    The words of that year are read here, since no query reads them as people and browsers do:
    "%5F" for "_", letters of full width, "É" for "é" on SQLite.

    Args:
        leads: the words of some texts that lead there, as they are read; of any that it ever said.
    """
    begins, _ = moments(period)
    down = PostChange.objects.filter(post=OuterRef("pk"), kind=PostChange.Kind.TAKEN_DOWN)
    since = begins - LOOKED_THROUGH
    rows = council.posts.filter(~Exists(down), posted_at__gte=since, posted_at__lt=begins)
    texts = rows.filter(voice=Post.Voice.COUNCIL).values_list("pk", *SAID)
    found = {
        pk for pk, *said in texts.iterator() if leads([as_read(text) for text in said if text])
    }
    return with_all_said(council.posts.filter(pk__in=found).newest_first())


def with_all_said(posts: PostQuerySet) -> PostQuerySet:
    """Some posts with all that `said_by` reads."""
    rows: PostQuerySet = posts.select_related("target__revision").prefetch_related(
        "changes", "target__revision__pictures"
    )
    return rows


def said_by(post: Post) -> list[str]:
    """All that a post that is out says: its words now, its link, its pictures' descriptions."""
    beside = said_beside(post.target.revision) if post.target else []
    return [as_read(text) for text in (post.words_now, *beside) if text]


def said_beside(revision: Revision) -> list[str]:
    """What a revision says, on each account, beside its words there; some of it empty."""
    said = revision.particulars
    return [
        said.link,
        said.original_url if revision.kind == Kind.SHARE else "",
        said.video.title if said.video else "",
        *(picture.alt for picture in revision.pictures.all()),
    ]


def shown(posts: PostQuerySet) -> PostQuerySet:
    """The council's own of some posts, newest first, as far as anybody reads."""
    rows = posts.filter(voice=Post.Voice.COUNCIL).newest_first()
    chosen: PostQuerySet = rows.select_related("target__revision").prefetch_related("changes")
    return chosen[:MOST]


@tells_falling
def pinned(period: Period, viewer: Membership) -> Iterator[Falling]:
    """Each live account, on which somebody looks for what is pinned or promoted as it begins."""
    if period.called_off_on:
        return
    council = viewer.council
    looks = {look.account_id: look for look in period.pinned_looks.select_related("looked_by")}
    page = reverse("pre_election:accounts", args=[council.slug, period.number])
    for account in council.official_accounts.live():
        look = looks.get(account.pk)
        if look is None and period.poll_on < today():
            continue
        gone = f"Gone: {look.found}" if look and look.removed else ""
        yield Falling(
            text=f"{account}: what is pinned or promoted there",
            url=page,
            state="Looked at" if look else "Not looked at",
            when=when_in_words(look.looked_at) if look else f"By {when_in_words(period.notice_on)}",
            why=gone or (look.found if look else ""),
            to_look=look is None,
            look_url=page if viewer.allows(Duty.RECORD_POSTS) else "",
        )


def line_of(post: Post, period: Period, viewer: Membership, to_look: bool, why: str) -> Falling:
    """A post as the list shows it."""
    revision = post.target.revision if post.target else None
    said = exempt_as(revision.kind, revision.particulars) if revision else ""
    edits, slug = [change for change in post.each_change() if change.is_edit], viewer.council.slug
    when, edited = (
        when_in_words(post.posted_at),
        [change for change in edits if change.confirmed_at],
    )
    if edited and edited[-1].confirmed_at:
        when += f"; edited {when_in_words(edited[-1].confirmed_at)}"
    waits = len(edits) > len(edited)
    if to_look and waits:
        waiting = "New words are decided: change them there, then confirm it"
        why = f"{why}. {waiting}" if why else waiting
    look_url = reverse("pre_election:post", args=[slug, period.number, post.number])
    return Falling(
        text=f"{post.reference} {post.title}",
        url=reverse("posts:detail", args=[slug, post.number]),
        state="Taken down" if post.take_down else "Edited" if edited else "Posted",
        when=when,
        why=why or said,
        to_look=to_look,
        look_url=look_url if may_decide_posts(viewer) and not waits else "",
    )


def last_looks(period: Period, about: str, counts: Q = ALL) -> dict[int, tuple[str, bool]]:
    """Of each thing that somebody looked at since the days of the period were set: what was said
    last, and whether it may go out or stay.

    Args:
        counts: which looks.
    """
    looks = period.period_looks.filter(
        counts, looked_at__gte=period.dates_set_at, **{f"{about}__isnull": False}
    )
    said = looks.order_by("pk").values_list(about, "reason", "kept")
    return {pk: (reason, kept) for pk, reason, kept in said}


def moments(period: Period) -> tuple[datetime, datetime]:
    """When it begins, and when it is over, in London."""
    begins = datetime.combine(period.notice_on, time.min, LONDON)
    return begins, datetime.combine(period.poll_on + timedelta(days=1), time.min, LONDON)
