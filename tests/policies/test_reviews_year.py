"""A year of the daily job on all five shipped councils: every reminder, to whom and when."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.clock import running
from accounts.clock.tasks import remind
from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.people.models import Office, Person
from councilsm.inbox.deadlines import PROVIDERS
from councilsm.inbox.models import OutboxMessage, Reminder
from policies.dates import last_day
from policies.reviews.actions import record_review
from policies.reviews.questions import state_of
from policies.reviews.timing import AHEAD
from tests.accounts.reminding import mailed
from tests.accounts.setting_up import a_council
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.policies.reviewing import a_reviewed_policy

pytestmark = pytest.mark.django_db

DAY, WEEK = timedelta(days=1), timedelta(days=7)
COUNCILS = ("dunstable", "leighton-linslade", "flitwick", "heanor-loscoe", "ludlow")
BEGINS = date(2026, 5, 1)


@pytest.fixture
def councils(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Council]:
    """The five, each with its clerk; the clock asks what policies tell, and nothing else."""
    only_policies(monkeypatch)
    with morning_of(BEGINS):
        made = {slug: a_council(slug) for slug in COUNCILS}
        for slug, council in made.items():
            a_member(council, f"{slug} clerk", "town-clerk")
    OutboxMessage.objects.all().delete()
    return made


@pytest.fixture
def in_2025() -> Iterator[None]:
    """Before the cast comes, so that Leo has left by the days that count."""
    with morning_of(date(2025, 9, 1)):
        yield


def only_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [one for one in PROVIDERS if one.__module__.startswith("policies.")]
    assert any(one.__module__ == "policies.reviews.deadlines" for one in ours)
    monkeypatch.setattr(running, "PROVIDERS", ours)
    monkeypatch.setattr(running, "URGENT", [])


def morning_of(day: date) -> Any:
    return time_machine.travel(datetime.combine(day, time(8), LONDON), tick=False)


def thresholds(councils: dict[str, Council], first: date) -> Counter[date]:
    """On which day how many policies reach a threshold."""
    with morning_of(first):
        states = [one for council in councils.values() for one in state_of(council, first)]
    days = Counter[date]()
    for due in (last_day(state.due) for state in states if state.due):
        days.update(due - before * DAY for before in AHEAD)
        days.update(due + weeks * WEEK for weeks in range(53))
    return days


def a_year(councils: dict[str, Council], first: date) -> dict[str, list[str]]:
    """Runs the job for a year, on each day on which somebody can hear something.

    That is the day on which a threshold is reached, and those after it until an office is open.

    Returns:
        Of each council "2026-05-05 clerk 180": the day, who, and how many days before it was due;
        below 0 after.
    """
    heard = defaultdict[str, list[str]](list)
    reached, waiting, last = thresholds(councils, first), 0, 0
    for day in (first + ahead * DAY for ahead in range(365)):
        waiting += reached[day]
        if not waiting:
            continue
        with morning_of(day):
            remind()
        rows = Reminder.objects.filter(pk__gt=last).order_by("pk").select_related("person")
        for row in rows:
            slug, _, who = row.person.name.rpartition(" ")
            heard[slug].append(f"{day} {who} {row.threshold}")
            waiting, last = waiting - 1, row.pk
    return dict(heard)


@pytest.mark.clause("DTC-6.1-c")
def test_a_year_in_which_dunstable_forgets_its_review(councils: dict[str, Council]) -> None:
    """Reviewed in October 2025 and each year: late from 1 November 2026, told until it is done.

    The others: Ludlow's is not due before 2029, Flitwick's baseline is wanting, and the other two
    say no period. 180 days before is a Monday on which the office is closed, and so on.
    """
    assert a_year(councils, BEGINS) == {
        "dunstable": [
            *("2026-05-05 clerk 180", "2026-08-03 clerk 90", "2026-10-01 clerk 30"),
            *("2026-10-26 clerk 7", "2026-10-31 clerk 0"),
            *("2026-11-09 clerk -7", "2026-11-16 clerk -14", "2026-11-23 clerk -21"),
            *("2026-11-30 clerk -28", "2026-12-07 clerk -35", "2026-12-14 clerk -42"),
            *("2026-12-21 clerk -49", "2026-12-29 clerk -56", "2027-01-04 clerk -63"),
            *("2027-01-11 clerk -70", "2027-01-18 clerk -77", "2027-01-25 clerk -84"),
            *("2027-02-01 clerk -91", "2027-02-08 clerk -98", "2027-02-15 clerk -105"),
            *("2027-02-22 clerk -112", "2027-03-01 clerk -119", "2027-03-08 clerk -126"),
            *("2027-03-15 clerk -133", "2027-03-22 clerk -140", "2027-03-30 clerk -147"),
            *("2027-04-05 clerk -154", "2027-04-12 clerk -161", "2027-04-19 clerk -168"),
            "2027-04-26 clerk -175",
        ]
    }
    subjects = {subject for _, subject in mailed()}
    assert subjects == {"Policy to review by October 2026: Social Media Policy"}


@pytest.mark.clause("LTC-header-e", "FTC-11-a")
def test_a_year_in_which_ludlow_and_flitwick_are_due(councils: dict[str, Council]) -> None:
    """Ludlow's document says 04/2029; Flitwick reviewed in March 2025; Dunstable in October 2028.

    No bank holidays are known for 2029 yet, so nothing waits for an office to open.
    """
    first = date(2028, 5, 10)
    with morning_of(first):
        settled(councils["flitwick"], "2025-03", "25/31")
    with morning_of(date(2028, 10, 20)):
        settled(councils["dunstable"], "2028-10-19", "28/90")
    assert a_year(councils, first) == {
        "dunstable": ["2029-04-22 clerk 180"],
        "flitwick": [
            *("2028-10-02 clerk 180", "2028-12-31 clerk 90", "2029-03-01 clerk 30"),
            *("2029-03-24 clerk 7", "2029-03-31 clerk 0", "2029-04-07 clerk -7"),
            *("2029-04-14 clerk -14", "2029-04-21 clerk -21", "2029-04-28 clerk -28"),
            "2029-05-05 clerk -35",
        ],
        "ludlow": [
            *("2028-11-01 clerk 180", "2029-01-30 clerk 90", "2029-03-31 clerk 30"),
            *("2029-04-23 clerk 7", "2029-04-30 clerk 0", "2029-05-07 clerk -7"),
        ],
    }


def settled(council: Council, reviewed_on: str, minute: str) -> None:
    """The clerk records a review that left the policy as it is."""
    record_review(
        policy=council.policies.get(),
        outcome="no_change",
        reviewed_on=reviewed_on,
        minute=minute,
        actor=Person.objects.get(name=f"{council.slug} clerk"),
    )


@pytest.mark.clause("LLTC-gap-a", "LTC-header-e")
def test_what_each_of_the_five_shows(councils: dict[str, Council]) -> None:
    """On the last day in time and the first one late; the pages say it in words."""

    def shown(day: date) -> dict[str, str]:
        said = {}
        with morning_of(day):
            for slug in COUNCILS:
                client = Client()
                client.force_login(Person.objects.get(name=f"{slug} clerk"))
                answer = client.get(f"/c/{slug}/policy-reviews/")
                said[slug], *_ = re.findall(r"govuk-tag[^>]*>([^<]*)", answer.content.decode())
        return said

    always = {
        "leighton-linslade": "No period set",
        "flitwick": "Baseline needed",
        "heanor-loscoe": "No period set",
    }
    late = "Overdue since 1 November 2026"
    assert shown(date(2026, 5, 3)) == {**always, "dunstable": "In date", "ludlow": "In date"}
    assert shown(date(2026, 10, 31)) == {**always, "dunstable": "Due soon", "ludlow": "In date"}
    assert shown(date(2026, 11, 1)) == {**always, "dunstable": late, "ludlow": "In date"}
    assert shown(date(2029, 4, 30)) == {**always, "dunstable": late, "ludlow": "Due soon"}
    assert shown(date(2029, 5, 1)) == {
        **always,
        "dunstable": late,
        "ludlow": "Overdue since 1 May 2029",
    }


def test_the_office_that_sees_to_it_and_the_next_one_when_it_is_late(
    in_2025: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Priya is the proper officer. The council reminds a day ahead, and goes on after five."""
    only_policies(monkeypatch)
    rules = RULES | {
        "cover": chosen(["town-clerk", "administrator"]),
        "reminders": chosen({"days_before": [1], "escalate_after_days": 5}),
    }
    a_rulebook(cast.ashford, **rules)
    policy = a_reviewed_policy(cast)  # due on 1 May 2026, a Friday
    due = date(2026, 5, 1)
    assert told_on(due - 181 * DAY) == set()
    assert told_on(due - 180 * DAY) == set()  # a Sunday
    assert told_on(due - 179 * DAY) == {"priya"}
    assert told_on(due - 91 * DAY) == set()
    assert told_on(due - DAY) == {"priya"}  # 90, 30 and 7 were missed: the newest stands for all
    assert told_on(due) == {"priya"}
    assert told_on(due + 5 * DAY) == {"adam"}
    assert told_on(due + 7 * DAY) == {"priya", "adam"}
    assert told_on(due + 7 * DAY) == set()
    policy.owner = Office.objects.get(council=cast.ashford, key="events-officer")
    policy.save()
    assert told_on(due + 14 * DAY) == {"ana", "priya"}
    with morning_of(due + 20 * DAY):
        record_review(
            policy=policy,
            outcome="no_change",
            reviewed_on="2026-05-20",
            minute="1",
            actor=cast.adam,
        )
    assert told_on(due + 21 * DAY) == set()


def told_on(day: date) -> set[str]:
    """Who hears of it on a day, however often the job runs."""
    with morning_of(day):
        remind()
        remind()
    names = [name for name, _ in mailed()]
    assert len(names) == len(set(names))
    return set(names)
