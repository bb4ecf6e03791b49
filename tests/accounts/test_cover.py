"""Cover: the working days on which nobody is there, with what falls in them, two weeks ahead."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.dates import LONDON
from accounts.hours.models import WEEKDAYS
from accounts.people.models import Appointment, Membership, Person
from accounts.register.models import OfficialAccount
from moderation.posts.actions.noting import note_scheduled
from tests.accounts.absenting import COVER, member
from tests.accounts.changing import changing
from tests.accounts.covering import JULY, a_closure, away, away_in_august, in_july, works
from tests.accounts.granting import until
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.drafting import approved, waiting

As = Callable[[Person], Client]
PAGE = "/c/ashford/cover/"
NO_APPROVER, NO_CONTACT = "Nobody who approves new posts", "No safeguarding contact"
NOBODY_MONITORS = "Nobody who monitors Main page"


@pytest.fixture
def midsummer(travel: Callable[[date], None]) -> None:
    travel(JULY)


@pytest.fixture
def july(midsummer: None, cast: Cast) -> Cast:
    return in_july(cast)


def rows(browser: Client, query: str = "?weeks=9") -> list[str]:
    """The rows of the table of gaps, each as one line."""
    page = browser.get(f"{PAGE}{query}").content.decode()
    table = page.split("<tbody", 1)[1].split("</tbody")[0] if "<tbody" in page else ""
    return [words(row.split(">", 1)[1]) for row in table.split("<tr")[1:]]


def words(html: str) -> str:
    """What a reader sees of some HTML, in one line."""
    out, inside = [], False
    for character in html:
        inside = character == "<" or (inside and character != ">")
        out.append(" " if inside or character == ">" else character)
    return " ".join(unescape("".join(out)).split())


def test_somebody_is_there(july: Cast, as_: As) -> None:
    page = words(as_(july.ana).get(PAGE).content.decode())
    assert "Somebody is there on every working day until Sunday 23 August 2026" in page
    assert "Counted in the council’s working days: Monday to Friday" in page
    assert "Somebody is there on every working day until Sunday 11 October 2026" in words(
        as_(july.ana).get(f"{PAGE}?weeks=13").content.decode()
    )


def test_august_with_nobody_in_is_one_row(july: Cast, as_: As) -> None:
    away_in_august(july, *(july.priya, july.cora, july.rita, july.ana, july.adam))
    browser = as_(july.priya)
    draft = waiting(
        july,
        title="Market day",
        not_before=datetime(2026, 8, 8, 9, tzinfo=LONDON),
        not_after=datetime(2026, 8, 9, 9, tzinfo=LONDON),
    )
    waiting(july, title="In July", not_after=datetime(2026, 7, 31, 9, tzinfo=LONDON))
    scheduled = approved(july, title="Fete", not_after=datetime(2026, 8, 20, 9, tzinfo=LONDON))
    note_scheduled(
        target=july.ashford.targets.get(revision=scheduled.current),
        goes_out_at=datetime(2026, 8, 12, 9, tzinfo=LONDON),
        digest=scheduled.current.digest,
        actor=july.cora,
    )
    found = rows(browser)
    assert len(found) == 1
    # The last day of August is a bank holiday, so nobody is missing then.
    assert found[0].startswith("Monday 3 August to Friday 28 August 2026 ")
    for missing in (NO_APPROVER, NOBODY_MONITORS, NO_CONTACT):
        assert missing in found[0]
    assert "Market day" in found[0] and "In July" not in found[0]
    assert "by Sunday 9 August 2026 at 9am" in found[0]
    assert "Fete: goes out by itself on Main page, Wednesday 12 August 2026 at 9am" in found[0]
    assert f'href="{draft.get_absolute_url()}"' in browser.get(f"{PAGE}?weeks=9").content.decode()
    # Whoever may not see the draft does not read of it here.
    assert "Market day" not in rows(as_(july.dev))[0]
    page = words(browser.get(f"{PAGE}?weeks=9").content.decode())
    assert "Summer bank holiday Monday 31 August 2026" in page


def test_what_is_due_in_a_gap_is_listed_for_who_would_hear_of_it(july: Cast, as_: As) -> None:
    away_in_august(july, july.priya)
    until(july, date(2026, 8, 10))
    line = "Facebook Main page"
    assert line in rows(as_(july.priya))[0]  # she grants access
    assert line not in rows(as_(july.ana))[0]


def test_what_is_to_be_posted_in_a_gap_is_listed_once(july: Cast, as_: As) -> None:
    away(july.priya, JULY + timedelta(days=1))
    approved(july, not_after=datetime(2026, 7, 14, 14, tzinfo=LONDON))
    assert rows(as_(july.cora))[0].count("D-0001") == 1


def test_the_page_asks_as_much_whatever_the_number_of_people_and_days(
    july: Cast, as_: As, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_(july.ana)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        browser.get(PAGE)
    for number in range(5):
        somebody = a_member(july.ashford, f"Officer {number}", "town-clerk")
        away(somebody, JULY + timedelta(days=number), JULY + timedelta(days=number + 3))
    with CaptureQueriesContext(connection) as many:
        browser.get(f"{PAGE}?weeks=13")
    assert len(many) == len(few)


def test_each_kind_of_gap_is_told_apart(july: Cast, as_: As) -> None:
    tuesday = JULY + timedelta(days=1)
    away(july.priya, tuesday)
    away(july.cora, tuesday + timedelta(days=1))
    away(july.rita, tuesday + timedelta(days=2), tuesday + timedelta(days=6))
    assert rows(as_(july.ana)) == [
        f"Tuesday 14 July 2026 {NO_APPROVER} Nothing",
        f"Wednesday 15 July 2026 {NOBODY_MONITORS} Nothing",
        # Over the weekend, which counts along.
        f"Thursday 16 July to Monday 20 July 2026 {NO_CONTACT} Nothing",
    ]


def test_the_next_in_order_is_there_and_part_time_is_not_away(july: Cast, as_: As) -> None:
    a_rulebook(july.ashford, **COVER)
    tuesday = JULY + timedelta(days=1)
    absence = away(july.priya, tuesday)
    browser = as_(july.ana)
    assert rows(browser) == []  # Cora acts
    # Cora works on Mondays only, until next week. While Priya is away, nobody is there.
    works(july.cora, JULY, "monday")
    works(july.cora, JULY + timedelta(days=7), "monday", "tuesday", "wednesday")
    works(july.cora, JULY + timedelta(days=7), *WEEKDAYS)  # put right the same day
    assert rows(browser, "") == [
        f"Tuesday 14 July 2026 {NO_APPROVER} {NOBODY_MONITORS} Nothing",
        f"Wednesday 15 July to Friday 17 July 2026 {NOBODY_MONITORS} Nothing",
    ]
    absence.delete()
    # Priya is part-time as well: on Tuesday nobody acts for her, as she is not away.
    works(july.priya, JULY, "wednesday")
    assert NO_APPROVER in rows(browser, "")[0]


def test_who_may_not_authorise_is_nobody_who_approves(july: Cast, as_: As) -> None:
    priya = member(july.priya)
    browser = as_(july.ana)
    Membership.objects.filter(pk=priya.pk).update(category="councillor")
    assert NO_APPROVER in rows(browser)[0]  # LGA 1972 s.101
    a_rulebook(july.ashford, **RULES | {"councillors_may_authorise": chosen(True)})
    assert rows(browser) == []
    Membership.objects.filter(pk=priya.pk).update(can_sign_in=False)
    assert NO_APPROVER in rows(browser)[0]


def test_who_leaves_or_is_suspended_is_not_there(july: Cast, as_: As) -> None:
    priya = member(july.priya)
    Membership.objects.filter(pk=priya.pk).update(
        closes_at=datetime(2026, 7, 17, 16, tzinfo=LONDON)
    )
    browser = as_(july.ana)
    assert rows(browser, "")[0].startswith("Monday 20 July to Friday 21 August 2026")
    # Once the moment has passed, not on the rest of the day either.
    Membership.objects.filter(pk=priya.pk).update(closes_at=datetime(2026, 7, 13, 9, tzinfo=LONDON))
    assert rows(browser, "")[0].startswith("Monday 13 July to Friday 21 August 2026")
    Membership.objects.filter(pk=priya.pk).update(closes_at=None)
    Appointment.objects.filter(membership=priya).update(ends_on=date(2026, 8, 14))
    assert rows(browser, "")[0].startswith("Monday 17 August to Friday 21 August 2026")


def test_closures_are_no_gaps_but_say_what_falls_in_them(july: Cast, as_: As) -> None:
    away_in_august(july, july.priya)
    a_closure(july)
    waiting(july, title="Market day", not_after=datetime(2026, 8, 9, 9, tzinfo=LONDON))
    browser = as_(july.priya)
    assert rows(browser) == []
    page = words(browser.get(f"{PAGE}?weeks=9").content.decode())
    assert "Summer closure Monday 3 August to Monday 31 August 2026 D-0001 Market day" in page


def test_a_closure_over_christmas_is_one_line(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    travel(date(2026, 12, 1))
    a_closure(cast, date(2026, 12, 24), date(2027, 1, 1), "Christmas closure")
    page = words(as_(cast.ana).get(PAGE).content.decode())
    assert "Christmas closure Thursday 24 December 2026 to Friday 1 January 2027" in page
    assert "Boxing Day" not in page


def test_what_is_not_set_is_said_once(july: Cast, as_: As) -> None:
    a_rulebook(
        july.ashford, **{name: RULES[name] for name in RULES if name != "authorise_new_post"}
    )
    OfficialAccount.objects.filter(pk=july.page.pk).update(monitored_by=None)
    away_in_august(july, july.priya, july.cora, july.rita)
    assert rows(as_(july.adam)) == []
    page = as_(july.adam).get(PAGE).content.decode()
    assert "No rule says who authorises a new post" in page
    assert "No rule says whom to tell when a child" in page
    assert "1 account with nobody named" in page
    assert "/rules/safeguarding/" in page
    assert "/rules/safeguarding/" not in as_(july.ana).get(PAGE).content.decode()
    answer = changing(july.ashford, offices=[], office="auditor")
    assert as_(july.adam).post("/c/ashford/rules/safeguarding/", answer).status_code == 302
    assert rows(as_(july.adam)) == [
        f"Monday 3 August to Friday 28 August 2026 {NO_CONTACT} Nothing"
    ]
    assert "Internal Auditor" in as_(july.ana).get("/c/ashford/rules/").content.decode()


def test_beyond_the_bank_holidays_known_it_says_so(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    travel(date(2028, 12, 11))
    page = words(as_(cast.ana).get(PAGE).content.decode())
    assert "Bank holidays are known until Sunday 31 December 2028 only" in page
    assert "Somebody is there on every working day until Sunday 31 December 2028" in page


def test_absences_and_cover_link_to_each_other(july: Cast, as_: As) -> None:
    away(july.priya, JULY)
    assert 'href="/c/ashford/absences/"' in as_(july.ana).get(PAGE).content.decode()
    assert f'href="{PAGE}"' in as_(july.ana).get("/c/ashford/absences/").content.decode()
