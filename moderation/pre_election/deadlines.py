"""What is due because of a pre-election period, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.councils.rulebook import AUTHORITY, Kind
from accounts.dates import LONDON
from accounts.register.models import OfficialAccount
from councilsm.duties import Duty
from councilsm.forms import time_in_words
from councilsm.inbox.deadlines import (
    HORIZON,
    Deadline,
    on_day,
    tells_deadlines,
    tells_urgent_deadlines,
)
from moderation.drafts.models import Draft, Target
from moderation.posts.scheduled import goes_out_at
from moderation.pre_election.models import PeriodAccountLook
from moderation.pre_election.questions import drafts_to_look, to_unschedule
from policies.elections.models import Period


@tells_urgent_deadlines
def to_unschedule_soon(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """What a platform puts out by itself in a period for which nobody has looked at it."""
    rows = Target.objects.filter(
        to_unschedule(),
        council__in=councils,
        state=Target.State.SCHEDULED,
        revision__draft__status=Draft.Status.APPROVED,
    )
    shown = rows.select_related("council", "account", "revision__draft")
    for target in shown.annotate(goes_out_at=goes_out_at()):
        draft, at = target.revision.draft, target.goes_out_at.astimezone(LONDON)
        when = f"{time_in_words(at)} {on_day(at.date(), day)}"
        what = f"Unschedule on the platform: “{draft.title}” ({draft.reference})"
        yield Deadline(
            council_id=target.council_id,
            key=f"period.unschedule:{target.pk}",
            due_on=at.date(),
            text=f"{what} would go out {when}, in a pre-election period",
            subject=f'Unschedule on the platform before {when}: "{draft.title}"',
            url=f"{reverse('posts:changes', args=[target.council.slug])}?show=scheduled",
            duty=Duty.RECORD_POSTS,
            now=True,
            to_next=f"A scheduled post must be stopped before {when}",
        )


@tells_deadlines
def drafts_in_periods(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Approved drafts to look at again, by the first day on which they may go out in a period."""
    rows: Any = drafts_to_look(councils)  # with what it adds to each
    for draft in rows.exclude(notice_on=None).select_related("council", "current"):
        begins = draft.current.not_before
        first = begins.astimezone(LONDON).date() if begins else draft.notice_on
        yield Deadline(
            council_id=draft.council_id,
            key=f"period.draft:{draft.period_number}:{draft.pk}",
            due_on=max(draft.notice_on, first),
            text=f"Look at it again, it falls in a pre-election period: “{draft.title}” "
            f"({draft.reference})",
            subject=f'Falls in a pre-election period: "{draft.title}" ({draft.reference})',
            url=reverse(
                "pre_election:draft", args=[draft.council.slug, draft.period_number, draft.number]
            ),
            duty=Duty.AUTHORISE_POSTS,
            rule=AUTHORITY[Kind(draft.kind)],
            apart_from=draft.author_id,
            to_next="Something approved falls in a pre-election period",
        )


@tells_deadlines
def accounts_as_it_begins(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """What is pinned or promoted is looked at on the day a period begins (HLTC-resp-12)."""
    looks = PeriodAccountLook.objects.filter(
        period=OuterRef(OuterRef("pk")), account=OuterRef("pk")
    )
    left = OfficialAccount.objects.live().filter(~Exists(looks), council=OuterRef("council"))
    rows = Period.objects.standing().filter(
        Exists(left), council__in=councils, notice_on__lte=day + HORIZON, poll_on__gte=day
    )
    for period in rows.select_related("council"):
        yield Deadline(
            council_id=period.council_id,
            key=f"period.accounts:{period.pk}",
            due_on=period.notice_on,
            text=f"Look for what is pinned or promoted on each account: {period}",
            subject=f"Pinned posts and promotions to look at before an election: {period}",
            url=reverse("pre_election:accounts", args=[period.council.slug, period.number]),
            duty=Duty.RECORD_POSTS,
        )
