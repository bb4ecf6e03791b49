"""What drafts, posts and standing approvals tell the clock."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.clock.tasks import remind
from accounts.dates import LONDON
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.actions.deciding import approve_draft
from moderation.posts.actions.taking_down import take_down_post
from moderation.posts.models import PostChange
from tests.cast import Cast, a_member
from tests.moderation.drafting import approved, posted, recorded_post, waiting
from tests.moderation.following import a_standing

Travel = Callable[[date], None]

WEDNESDAY = date(2026, 6, 10)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def midweek(travel: Travel) -> Travel:
    """It is a Wednesday at noon, no bank holiday near; before the cast comes."""
    travel(WEDNESDAY)
    return travel


def london(day: int, hour: int) -> datetime:
    """An hour of a day in June 2026."""
    return datetime(2026, 6, day, hour, tzinfo=LONDON)


def reminded() -> list[tuple[str, str]]:
    """Who is reminded now, and of what."""
    OutboxMessage.objects.all().delete()
    remind()
    letters = OutboxMessage.objects.order_by("pk")
    return [(letter.recipient.split("@")[0], letter.subject) for letter in letters]


def at(day: int, hour: int) -> Any:
    return time_machine.travel(london(day, hour), tick=False)


def test_a_draft_is_pressed_for_on_its_day_once_and_not_its_author(cast: Cast) -> None:
    """Paul is a clerk too; Priya wrote it, so that she may not approve it."""
    a_member(cast.ashford, "Paul", "town-clerk")
    draft = waiting(cast, author=cast.priya, not_after=london(11, 14))
    with at(11, 6):
        assert not reminded()
    with at(11, 7):
        assert reminded() == [("paul", 'Approve by 2pm today: "Road closure" (D-0001)')]
        assert not reminded()
    with at(11, 13):
        assert not reminded()
        assert draft.current is not None
        approve_draft(
            draft=draft,
            digest=draft.current.digest,
            actor=cast.ashford.memberships.get(person__name="Paul").person,
        )


def test_early_drafts_are_pressed_for_the_afternoon_before(cast: Cast) -> None:
    waiting(cast, not_after=london(11, 8))
    with at(10, 15):
        assert not reminded()
    with at(10, 16):
        assert reminded() == [("priya", 'Approve by 8am tomorrow: "Road closure" (D-0001)')]


def test_what_was_submitted_just_now_was_told_just_now(cast: Cast) -> None:
    waiting(cast, not_after=london(10, 18))
    assert not reminded()
    with at(10, 14):
        assert reminded() == [("priya", 'Approve by 6pm today: "Road closure" (D-0001)')]


def test_approved_posts_to_record_on_the_last_two_days(cast: Cast, midweek: Travel) -> None:
    draft = approved(cast, not_after=london(15, 18))  # a Monday
    midweek(WEDNESDAY + 2 * DAY)
    assert not reminded()
    midweek(WEDNESDAY + 5 * DAY)
    line = 'Post and record by 6pm today: "Road closure" (D-0001)'
    assert reminded() == [("cora", line)]
    recorded_post(cast, draft)
    midweek(WEDNESDAY + 5 * DAY)
    assert not reminded()


def test_a_take_down_until_it_is_confirmed(cast: Cast, midweek: Travel) -> None:
    change = take_down_post(
        post=posted(cast), reason="It is wrong", actor=cast.priya, record_copy="Shelf 3"
    )
    midweek(WEDNESDAY + DAY)
    assert reminded() == [("cora", "Still to do: take down on the platform (P-0001)")]
    PostChange.objects.filter(pk=change.pk).update(
        confirmed_at=london(11, 12),
        confirmed_by=cast.cora,
        proof_note="Gone",
        record_copy="Shelf 3",
    )
    midweek(WEDNESDAY + 8 * DAY)
    assert not reminded()


def test_a_standing_approval_that_ends(cast: Cast, midweek: Travel) -> None:
    standing = a_standing(cast)
    midweek(standing.ends_on)
    subject = f"Standing approval ends today: Road closures ({standing.reference})"
    assert reminded() == [("priya", subject)]
