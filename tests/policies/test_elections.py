"""Pre-election periods are recorded by hand, both days count, and the calculator only prompts."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import LONDON, today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from policies.elections import actions
from policies.elections.models import Period, Profile
from policies.elections.questions import period_on, stretch
from policies.elections.timetable import ordinary_poll, suggested_notice
from tests.cast import Cast
from tests.policies.electing import a_period, a_profile

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
LIST = "/c/ashford/pre-election/"


def boxes(name: str, day: date | tuple[str, str, str]) -> dict[str, str]:
    parts = day if isinstance(day, tuple) else (str(day.day), str(day.month), str(day.year))
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), parts, strict=True))


def typed(**more: str) -> dict[str, str]:
    """What somebody types for a by-election in one ward."""
    return {
        "kind": "by_election",
        "area": "North ward",
        "note": "",
        "form_key": str(uuid4()),
        **boxes("notice_on", date(2027, 3, 31)),
        **boxes("poll_on", date(2027, 5, 6)),
        **more,
    }


@pytest.mark.parametrize(
    ("poll", "notice"),
    [
        (date(2023, 5, 4), date(2023, 3, 27)),
        (date(2027, 5, 6), date(2027, 3, 31)),
        # Beyond the bank holidays that are proclaimed.
        (date(2029, 5, 3), date(2029, 3, 27)),
        # Christmas Eve does not count either.
        (date(2026, 1, 15), date(2025, 12, 5)),
    ],
)
def test_the_notice_comes_25_working_days_before_the_poll(poll: date, notice: date) -> None:
    """Known dates of past notices; rule 2 of the Parishes and Communities Rules 2006."""
    assert suggested_notice(poll) == notice


def test_ordinary_polls_are_on_the_first_thursday_in_may() -> None:
    assert ordinary_poll(2027) == date(2027, 5, 6)
    assert ordinary_poll(2031) == date(2031, 5, 1)


def test_a_period_is_recorded_and_shown(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    assert "No election is recorded" in adam.get(LIST).content.decode()
    answer = adam.post(f"{LIST}new/", typed(), follow=True)
    page = answer.content.decode()
    period = Period.objects.get()
    assert (period.reference, period.area) == ("PE-0001", "North ward")
    assert answer.redirect_chain[-1][0] == f"{LIST}PE-0001/"
    assert "PE-0001 recorded: from Wednesday 31 March 2027 to Thursday 6 May 2027" in page
    assert AuditEvent.objects.about(period).get().verb == "period.added"
    assert "By-election, North ward" in as_(cast.ana).get(LIST).content.decode()


def test_only_whoever_keeps_the_rules_records_one(cast: Cast, as_: As) -> None:
    assert as_(cast.priya).post(f"{LIST}new/", typed()).status_code == 403
    assert not Period.objects.exists()


def test_another_councils_period_is_not_there(cast: Cast, as_: As) -> None:
    period = a_period(cast)
    at = f"/c/barham/pre-election/PE-{period.number:04}/"
    assert as_(cast.oscar).get(at).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (boxes("poll_on", date(2027, 3, 30)), "Polling day cannot be before the notice"),
        (boxes("poll_on", ("31", "2", "2027")), "Enter a real date"),
        ({"kind": ""}, "Select what is held"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    cast: Cast, as_: As, wrong: dict[str, str], said: str
) -> None:
    answer = as_(cast.adam).post(f"{LIST}new/", typed(area="Kept words", **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not Period.objects.exists()


def test_a_year_too_far_is_refused(cast: Cast, as_: As) -> None:
    answer = as_(cast.adam).post(f"{LIST}new/", typed(**boxes("poll_on", date(2028, 5, 6))))
    assert answer.status_code == 409
    assert "Check both days" in answer.content.decode()


def test_the_days_are_read_day_first(cast: Cast, as_: As) -> None:
    first = boxes("notice_on", ("04", "09", "2026"))
    as_(cast.adam).post(f"{LIST}new/", typed(**first, **boxes("poll_on", ("8", "10", "2026"))))
    assert Period.objects.get().notice_on == date(2026, 9, 4)


def test_the_calculator_suggests_and_saves_nothing(cast: Cast, as_: As) -> None:
    empty = boxes("notice_on", ("", "", ""))
    answer = as_(cast.adam).post(f"{LIST}new/", typed(suggest="1", **empty))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Wednesday 31 March 2027 at the latest" in page
    assert "There is a problem" not in page
    assert "North ward" in page
    assert not Period.objects.exists()


def test_the_calculator_needs_polling_day(cast: Cast, as_: As) -> None:
    empty = boxes("poll_on", ("", "", ""))
    answer = as_(cast.adam).post(f"{LIST}new/", typed(suggest="1", **empty))
    assert answer.status_code == 422
    assert "Enter polling day" in answer.content.decode()


def test_the_same_form_sent_twice_records_one(cast: Cast, as_: As) -> None:
    adam, words = as_(cast.adam), typed()
    for _ in range(2):
        answer = adam.post(f"{LIST}new/", words)
        assert answer.status_code == 302
    assert Period.objects.count() == 1


def test_the_same_election_is_recorded_once(cast: Cast, as_: As) -> None:
    a_period(cast)
    answer = as_(cast.adam).post(f"{LIST}new/", typed())
    assert answer.status_code == 409
    assert "recorded already, as PE-0001" in answer.content.decode()


def test_one_entered_on_its_polling_day_holds_until_midnight(cast: Cast) -> None:
    """Both ends count, in London: at 11.30pm BST UTC has another day than just after midnight."""
    poll = date(2027, 5, 6)
    with time_machine.travel(datetime(2027, 5, 6, 23, 30, tzinfo=LONDON), tick=False):
        a_period(cast)
        assert period_on(cast.ashford, today())
    with time_machine.travel(datetime(2027, 5, 7, 0, 1, tzinfo=LONDON), tick=False):
        assert period_on(cast.ashford, today()) is None
    assert period_on(cast.ashford, date(2027, 3, 31))
    assert period_on(cast.ashford, date(2027, 3, 30)) is None
    assert period_on(cast.barham, poll) is None


def test_periods_that_overlap_release_after_the_last(cast: Cast) -> None:
    first = a_period(cast)
    second = a_period(
        cast, kind="police", area="", notice_on=date(2027, 5, 1), poll_on=date(2027, 6, 3)
    )
    assert period_on(cast.ashford, date(2027, 5, 6)) == second
    assert period_on(cast.ashford, date(2027, 5, 20)) == second
    assert stretch([first, second], date(2027, 4, 1)) == (first.notice_on, second.poll_on)
    assert stretch([first, second], date(2027, 6, 4)) is None


def test_moving_its_days_calls_for_another_look(cast: Cast, as_: As) -> None:
    """A note alone does not."""
    period = a_period(cast)
    words = typed(note="Told by the returning officer.")
    as_(cast.adam).post(f"{LIST}PE-0001/change/", words)
    period.refresh_from_db()
    before = period.dates_set_at
    assert period.note
    as_(cast.adam).post(f"{LIST}PE-0001/change/", words | boxes("notice_on", date(2027, 3, 24)))
    period.refresh_from_db()
    assert period.notice_on == date(2027, 3, 24)
    assert period.dates_set_at > before


def test_a_period_is_called_off_with_a_reason(cast: Cast, as_: As) -> None:
    period = a_period(cast)
    adam = as_(cast.adam)
    assert adam.post(f"{LIST}PE-0001/call-off/", {"why": " "}).status_code == 422
    answer = adam.post(f"{LIST}PE-0001/call-off/", {"why": "One candidate."}, follow=True)
    assert "is called off" in answer.content.decode()
    assert period_on(cast.ashford, period.poll_on) is None
    with pytest.raises(Stale):
        actions.call_off_period(period=period, why="Again.", actor=cast.adam)
    assert adam.post(f"{LIST}PE-0001/change/", typed()).status_code == 409


def test_of_two_who_change_it_at_once_the_second_looks_again(cast: Cast, as_: As) -> None:
    period, adam, page = a_period(cast), as_(cast.adam), f"{LIST}PE-0001/change/"
    assert period.shown in adam.get(page).text
    moved = typed(**boxes("poll_on", date(2027, 5, 13)), shown=period.shown)
    assert adam.post(page, moved).status_code == 302
    assert adam.post(page, moved).status_code == 302  # a second click
    other = adam.post(page, typed(note="Only a note.", shown=period.shown))
    assert other.status_code == 409 and "was changed since this page" in other.text
    assert "Only a note." in other.text
    period.refresh_from_db()
    assert (period.poll_on, period.note) == (date(2027, 5, 13), "")
    assert AuditEvent.objects.about(period).filter(verb="period.changed").count() == 1


def test_the_database_keeps_its_days_in_order(cast: Cast) -> None:
    period = a_period(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=period.pk).update(poll_on=period.notice_on - timedelta(days=1))


def test_profiles_are_listed_and_taken_off(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    words = {"who": "candidate", "name": "Lee Fox", "platform": "x", "handle": "@leefox"}
    page = adam.post(f"{LIST}profiles/new/", words, follow=True).content.decode()
    assert "Lee Fox" in page
    again = adam.post(f"{LIST}profiles/new/", words | {"handle": "@LeeFox"})
    assert again.status_code == 409
    assert "on the list already" in again.content.decode()
    profile = Profile.objects.get()
    adam.post(f"{LIST}profiles/{profile.pk}/end/")
    assert "No profile is on the list" in adam.get(f"{LIST}profiles/").content.decode()
    assert adam.post(f"{LIST}profiles/{profile.pk}/end/").status_code == 409


def test_a_profile_on_the_list_is_listed_once(cast: Cast) -> None:
    a_profile(cast)
    with pytest.raises(RuleBroken, match="already"):
        a_profile(cast, handle="@CllrJoMarsh")


def test_a_profile_is_kept_as_posts_are_read(cast: Cast) -> None:
    assert a_profile(cast, handle="\uff20jo_\u200dmarsh").handle == "@jo_marsh"
    for handle in (
        *("https://www.josmith.org/", "josmith.org", "x.com/jo", "@jo.smith", "jane..smith"),
        *("@jane@mastodon.social", "jane@mastodon.online", "@smith.1950", "j.1", "jo.bsky.social"),
        *("facebook.com/profile.php?id=5", "https://mastodon.social/@jane"),
    ):
        assert a_profile(cast, handle=handle).handle == handle


@pytest.mark.parametrize(
    "handle",
    [
        "@",
        "https://",
        "Deva Jones @deva_jones",
        "deva_jones on Facebook",
        "https://[facebook.com/deva",
        "https://www.facebook.com/?ref=x",
        "https://www.facebook.com/",
        "facebook.com",
        "@facebook.com",
        "https://www.facebook.com/profile.php?ref=x",
        "facebook.com/profile.php?id=john",
        "facebook.com/profile.php?xid=5",
        "profile.php?id=5",
        "https://josmith.org/?page=2",
    ],
)
def test_a_profile_that_no_post_could_be_found_by_is_refused(
    cast: Cast, as_: As, handle: str
) -> None:
    words = {"who": "candidate", "name": "Lee Fox", "platform": "x", "handle": handle}
    page = as_(cast.adam).post(f"{LIST}profiles/new/", words)
    assert page.status_code == 409 and "Lee Fox" in page.text
    assert not Profile.objects.exists()
    as_(cast.adam).post(f"{LIST}profiles/new/", words | {"handle": "facebook.com/leefox?ref=x"})
    assert Profile.objects.exists()


def test_home_says_that_a_period_begins_and_that_it_holds(cast: Cast, as_: As) -> None:
    a_period(cast, notice_on=today() + timedelta(days=14), poll_on=today() + timedelta(days=40))
    ana = as_(cast.ana)
    assert "A pre-election period begins" in ana.get("/c/ashford/home/").content.decode()
    Period.objects.update(notice_on=today())
    assert "Pre-election period now" in ana.get("/c/ashford/home/").content.decode()
    Period.objects.update(notice_on=today() + timedelta(days=15))
    assert "re-election period" not in ana.get("/c/ashford/home/").content.decode()
