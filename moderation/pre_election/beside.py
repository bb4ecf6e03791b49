"""What drafts and posts hear of pre-election periods, without knowing who tells them."""

from collections.abc import Iterator
from datetime import date, datetime
from textwrap import shorten
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.councils.wording import either, holders
from accounts.dates import today
from accounts.people.authorisers import COUNCILLORS, authorisers
from accounts.people.models import Membership
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content
from moderation.checks.findings import Report
from moderation.checks.pre_election import LAW, NAME, days_of, exempt_as, exemption
from moderation.checks.sources import source
from moderation.drafts.approving import keeps_approval
from moderation.drafts.authority import authority_to_post, holders_of, unset
from moderation.drafts.deciders import able_to_decide
from moderation.drafts.models import Decision, Draft, Revision
from moderation.drafts.notices import Notice, tells_notice
from moderation.posts.actions.common import may_decide_posts
from moderation.posts.editing import keeps_edit
from moderation.posts.models import Post, PostChange
from moderation.posts.notices import tells_of_post
from moderation.posts.objecting import objects, stops
from moderation.pre_election.models import PeriodLook
from moderation.pre_election.questions import (
    edits,
    periods_catching,
    posts_to_look,
    to_unschedule,
)
from moderation.pre_election.recalling import recall
from policies.elections.models import Period
from policies.elections.questions import in_words, periods_within
from policies.elections.rechecking import rechecks


@keeps_approval
def looked_at(decision: Decision, content: Content, report: Report, in_period: str) -> None:
    """Whoever approves what may go out in a period has looked at it for that (LTC-4.2.2-h)."""
    if not any(finding.check == NAME for finding in report.findings):
        return
    PeriodLook.objects.bulk_create(
        PeriodLook(
            council=decision.council,
            period=period,
            draft=decision.draft,
            kept=True,
            reason=in_period or exemption(content),
            looked_by=decision.decider,
            office_id=decision.office_id,
            rulebook_version_id=decision.rulebook_version_id,
        )
        for period in periods_within(decision.council, *days_of(content))
    )


@keeps_edit
def edit_looked_at(change: PostChange, report: Report, in_period: str) -> None:
    """Whoever decides new words for a post in a period has looked at them for that (LTC-4.2.2-h).

    Its author’s exemption counts for them too, as the check judged it.
    """
    if not any(finding.check == NAME for finding in report.findings):
        return
    council, target = change.council, change.post.target
    assert council.rulebook_id is not None  # whoever decides holds a duty by it
    said = exempt_as(Kind.CORRECTION, target.revision.particulars) if target else ""
    PeriodLook.objects.bulk_create(
        PeriodLook(
            council=council,
            period=period,
            post=change.post,
            kept=True,
            reason=in_period or said,
            looked_by=change.decider,
            office_id=change.office_id,
            rulebook_version_id=council.rulebook_id,
        )
        for period in periods_within(council, today(), today())
    )


@objects
def not_looked_at(revision: Revision, day: date, known_at: datetime | None) -> Iterator[RuleBroken]:
    """Each period of that day for which nobody has looked at it since its days were set, or since
    a profile was listed that it leads to.
    """
    exempt = exempt_as(revision.kind, revision.particulars)
    periods = periods_within(revision.council, day, day)
    looks = PeriodLook.objects.filter(
        period__in=periods,
        draft=revision.draft_id,
        looked_at__gte=revision.submitted_at,  # of other words before
    )
    if known_at is not None:
        looks = looks.filter(Q(kept=True) | Q(looked_at__lte=known_at))
    last = {look.period_id: look for look in looks.order_by("pk")} if periods else {}
    for period in periods:
        look, late = last.get(period.pk), known_at is not None and period.dates_set_at > known_at
        since = f"Its days were set {when_in_words(period.dates_set_at)}"
        if look and look.looked_at >= period.dates_set_at:
            if look.kept:
                continue
            since = look.reason
        elif exempt or late:
            continue
        yield RuleBroken(
            f"It falls in a pre-election period, {period.reference}: {period}, "
            f"{in_words(period)}. {since}, and nobody has looked at it since. Somebody who "
            "approves must look at it first.",
            source=where_from(revision.council),
        )


#: Called as a profile is listed, or the days of a period are set.
rechecks(recall)


