"""The clock: each person hears of each thing once a threshold, in one mail a day unless urgent."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core import mail
from django.test import Client

from accounts.clock import actions
from accounts.clock.planning import Telling, Today
from accounts.clock.tasks import remind
from accounts.hours.models import Closure
from accounts.people.models import Person
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, on_day
from councilsm.inbox.models import OutboxMessage, Reminder
from councilsm.refusals import Stale
from tests.accounts.changing import changing
from tests.accounts.covering import a_closure
from tests.accounts.reminding import (
    DAY,
    WEDNESDAY,
    a_thing,
    at,
    mailed,
    only_what_is_given,
    to,
)
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]
Travel = Callable[[date], None]


@pytest.fixture(autouse=True)
def midweek(travel: Travel) -> Travel:
    """It is a Wednesday at noon, no bank holiday near; before the cast comes."""
    travel(WEDNESDAY)
    return travel


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> list[Deadline]:
    return only_what_is_given(monkeypatch)


def test_once_a_threshold_then_each_week_and_late_the_next_office_too(
    cast: Cast, due: list[Deadline], midweek: Travel
) -> None:
    """Adam holds the duty; Priya is the proper officer. Two runs a day, every day."""
    due.append(a_thing(cast.ashford, WEDNESDAY + 8 * DAY))  # a Thursday
    heard = {}
    for ahead in range(40):
        midweek(WEDNESDAY + ahead * DAY)
        remind()
        names = to()
        remind()
        assert not mailed()
        if names:
            heard[ahead - 8] = names
    both = {"adam", "priya"}
    # Three days late is a Sunday: nobody is there, so it is told on the Monday.
    assert heard == {
        **{-7: {"adam"}, -1: {"adam"}, 0: {"adam"}, 4: {"priya"}},
        **{7: both, 14: both, 21: both, 28: both},
    }
    assert set(Reminder.objects.filter(person=cast.adam).values_list("threshold", flat=True)) == {
        *(7, 1, 0, -7, -14, -21, -28)
    }
    assert not mail.outbox


def test_after_ten_days_without_beat_the_newest_alone(
    cast: Cast, due: list[Deadline], midweek: Travel
) -> None:
    due.append(a_thing(cast.ashford, WEDNESDAY + 7 * DAY))
    remind()
    assert to() == {"adam"}
    midweek(WEDNESDAY + 10 * DAY + 2 * DAY)  # one day, the day itself and three days late passed
    remind()
    assert sorted(mailed()) == [("adam", "Do thing:1 soon"), ("priya", "Do thing:1 soon")]
    assert sorted(Reminder.objects.values_list("threshold", flat=True)) == [-3, 0, 7]


def test_a_deadline_that_moved_is_told_anew(
    cast: Cast, due: list[Deadline], midweek: Travel
) -> None:
    due.append(a_thing(cast.ashford, WEDNESDAY + 1 * DAY))
    remind()
    assert to() == {"adam"}
    midweek(WEDNESDAY + DAY)
    due[:] = [a_thing(cast.ashford, WEDNESDAY + 5 * DAY)]
    remind()
    assert to() == {"adam"}


def test_one_mail_a_day_by_due_day_with_links(
    cast: Cast, due: list[Deadline], midweek: Travel
) -> None:
    due += [
        a_thing(cast.ashford, WEDNESDAY + 7 * DAY, "c"),
        a_thing(cast.ashford, WEDNESDAY - DAY, "a"),
        a_thing(cast.ashford, WEDNESDAY, "b"),
        a_thing(cast.barham, WEDNESDAY, "other"),
    ]
    remind()
    digest = OutboxMessage.objects.get(recipient="adam@example.org")
    assert digest.subject == "3 things are due at Ashford Town Council"
    body = digest.body
    assert body.index("Late, due on Tuesday 9 June 2026") < body.index("Do a")
    assert body.index("Do a") < body.index("Due today, Wednesday 10 June 2026") < body.index("Do b")
    assert body.index("Do b") < body.index("Due on Wednesday 17 June 2026") < body.index("Do c")
    assert body.count("/c/ashford/home/") == 4 and "Do other" not in body
    assert ("oscar", "Do other soon") in mailed()
    due.append(a_thing(cast.ashford, WEDNESDAY, "d"))
    remind()
    assert not mailed()
    midweek(WEDNESDAY + DAY)
    remind()
    assert mailed() == [("adam", "Do d soon")]
    event = AuditEvent.objects.filter(verb="reminders.sent", council_id=cast.ashford.pk).first()
    assert event is not None and event.actor_id is None
    new = AuditDetail.objects.get(event=event).new
    assert '"what":["a","b","c"]' in new and '"people":1' in new


def test_a_worker_that_comes_late_sends_no_second_digest(cast: Cast, due: list[Deadline]) -> None:
    """It planned, then another began the morning, then something new came due."""
    today = Today(WEDNESDAY, digests=True, opens_on=WEDNESDAY)
    due.append(a_thing(cast.ashford))
    remind()
    assert to() == {"adam"}
    new = [Telling(cast.adam, a_thing(cast.ashford, key="new"), 0)]
    with pytest.raises(Stale):
        actions.remind(council=cast.ashford, tellings=new, today=today, actor=None)
    assert not mailed()


@pytest.mark.parametrize(
    ("hour", "told"), [(0, False), (6, False), (7, True), (19, True), (20, False), (23, False)]
)
def test_digests_by_day_and_urgent_things_at_once(
    cast: Cast, due: list[Deadline], hour: int, told: bool
) -> None:
    """What midnight alone has brought waits until 7am all the same."""
    due += [
        a_thing(cast.ashford, WEDNESDAY, "calm"),
        a_thing(cast.ashford, WEDNESDAY, "midnight", now=True),
        a_thing(cast.ashford, WEDNESDAY + 3 * DAY, "urgent", now=True),
    ]
    with at(datetime(2026, 6, 10, hour)):
        remind()
        calm = [("adam", "Do calm soon")] if told else []
        turned = [("adam", "Do midnight soon")] if hour >= 7 else []
        assert mailed() == [*turned, ("adam", "Do urgent soon"), *calm]
        due.append(a_thing(cast.ashford, WEDNESDAY + 3 * DAY, "later", now=True))
        remind()
        assert mailed() == [("adam", "Do later soon")]


def test_while_the_office_is_closed_only_what_cannot_wait(
    cast: Cast, due: list[Deadline], midweek: Travel
) -> None:
    """Saturday to Tuesday, as Monday is closed too: late things and those of Wednesday wait."""
    saturday = WEDNESDAY + 3 * DAY
    Closure.objects.create(
        council=cast.ashford,
        name="Flooring",
        starts_on=saturday + 2 * DAY,
        ends_on=saturday + 2 * DAY,
        recorded_by=cast.adam,
    )
    midweek(saturday)
    due += [
        a_thing(cast.ashford, saturday + 2 * DAY, "monday"),
        a_thing(cast.ashford, saturday + 3 * DAY, "tuesday"),
        a_thing(cast.ashford, saturday - 2 * DAY, "late"),
    ]
    remind()
    assert mailed() == [("adam", "Do monday soon")]
    midweek(saturday + 3 * DAY)
    remind()
    assert set(mailed()) == {
        ("adam", "3 things are due at Ashford Town Council"),
        ("priya", "Do late soon"),
    }


def test_all_of_august_is_closed(cast: Cast, due: list[Deadline], midweek: Travel) -> None:
    """As long as a closure may be; the first day counts as closed too."""
    a_closure(cast)
    due += [
        a_thing(cast.ashford, date(2026, 7, 30), "late"),
        a_thing(cast.ashford, date(2026, 9, 2), "later"),
    ]
    midweek(date(2026, 8, 1))
    remind()
    assert not mailed()


def test_the_next_in_the_order_of_cover_hears_when_it_is_late(
    cast: Cast, due: list[Deadline], midweek: Travel
) -> None:
    rule = {"days_before": [3], "escalate_after_days": 1}
    order = ["administrator", "events-officer", "auditor"]
    a_rulebook(cast.ashford, **RULES | {"reminders": chosen(rule), "cover": chosen(order)})
    due.append(a_thing(cast.ashford, WEDNESDAY))
    remind()
    assert to() == {"adam"}
    midweek(WEDNESDAY + DAY)
    remind()
    letter = OutboxMessage.objects.get()
    assert letter.recipient == "ana@example.org" and "you are next in order" in letter.body


def test_where_nobody_can_be_written_to_the_next_hears_at_once(
    cast: Cast, due: list[Deadline]
) -> None:
    Person.objects.filter(pk=cast.adam.pk).update(email=None)
    due.append(a_thing(cast.ashford, WEDNESDAY + DAY))
    remind()
    assert to() == {"priya"}
    assert not Reminder.objects.filter(person=cast.adam).exists()


def test_an_office_a_person_and_who_may_not_decide(cast: Cast, due: list[Deadline]) -> None:
    a_member(cast.ashford, "Paul", "town-clerk")
    clerk = cast.ashford.offices.get(key="town-clerk")
    due += [
        a_thing(cast.ashford, key="office", office_id=clerk.pk, apart_from=cast.priya.pk),
        a_thing(cast.ashford, key="own", person_id=cast.ana.pk),
        a_thing(cast.ashford, key="gone", person_id=cast.leo.pk),
        a_thing(cast.ashford, key="draft", duty=Duty.AUTHORISE_POSTS, apart_from=cast.priya.pk),
    ]
    remind()
    # Leo left; the clerk's office hears of what was his.
    assert set(mailed()) == {
        ("paul", "3 things are due at Ashford Town Council"),
        ("ana", "Do own soon"),
        ("priya", "Somebody has not done gone"),
    }


def test_the_council_chooses_and_until_then_it_is_not_said_to_have(cast: Cast, as_: As) -> None:
    adam, url = as_(cast.adam), "/c/ashford/rules/reminders/"
    words = adam.get("/c/ashford/rules/").content.decode()
    assert "as councilsm does it by itself: 7 days and 1 day before, on the day" in words
    typed = changing(cast.ashford, days_before="1, 14 7 7", escalate_after_days="5")
    del typed["offices"]
    for wrong in ({"days_before": "0"}, {"days_before": "soon"}, {"days_before": ""}):
        assert adam.post(url, typed | wrong).status_code == 422
    assert adam.post(url, typed | {"days_before": "1 2 3 4 5 6 7"}).status_code == 422
    assert adam.post(url, typed | {"escalate_after_days": "91"}).status_code == 422
    assert as_(cast.ana).post(url, typed).status_code == 403
    assert adam.post(url, typed).status_code == 302
    words = adam.get("/c/ashford/rules/").content.decode()
    assert "14 days, 7 days and 1 day before, on the day, then each week" in words
    assert "when it is 5 days late" in words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (6, "on Tuesday"),
        (7, "on Wednesday 17 June"),
        (-1, "on Tuesday 9 June"),
        (300, "on Tuesday 6 April 2027"),
    ],
)
def test_a_day_in_a_subject(days: int, words: str) -> None:
    assert on_day(WEDNESDAY + days * DAY, WEDNESDAY) == words


def test_a_deadline_is_for_one_of_duty_office_and_person(cast: Cast) -> None:
    with pytest.raises(ValueError, match="one duty, one office or one person"):
        a_thing(cast.ashford, duty=Duty.KEEP_REGISTER, person_id=cast.ana.pk)
