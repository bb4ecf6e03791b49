"""The page of the trail: what happened, by whom, under which rules; and that it holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.councils.actions import change_council
from accounts.people.models import Person
from councilsm.audit.checks import protected_tables
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.audit.triggers import install, remove
from councilsm.audit.verbs import Verb
from tests.accounts.changing import NEW_POST, changing
from tests.accounts.leaving import Kind, leaves
from tests.accounts.setting_up import LATER, before_setup
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
TRAIL = "/c/ashford/trail/"


def words(browser: Client, url: str = TRAIL) -> str:
    return " ".join(browser.get(url).content.decode().split())


def renamed(cast: Cast, times: int, *, actor: Person | None = None) -> None:
    """Ashford changes its e-mail address again and again."""
    for number in range(times):
        change_council(
            council=cast.ashford,
            name=cast.ashford.name,
            email=f"office{number}@ashford.example",
            colour=cast.ashford.colour,
            actor=actor or cast.adam,
        )


def test_an_entry_says_who_in_which_office_what_and_under_which_rules(cast: Cast, as_: As) -> None:
    as_(cast.adam).post(NEW_POST, changing(cast.ashford))
    renamed(cast, 1)
    rows = words(as_(cast.rita)).split("<tr")[2:]
    particulars, rules = rows[0], rows[1]
    assert "Adam" in particulars
    assert "Administrator" in particulars
    assert "Council&#x27;s particulars changed" in particulars
    assert "office@ashford.example, then office0@ashford.example" in particulars
    assert "Version 2" in particulars
    assert "Rules changed" in rules
    assert "The clerk asked for help." in rules
    assert "&quot;value&quot;" not in rules


def test_an_answer_of_setup_is_named_as_its_page_is(cast: Cast, as_: As) -> None:
    asked = before_setup(cast).setup_left[0]
    as_(cast.adam).post(f"/c/ashford/setup/{asked}/", {"based_on": 2, **LATER})
    page = words(as_(cast.priya))  # no rule says who reads it: the proper officer
    assert "Question: Who authorises what the council posts?" in page
    assert "who-authorises" not in page
    assert "Rules set: No" in page


def test_an_entry_without_an_actor_is_the_systems(cast: Cast, as_: As) -> None:
    change_council(
        council=cast.ashford,
        name="Ashford",
        email=cast.ashford.email,
        colour=cast.ashford.colour,
        actor=None,
    )
    assert "The system" in words(as_(cast.rita))


def test_an_entry_outlives_its_detail(cast: Cast, as_: As) -> None:
    renamed(cast, 1)
    AuditDetail.objects.all().delete()
    page = words(as_(cast.rita))
    assert "Its detail was disposed of" in page
    assert "Adam" in page


def test_a_long_trail_has_pages_and_asks_few_questions(cast: Cast, as_: As, queries: Any) -> None:
    renamed(cast, 60)
    rita = as_(cast.rita)
    with queries(at_most=8):
        first = rita.get(TRAIL)
    assert "Showing 25 of 60" in first.content.decode()
    older = rita.get(TRAIL + first.context["page"].older_url).context["page"]
    last = rita.get(TRAIL + older.older_url).context["page"]
    assert [event.sequence for event in older.items] == list(range(35, 10, -1))
    assert [event.sequence for event in last.items] == list(range(10, 0, -1))
    assert not last.older_url
    back = rita.get(TRAIL + last.newer_url).context["page"]
    assert [event.sequence for event in back.items] == list(range(35, 10, -1))


def test_the_filter_stays_from_page_to_page(cast: Cast, as_: As) -> None:
    as_(cast.adam).post(NEW_POST, changing(cast.ashford))
    renamed(cast, 30)
    rita = as_(cast.rita)
    first = rita.get(TRAIL, {"verb": Verb.COUNCIL_CHANGED}).context["page"]
    second = rita.get(TRAIL + first.older_url).context["page"]
    shown = {event.verb for event in [*first.items, *second.items]}
    assert shown == {Verb.COUNCIL_CHANGED}
    assert len(second.items) == 5


@pytest.mark.parametrize("query", ["after=nonsense", "before=nonsense", "verb=nonsense"])
def test_an_address_that_is_not_ours_shows_the_first_page(cast: Cast, as_: As, query: str) -> None:
    renamed(cast, 1)
    page = as_(cast.rita).get(f"{TRAIL}?{query}")
    assert page.status_code == 200
    assert len(page.context["page"].items) == 1


def test_another_councils_entries_are_not_there(cast: Cast, as_: As) -> None:
    renamed(cast, 1)
    page = words(as_(cast.oscar), "/c/barham/trail/")
    assert "ashford.example" not in page
    assert as_(cast.oscar).get(TRAIL).status_code == 404
    assert as_(cast.oscar).post(f"{TRAIL}verify/").status_code == 404


def test_a_whole_trail_holds(cast: Cast, as_: As) -> None:
    renamed(cast, 3)
    rita = as_(cast.rita)
    answer = rita.post(f"{TRAIL}verify/", follow=True)
    assert "The trail holds" in answer.content.decode()
    assert AuditEvent.objects.filter(council_id=cast.ashford.pk).count() == 3


def test_a_broken_trail_is_named_by_its_first_bad_entry(cast: Cast, as_: As) -> None:
    from django.db import connection

    renamed(cast, 3)
    table = AuditEvent._meta.db_table
    remove(connection, table, protected_tables()[table])
    AuditEvent.objects.filter(council_id=cast.ashford.pk, sequence=2).update(actor_id=1)
    install(connection, table, protected_tables()[table])
    page = as_(cast.rita).post(f"{TRAIL}verify/").content.decode()
    assert "Entry 2 was changed after it was written." in page
    assert "The trail holds" not in page


def test_verifying_is_asked_for_with_a_button(cast: Cast, as_: As) -> None:
    assert as_(cast.rita).get(f"{TRAIL}verify/").status_code == 405
    assert as_(cast.ana).post(f"{TRAIL}verify/").status_code == 403


def test_the_page_says_how_to_verify_without_it(cast: Cast, as_: As) -> None:
    assert "manage.py verify_audit" in words(as_(cast.rita))


def test_somebody_dismissed_does_not_read_of_it_before_they_are_told(
    cast: Cast, as_: As, queries: Any
) -> None:
    """Whoever else reads the trail does, and it still holds."""
    renamed(cast, 1)
    leaves(cast, cast.rita, kind=Kind.DISMISSAL)
    readers = chosen({"offices": ["auditor", "comms-officer"]})
    a_rulebook(cast.ashford, **RULES | {"read_trail": readers})
    browser = as_(cast.rita)
    with queries(at_most=8):
        rita = words(browser).partition("<tbody")[2]
    assert "Leaving recorded" not in rita
    assert "particulars changed" in rita
    assert "Showing 1 of 1" in rita
    assert "Leaving recorded" in words(as_(cast.cora)).partition("<tbody")[2]
