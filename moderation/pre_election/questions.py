"""What of the council's falls in a pre-election period, and what nobody has looked at for that.

A look counts from the moment the days of its period were set: what was looked at before is to be
looked at again. So is what leads to a profile that was listed after the look (`recalling.py`). One
at a post counts for the words that it was about. What its author called exempt needs none, unless
it was recalled.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.dates import LONDON, today
from accounts.register.models import OfficialAccount
from moderation.drafts.models import Draft, Target
from moderation.posts.models import Post, PostChange
from moderation.posts.models.afterwards import PostChangeQuerySet
from moderation.posts.models.post import PostQuerySet, midnight
from moderation.posts.scheduled import goes_out_at
from moderation.pre_election.models import PeriodAccountLook, PeriodLook
from policies.elections.models import Period

#: Longer than any period: what was posted before cannot lie in one that holds today.
LONGEST = timedelta(days=101)


def unlooked(about: Q, only: Period | None = None) -> QuerySet[Period]:
    """Periods of the outer row's council for which no look at it counts: none was made since their
    days were set, or the last of those (`kept`) recalled it.

    Args:
        about: which looks are about the row; `OuterRef(OuterRef(…))` reaches its columns.
        only: this period alone.
    """
    looks = PeriodLook.objects.filter(
        about, period=OuterRef("pk"), looked_at__gte=OuterRef("dates_set_at")
    )
    rows: Any = Period.objects.standing().filter(council=OuterRef("council"))
    if only is not None:
        rows = rows.filter(pk=only.pk)
    rows = rows.annotate(kept=Subquery(looks.order_by("-pk").values("kept")[:1]))
    found: QuerySet[Period] = rows.filter(Q(kept__isnull=True) | Q(kept=False))
    return found.order_by("notice_on", "pk")


def recalled(periods: Any) -> QuerySet[Period]:
    """Those of `unlooked` for which the last look recalled it."""
    found: QuerySet[Period] = periods.filter(kept=False)
    return found


def first_of(periods: QuerySet[Period], column: str, settled: Q) -> Case:
    """A column of the first of such periods; of what is settled, of the first that recalled it.

    Args:
        periods: of `unlooked`.
        settled: a condition on rows: only a recall asks for a look.
    """
    again = Subquery(recalled(periods).values(column)[:1])
    return Case(When(settled, then=again), default=Subquery(periods.values(column)[:1]))


def exempt(revision: str) -> Q:
    """A condition on rows: the author called it exempt.

    Args:
        revision: the path to the revision.
    """
    path = f"{revision}__particulars_json__has_key"
    return Q(**{path: "exempt"}) | Q(**{path: "in_period"})


def asks_for_a_look(periods: QuerySet[Period], revision: str) -> Q:
    """A condition on rows: there are such periods, and the author did not call it exempt; or it
    was recalled.

    Args:
        periods: of `unlooked`.
        revision: the path to the revision.
    """
    return Q(Exists(periods)) & (~exempt(revision) | Q(Exists(recalled(periods))))


def to_unschedule(only: Period | None = None) -> Q:
    """Targets that a platform would put out in a period for which nobody has looked at them."""
    periods = unlooked(Q(draft=OuterRef(OuterRef("revision__draft"))), only)
    day = TruncDate(goes_out_at(OuterRef(OuterRef("pk"))), tzinfo=LONDON)
    periods = periods.alias(day=day).filter(notice_on__lte=F("day"), poll_on__gte=F("day"))
    return asks_for_a_look(periods, "revision")


def drafts_to_look(councils: Collection[int], only: Period | None = None) -> QuerySet[Draft]:
    """Approved drafts that may go out in a period though nobody has looked at them for it.

    With the `period_number` and the first day (`notice_on`) of the first such period; both empty
    where a platform had it for a day in one that is over.
    """
    now, day = timezone.now(), today()
    begins = TruncDate("current__not_before", tzinfo=LONDON)
    rows = Draft.objects.filter(council__in=councils, status=Draft.Status.APPROVED).annotate(
        first=Coalesce(begins, Value(day, DateField())),
        last=TruncDate("not_after", tzinfo=LONDON),
    )
    periods = unlooked(Q(draft=OuterRef(OuterRef("pk"))), only).filter(
        notice_on__lte=OuterRef("last"), poll_on__gte=OuterRef("first")
    )
    near = periods.filter(poll_on__gte=day)
    left = Target.objects.filter(revision=OuterRef("current"), state=Target.State.TO_POST)
    by_itself = Target.objects.filter(
        to_unschedule(only), revision=OuterRef("current"), state=Target.State.SCHEDULED
    )
    to_post = asks_for_a_look(near, "current")
    return (
        rows.filter(to_post & Q(Exists(left), not_after__gt=now) | Q(Exists(by_itself)))
        .annotate(
            period_number=first_of(periods, "number", exempt("current")),
            notice_on=first_of(periods, "notice_on", exempt("current")),
        )
        .order_by("not_after", "pk")
    )


def periods_catching(draft: Draft) -> list[Period]:
    """The periods for which an approved draft is to be looked at, the soonest first.

    One query where there is none; one more for each that holds, comes or was lately.
    """
    councils = [draft.council_id]
    if not drafts_to_look(councils).filter(pk=draft.pk).exists():
        return []
    periods = draft.council.election_periods.standing().filter(poll_on__gte=today() - LONGEST)
    return [
        period
        for period in periods.order_by("notice_on", "pk")
        if drafts_to_look(councils, period).filter(pk=draft.pk).exists()
    ]


def edits() -> PostChangeQuerySet:
    """New words for posts that are out: to be put there, or there already."""
    rows: PostChangeQuerySet = PostChange.objects.filter(kind=PostChange.Kind.EDITED)
    return rows


def read_other_words() -> Exists:
    """A condition on looks at posts: the words that stand there are not those that were looked at.

    Others were decided since and are there; or they were decided before, and are not there yet.
    """
    since = Q(confirmed_at__isnull=False, decided_at__gt=OuterRef("looked_at"))
    not_there = Q(confirmed_at__isnull=True, decided_at__lte=OuterRef("looked_at"))
    return Exists(edits().filter(since | not_there, post=OuterRef("post")))


def said_between(councils: Collection[int], begins: datetime, ends: datetime) -> PostQuerySet:
    """Posts whose words went out in that time, or were changed on the platform in it.

    A union of ids, since either half has an index of its own, and both at once none.
    """
    rows = Post.objects.filter(council__in=councils)
    posted = rows.filter(posted_at__gte=begins, posted_at__lt=ends)
    edited = edits().filter(council__in=councils, confirmed_at__gte=begins, confirmed_at__lt=ends)
    ids = posted.order_by().values("pk").union(edited.order_by().values("post"), all=True)
    found: PostQuerySet = Post.objects.filter(pk__in=ids)
    return found


def posts_to_look(councils: Collection[int], only: Period | None = None) -> QuerySet[Post]:
    """The council's posts that went out in a period, or got new words in it, and are up, though
    nobody has looked at those words for it. Without `only`, those of periods that hold today, with
    `period_number`. With the draft whose looks count for it too (`as_approved`).
    """
    by_post = Q(post=OuterRef(OuterRef("pk"))) & ~Q(read_other_words())
    by_draft = Q(draft=OuterRef(OuterRef("as_approved")))
    there = edits().filter(confirmed_at__isnull=False)
    edited = there.alias(day=TruncDate("confirmed_at", tzinfo=LONDON)).filter(
        post=OuterRef(OuterRef("pk")),
        day__gte=OuterRef("notice_on"),
        day__lte=OuterRef("poll_on"),
    )
    posted = Q(notice_on__lte=OuterRef("day"), poll_on__gte=OuterRef("day"))
    periods = unlooked(by_post | by_draft, only).filter(posted | Q(Exists(edited)))
    if only is None:
        begins, ends = timezone.now() - LONGEST, midnight(today() + timedelta(days=1))
        periods = periods.filter(poll_on__gte=today())
    else:
        begins, ends = midnight(only.notice_on), midnight(only.poll_on + timedelta(days=1))
    rows = said_between(councils, begins, ends).still_ours().filter(voice=Post.Voice.COUNCIL)
    down = PostChange.objects.filter(post=OuterRef("pk"), kind=PostChange.Kind.TAKEN_DOWN)
    decided = OuterRef("outside_review__decided_at")
    accepted = periods.filter(dates_set_at__lte=decided)
    other_words = there.filter(post=OuterRef("pk"), decided_at__gt=decided)
    settled = Q(Exists(accepted)) & ~Exists(other_words)
    approved = Q(difference="") & ~Exists(there.filter(post=OuterRef("pk")))
    return (
        rows.alias(day=TruncDate("posted_at", tzinfo=LONDON))
        # Whoever looked at the draft has not read other words than those approved.
        .annotate(as_approved=Case(When(approved, then=F("target__revision__draft"))))
        .filter(
            ~settled | Exists(recalled(periods)),
            asks_for_a_look(periods, "target__revision"),
            ~Exists(down),
        )
        .annotate(period_number=first_of(periods, "number", settled | exempt("target__revision")))
        .order_by("-posted_at", "-pk")
    )


def accounts_to_look(councils: Collection[int], day: date) -> QuerySet[OfficialAccount]:
    """Live accounts on which nobody has looked yet for what is pinned, in a period that holds on a
    day. With its `period_number`.
    """
    looks = PeriodAccountLook.objects.filter(
        period=OuterRef("pk"), account=OuterRef(OuterRef("pk"))
    )
    periods = (
        Period.objects.within(day, day)
        .filter(~Exists(looks), council=OuterRef("council"))
        .order_by("notice_on", "pk")
    )
    rows = OfficialAccount.objects.live().filter(Exists(periods), council__in=councils)
    return rows.annotate(period_number=Subquery(periods.values("number")[:1]))