@stops
def in_a_period() -> Any:
    """What a platform would put out in a period for which nobody has looked at it."""
    return to_unschedule()


@tells_notice
def draft_caught(draft: Draft, reader: Membership) -> Iterator[Notice]:
    """That an approved draft is caught by a period, and who looks at it again."""
    revision = draft.current
    if draft.status != Draft.Status.APPROVED or revision is None:
        return
    periods = list(periods_catching(draft))
    if not periods:
        return
    words = revision.targets.values_list("text", flat=True).first() or draft.title
    may = _may_look(draft, reader)
    who = "" if may else _who_looks(draft.council, Kind(revision.kind), revision.author_id)
    for period in periods:
        number = [draft.council.slug, period.number, draft.number]
        yield Notice(
            sentence=f"“{_short(words)}” may go out in a pre-election period, "
            f"{_named(period, Q(draft=draft))}, and nobody has looked at {draft.reference} for "
            "that. It must not be posted until somebody who approves has.",
            source=where_from(draft.council),
            page=reverse("pre_election:draft", args=number) if may else "",
            label=f"Look at {draft.reference} again for {period.reference}",
            who=who,
        )


@tells_of_post
def post_caught(post: Post, reader: Membership) -> Iterator[Notice]:
    """That what stands on the platform fell in a period, and who looks at it."""
    if not post.is_councils or post.take_down:
        return
    council = reader.council
    caught: Any = posts_to_look([council.pk]).filter(pk=post.pk).first()  # with what it adds
    if caught is None:
        return
    about = Q(post=post) | Q(draft=caught.as_approved) if caught.as_approved else Q(post=post)
    period = council.election_periods.get(number=caught.period_number)
    waits = edits().filter(post=post, confirmed_at__isnull=True).exists()
    may = may_decide_posts(reader) and not waits
    number = [council.slug, period.number, post.number]
    yield Notice(
        sentence=f"“{_short(post.words_now)}” went out or was changed in a pre-election period, "
        f"{_named(period, about)}, and nobody has looked at it for that.",
        source=where_from(council),
        page=reverse("pre_election:post", args=number) if may else "",
        label=f"Look at {post.reference} for {period.reference}",
        who="Its new words are decided. Change them on the platform and confirm that first."
        if waits
        else ""
        if may
        else _who_looks(council, Kind(post.kind), None),
    )


def _named(period: Period, about: Q) -> str:
    """A period with its days, and since when they are known; or why a thing was recalled in it.

    Args:
        about: which looks are about the thing.
    """
    looks = period.period_looks.filter(about, looked_at__gte=period.dates_set_at)
    last = looks.order_by("pk").last()
    since = f"Its days were set {when_in_words(period.dates_set_at)}"
    if last and not last.kept:
        since = f"{last.reason}. That was listed {when_in_words(last.looked_at)}"
    return f"{period.reference}: {period}, {in_words(period)}. {since}"


def _short(words: str) -> str:
    return shorten(words, 120, placeholder="…")


def _may_look(draft: Draft, reader: Membership) -> bool:
    """Whether somebody decides about such a draft; their warning is read where they do."""
    assert draft.current is not None  # asked of approved drafts alone
    try:
        authority_to_post(draft=draft, revision=draft.current, actor=reader.person)
    except RuleBroken:
        return False
    return True


def _who_looks(council: Council, kind: Kind, author_id: int | None) -> str:
    """Which office looks at what was approved or is out, and who that is today.

    Args:
        author_id: of a draft; None of a post, about which no councillor decides.
    """
    named, book = holders_of(council, kind), council.rulebook
    if named is None:
        return unset(council, kind).sentence
    if author_id is None:
        sitting = council.memberships.in_force(today()).filter(category__in=COUNCILLORS)
        able = authorisers(council, named, book).exclude(pk__in=sitting.values("person"))
    else:
        able = able_to_decide(council, kind, author_id)
    names = [str(person) for person in able.order_by("name", "pk")]
    office = either(holders(book, named))
    if not names:
        return f"The {office} looks at it, and nobody is there for that today."
    return f"The {office} looks at it. Today that is {either(names)}."


def where_from(council: Council) -> str:
    """The council's own clause on restrictions before elections, else the law."""
    return source(council, "LTC-4.2.2-h", law=LAW)
