"""Pre-election periods in the demonstration: one over, and one that catches a scheduled post."""

from datetime import date, datetime, time, timedelta

from accounts.dates import LONDON, today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.demo.drafts import submitted
from moderation.drafts.actions import approve_draft
from moderation.posts.actions import note_scheduled
from policies.elections.actions import add_period, add_profile
from policies.elections.timetable import suggested_notice

#: The weekday of polls.
THURSDAY = 3


def elections_at(page: OfficialAccount, clerk: Person) -> None:
    """A by-election that is called after a post was scheduled into it, and one long over."""
    council = page.council
    over = thursday_from(today() - timedelta(days=190))
    add_period(
        council=council,
        kind="referendum",
        area="",
        notice_on=suggested_notice(over),
        poll_on=over,
        note="Parish poll about the playing field.",
        actor=clerk,
    )
    add_profile(
        council=council,
        who="councillor",
        name="Cllr Alan Pike",
        platform="facebook",
        handle="facebook.com/alanpike.littlewickham",
        actor=clerk,
    )
    poll = thursday_from(today() + timedelta(days=45))
    notice = suggested_notice(poll)
    schedule(page, notice + timedelta(days=3), clerk)
    add_period(
        council=council,
        kind="by_election",
        area="Church Ward",
        notice_on=notice,
        poll_on=poll,
        note="The district’s elections office rang with both days.",
        actor=clerk,
    )


def schedule(page: OfficialAccount, day: date, clerk: Person) -> None:
    """A post that the clerk approves and schedules on the platform for 10am of a day (London)."""
    draft = submitted(
        page,
        "Winners of the garden competition",
        "Well done to everybody who took part in the garden competition. The chair of the council "
        "gives the prizes on Sunday at 2pm in the village hall. Come and see the pictures.",
        (day - today()).days + 4,
        author=clerk,
    )
    assert draft.current is not None  # it was submitted
    approve_draft(draft=draft, digest=draft.current.digest, actor=clerk)
    note_scheduled(
        target=draft.current.targets.get(),
        goes_out_at=datetime.combine(day, time(10), LONDON),
        digest=draft.current.digest,
        actor=clerk,
    )


def thursday_from(day: date) -> date:
    """That day, or the first Thursday after it."""
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)
