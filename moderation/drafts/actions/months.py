"""The sole officer's monthly list: the council notes it by a minute, which closes it."""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from accounts.councils.models import Council
from accounts.dates import LONDON, today
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from moderation.drafts.models import Decision, NotedMonth
from moderation.drafts.models.decision import DecisionQuerySet


def next_month(month: date) -> date:
    """The first day of the month after a month's first day."""
    return (month + timedelta(days=31)).replace(day=1)


def own_authority_in(council: Council, month: date) -> DecisionQuerySet:
    """The approvals of a month (London) that authors gave their own words, oldest first.

    Args:
        month: its first day.
    """
    begins, ends = (
        datetime.combine(day, time(), tzinfo=LONDON) for day in (month, next_month(month))
    )
    made: DecisionQuerySet = Decision.objects.filter(council=council)
    return made.on_own_authority().filter(decided_at__gte=begins, decided_at__lt=ends)


@action
def note_month(
    *, council: Council, month: date, minute: str, noted_on: date, actor: Person
) -> NotedMonth:
    """Records the minute by which the council noted a month's list; it closes the list.

    Args:
        month: its first day; the month must be over.
        noted_on: the day of the meeting (London), after the month and not in the future.

    Raises:
        AlreadyDone: the month was noted already by this very minute.
        Stale: it was noted already; says by which minute.
        RuleBroken: the actor does not authorise posts, the month is not over, nothing stands on its
            list, or the day cannot be.
    """
    actor.require_duty_at(council, Duty.AUTHORISE_POSTS)
    name = f"{month:%B %Y}"
    if next_month(month) > today():
        raise RuleBroken(f"{name} is not over, so its list is not complete yet.")
    if noted_on < next_month(month):
        raise RuleBroken(f"The council can note {name} only after the month has ended.")
    if noted_on > today():
        raise RuleBroken("The day of the meeting is in the future.")
    listed = own_authority_in(council, month).count()
    if not listed:
        raise RuleBroken(f"Nothing was approved on own authority in {name}.")
    try:
        with transaction.atomic():
            made = NotedMonth.objects.create(
                council=council,
                month=month,
                minute=minute,
                noted_on=noted_on,
                recorded_by=actor,
            )
    except IntegrityError:  # a month is noted once: the database holds it
        noted = council.noted_months.get(month=month)
        sentence = f"{name} was noted already, by minute {noted.minute}."
        if (noted.minute, noted.noted_on) == (minute, noted_on):
            raise AlreadyDone(sentence, noted) from None
        raise Stale(sentence) from None
    record(
        Verb.MONTH_NOTED,
        made,
        actor=actor,
        duty=Duty.AUTHORISE_POSTS,
        new={"month": name, "posts": listed, "minute": minute, "noted_on": noted_on.isoformat()},
    )
    return made
