"""What is due about drafts and standing approvals, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.councils.models import rulebooks_of
from accounts.councils.rulebook import AUTHORITY, Kind
from accounts.dates import LONDON
from councilsm.duties import Duty
from councilsm.forms import time_in_words
from councilsm.inbox.deadlines import (
    HORIZON,
    Deadline,
    on_day,
    tells_deadlines,
    tells_urgent_deadlines,
)
from moderation.drafts.models import Draft, StandingApproval, Target

#: Whoever decides was told of a draft when it was submitted; again not before this time passed.
TOLD_LATELY = timedelta(hours=2)
#: What must be out before this hour cannot wait until people are up.
EARLY = 9


@tells_urgent_deadlines
def to_approve_today(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Drafts whose time passes soon without a decision: told on that day from 7am on.

    One that must be out before 10am is told the afternoon before. Two more queries, for the rules
    of the councils in which there is one, because they say who may decide.
    """
    now = timezone.now()
    rows = Draft.objects.waiting().filter(
        council__in=councils,
        not_after__gt=now,
        not_after__lte=now + timedelta(days=1),
        current__submitted_at__lte=now - TOLD_LATELY,
    )
    drafts = [draft for draft in rows.select_related("council") if _told_from(draft) <= now]
    books = rulebooks_of({draft.council_id for draft in drafts}) if drafts else {}
    for draft in drafts:
        assert draft.not_after is not None  # draft_waiting_has_revision
        until, kind = draft.not_after.astimezone(LONDON), Kind(draft.kind)
        _, book = books[draft.council_id]
        second = kind in (book.rules.second_person.value or ())
        when = f"{time_in_words(until)} {on_day(until.date(), day)}"
        what = f"Approve by {when}"
        yield Deadline(
            council_id=draft.council_id,
            key=f"draft.approve:{draft.pk}",
            due_on=until.date(),
            text=f"{what}: “{draft.title}” ({draft.reference})",
            subject=f'{what}: "{draft.title}" ({draft.reference})',
            url=reverse("drafts:decide", args=[draft.council.slug, draft.number]),
            duty=Duty.AUTHORISE_POSTS,
            rule=AUTHORITY[kind],
            apart_from=draft.author_id if second else None,
            now=True,
            at_night=until.hour < EARLY,
            to_next=f"A draft waits to be decided by {when}",
        )


def _told_from(draft: Draft) -> datetime:
    """From when on it is right to press for a decision."""
    assert draft.not_after is not None
    until = draft.not_after.astimezone(LONDON)
    if until.hour >= 10:
        return datetime.combine(until.date(), time(7), LONDON)
    return datetime.combine(until.date() - timedelta(days=1), time(16), LONDON)


@tells_deadlines
def to_post_and_record(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Approved, and to be out by today or tomorrow. Told no earlier: Home has them all."""
    left = Target.objects.filter(state=Target.State.TO_POST).values("revision__draft")
    end = datetime.combine(day + timedelta(days=2), time(), LONDON)
    rows = Draft.objects.filter(
        council__in=councils,
        pk__in=left,
        status=Draft.Status.APPROVED,
        not_after__gt=timezone.now(),
        not_after__lt=end,
    ).unquestioned()
    for draft in rows.select_related("council"):
        assert draft.not_after is not None
        until = draft.not_after.astimezone(LONDON)
        when = f"{time_in_words(until)} {on_day(until.date(), day)}"
        yield Deadline(
            council_id=draft.council_id,
            key=f"draft.post:{draft.pk}",
            due_on=until.date(),
            text=f"Post and record by {when}: “{draft.title}” ({draft.reference})",
            subject=f'Post and record by {when}: "{draft.title}" ({draft.reference})',
            url=draft.get_absolute_url(),
            duty=Duty.RECORD_POSTS,
            to_next=f"An approved draft waits to be posted by {when}",
        )


@tells_deadlines
def standing_ending(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Standing approvals that end, for whoever may give them again."""
    rows = StandingApproval.objects.in_force().filter(
        council__in=councils, ends_on__lte=day + HORIZON
    )
    for one in rows.select_related("council"):
        what = f"{one.title} ({one.reference})"
        yield Deadline(
            council_id=one.council_id,
            key=f"standing.ends:{one.pk}",
            due_on=one.ends_on,
            text=f"Give a standing approval again, or let it end: {what}",
            subject=f"Standing approval ends {on_day(one.ends_on, day)}: {what}",
            url=one.get_absolute_url(),
            duty=Duty.AUTHORISE_POSTS,
            rule=AUTHORITY[Kind(one.kind)],
            to_next=f"A standing approval ends {on_day(one.ends_on, day)}",
        )
