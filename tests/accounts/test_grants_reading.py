"""The list of access, one grant's page, and everybody against every account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Person, TeamMember
from accounts.register.levels import Level
from accounts.register.models import Opening, WayIn
from tests.accounts.granting import asked, ended, found, granted, member_of, suspended
from tests.cast import RULES, AccountFactory, Cast, a_member, a_rulebook, chosen

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
LIST = "/c/ashford/access/"


def test_a_list_asks_no_more_for_more_rows(cast: Cast, as_: SignIn, queries: Any) -> None:
    for number in range(30):
        found(cast, f"Person {number}", member_of(cast, a_member(cast.ashford, f"P{number}")))
    browser = as_(cast.priya)
    for show in ("found", "all", "to_remove"):
        with queries(at_most=6):
            page = browser.get(LIST, {"show": show})
        assert page.status_code == 200
    assert "Showing 25 of 30" in browser.get(LIST, {"show": "all"}).text


def test_each_list_has_its_own(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.ana).get(LIST)
    assert "Nobody’s access is on record" in page.text
    mine = granted(cast)
    waiting = asked(cast, cast.cora)
    there = found(cast)
    shown = {}
    for show in ("in_force", "asked", "to_confirm", "found", "to_remove", "over", "nonsense"):
        page = as_(cast.ana).get(LIST, {"show": show, "member": "²"})
        shown[show] = [grant.number for grant in page.context["page"].items]
    assert shown == {
        "in_force": [mine.number],
        "asked": [waiting.number],
        "to_confirm": [mine.number],
        "found": [there.number],
        "to_remove": [],
        "over": [],
        "nonsense": [mine.number],
    }


def test_one_grants_page_tells_its_whole_story(cast: Cast, as_: SignIn, queries: Any) -> None:
    grant = ended(cast)
    browser = as_(cast.priya)
    with queries(at_most=12):
        page = browser.get(grant.get_absolute_url())
    for words in ("No longer needed", "Page access lists them", "To remove"):
        assert words in page.text
    assert reverse("grants:removed", args=["ashford", grant.number]) in page.text
    others = as_(cast.rita).get(grant.get_absolute_url()).text
    assert reverse("grants:removed", args=["ashford", grant.number]) not in others


@pytest.mark.parametrize("state", ["asked", "granted", "suspended", "found"])
def test_only_what_one_may_do_is_offered(cast: Cast, as_: SignIn, state: str) -> None:
    grant = {"asked": asked, "granted": granted, "suspended": suspended, "found": found}[state](
        cast
    )
    for person in (cast.priya, cast.adam, cast.ana, cast.rita):
        browser = as_(person)
        page = browser.get(grant.get_absolute_url())
        for one in page.context["steps"]:
            address = reverse(f"grants:{one.name}", args=["ashford", grant.number])
            assert address in page.text
            assert browser.get(address).status_code == 200


# --- Everybody against every account ----------------------------------------------------------


def seat(cast: Cast, person: Person) -> None:
    TeamMember.objects.create(
        council=cast.ashford, membership=member_of(cast, person), starts_on=today()
    )


@pytest.mark.clause("FTC-6.2-k")
def test_the_team_can_get_into_every_account(cast: Cast, as_: SignIn, queries: Any) -> None:
    a_rulebook(cast.ashford, **{**RULES, "whole_team_has_access": chosen(True)})
    instagram = AccountFactory(
        council=cast.ashford, platform="instagram", handle="ashford", name="Pictures"
    )
    AccountFactory(council=cast.ashford, platform="x", handle="ashford", status="closed")
    for person in (cast.ana, cast.cora):
        seat(cast, person)
    granted(cast, cast.ana)
    login = WayIn.objects.create(council=cast.ashford, kind="login", name="social")
    Opening.objects.create(council=cast.ashford, way_in=login, account=instagram)
    granted(cast, cast.ana, what=login, level=Level.SHARED)
    granted(cast, cast.adam, what=instagram)
    browser = as_(cast.rita)
    with queries(at_most=8):
        page = browser.get(reverse("grants:matrix", args=["ashford"]))
    matrix = page.context["matrix"]
    table = {
        row.membership.person.name: [cell.lacks or bool(cell.labels) for cell in row.cells]
        for row in matrix.rows
    }
    lacks = {row.membership.person.name: [cell.lacks for cell in row.cells] for row in matrix.rows}
    assert list(table) == ["Adam", "Ana", "Cora"]
    assert lacks == {"Adam": [False, False], "Ana": [False, False], "Cora": [True, True]}
    assert "2 to mend" in page.text and "24/101" in page.text
    assert "Knows the shared login, Login “social”" in page.text


def test_where_no_rule_wants_it_nobody_is_missed(cast: Cast, as_: SignIn) -> None:
    seat(cast, cast.cora)
    page = as_(cast.rita).get(reverse("grants:matrix", args=["ashford"]))
    assert "No access" not in page.text and "to mend" not in page.text
    assert page.context["matrix"].lacking == 0


def test_access_that_is_over_is_not_in_it(cast: Cast, as_: SignIn) -> None:
    granted(cast, ends_on=today())
    cast.ashford.access_grants.update(
        starts_on=today() - timedelta(days=2), ends_on=today() - timedelta(days=1)
    )
    assert not as_(cast.rita).get(reverse("grants:matrix", args=["ashford"])).context["matrix"].rows
