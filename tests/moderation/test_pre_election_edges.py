"""The ends of a period in London time, posts that were scheduled anew, and long lists."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.dates import LONDON, today
from accounts.people.models import Person
from moderation.checks.content import Content
from moderation.drafts.actions import approve_draft, submit_draft, withdraw_approval
from moderation.drafts.models import Draft
from moderation.posts.actions import note_scheduled
from policies.elections.models import Profile
from tests.cast import Cast
from tests.moderation.drafting import approved, posted
from tests.moderation.electing import (
    PERIOD,
    TO_CANCEL,
    a_period,
    approved_in,
    scheduled,
    told,
    words,
)
from tests.moderation.posting import address, moment, recorded

As = Callable[[Person], Client]
WEEK = timedelta(days=7)
SCHEDULED = "Scheduled on the platform"


@pytest.mark.clause("LTC-4.2.2-h")
@pytest.mark.parametrize(
    ("at", "inside"),
    [
        (datetime(2027, 3, 27, 23, 59, tzinfo=LONDON), False),
        (datetime(2027, 3, 28, 0, 0, tzinfo=LONDON), True),  # clocks go forward in this night
        (datetime(2027, 3, 29, 0, 30, tzinfo=LONDON), True),  # still the 28th by UTC
        (datetime(2027, 4, 29, 23, 59, tzinfo=LONDON), True),
        (datetime(2027, 4, 30, 0, 30, tzinfo=LONDON), False),  # still the 29th by UTC
    ],
)
def test_both_days_count_from_midnight_to_midnight_in_london(
    cast: Cast, as_: As, at: datetime, inside: bool
) -> None:
    with time_machine.travel(at - timedelta(hours=4), tick=False):
        draft = approved(cast)
        assert draft.current
        said = {"digest": draft.current.digest, "actor": cast.cora}
        note_scheduled(target=draft.current.targets.get(), goes_out_at=at, **said)
        a_period(cast, notice_on=date(2027, 3, 28), poll_on=date(2027, 4, 29))
        assert bool(told(cast, "period.unschedule:")) is inside
        assert (SCHEDULED in words(as_(cast.priya), PERIOD)) is inside


def test_what_was_scheduled_anew_goes_out_when_that_was_said_last(cast: Cast, as_: As) -> None:
    """Also where the platform has it for sooner than before."""
    draft = approved(cast)
    scheduled(cast, draft, days=5)
    scheduled(cast, draft, days=2)
    soon = today() + timedelta(days=2)
    a_period(cast, notice_on=soon, poll_on=soon + timedelta(days=1))
    (deadline,) = told(cast, "period.unschedule:")
    assert deadline.due_on == soon
    assert SCHEDULED in words(as_(cast.priya), PERIOD)
    row = words(as_(cast.cora), TO_CANCEL)
    assert f"{soon.day} {soon:%B %Y}" in row
    assert f"{(soon + timedelta(days=3)).day} {soon + timedelta(days=3):%B %Y}" not in row


@pytest.mark.clause("LTC-4.2.2-h")
def test_a_look_at_the_words_before_is_none_at_these(cast: Cast, as_: As) -> None:
    """Approved for a time after the poll, they do not go out before it on an older reason."""
    period = a_period(cast)
    draft = approved_in(cast)
    after = datetime.combine(period.poll_on + timedelta(days=1), time(9), LONDON)
    withdraw_approval(draft=draft, reason="Say it otherwise.", actor=cast.priya)
    draft.refresh_from_db()
    texts = {cast.page: "Bins are emptied on Friday."}
    content = Content("new_post", "Bins", texts, not_before=after, not_after=after + WEEK)
    submit_draft(draft=draft, content=content, version=draft.version, actor=cast.ana)
    draft = Draft.objects.get(pk=draft.pk)
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    draft.refresh_from_db()
    soon = moment("posted_at", datetime.now(LONDON) + timedelta(minutes=2))
    posted_now = recorded(draft, window_reason="In a hurry.", **soon)
    refused = as_(cast.cora).post(address(draft), posted_now)
    assert refused.status_code == 409 and "nobody has looked at it since" in refused.text


def test_a_list_of_hundreds_of_profiles_is_looked_for(cast: Cast, as_: As) -> None:
    with time_machine.travel(datetime.now(LONDON) - timedelta(days=30)):
        posted(cast, text="Thank you @candidate_199.")
    values = {"council": cast.ashford, "who": "candidate", "platform": "x"}
    Profile.objects.bulk_create(
        Profile(name=f"Nº {n}", handle=f"@candidate_{n}", recorded_by=cast.adam, **values)
        for n in range(200)
    )
    a_period(cast)
    assert "P-0001" in words(as_(cast.priya), PERIOD)
