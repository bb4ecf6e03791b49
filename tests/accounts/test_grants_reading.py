"""The list of access, one grant's page, and everybody against every account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.grants.actions import withdraw_for_misuse
from accounts.grants.models import AccessGrant
from accounts.people.models import Person, TeamMember
from accounts.register.levels import Level
from accounts.register.models import Opening, WayIn
from tests.accounts.granting import (
    asked,
    ended,
    found,
    granted,
    member_of,
    rules,
    suspended,
    there,
)
from tests.accounts.teaming import a_device
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
    assert "No access is granted today" in page.text
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


#: The steps that each of them is offered, the next one first: the clerk grants, Adam keeps the
#: register, the access is Ana's, Rita reads.
STEPS: dict[str, tuple[Callable[[Cast], AccessGrant], dict[str, str]]] = {
    "asked for": (asked, {"priya": "decide", "ana": "end"}),
    "to set up": (
        lambda cast: granted(cast, ends_on=today()),
        {"priya": "confirm extend suspend end misuse", "adam": "confirm", "ana": "end"},
    ),
    "in force": (there, {"priya": "suspend end misuse", "ana": "end"}),
    "suspended": (
        suspended,
        {"priya": "removed resume end misuse", "adam": "removed", "ana": "end"},
    ),
    "ended": (ended, {"priya": "removed", "adam": "removed"}),
    "found": (found, {"priya": "match office end", "adam": "match office"}),
}


@pytest.mark.parametrize("state", STEPS)
def test_only_what_one_may_do_is_offered(cast: Cast, as_: SignIn, state: str) -> None:
    rules(cast, withdraw_access=chosen({"offices": ["town-clerk"]}))
    make, offered = STEPS[state]
    grant = make(cast)
    for name in ("priya", "adam", "ana", "rita"):
        browser = as_(getattr(cast, name))
        page = browser.get(grant.get_absolute_url())
        assert [one.name for one in page.context["steps"]] == offered.get(name, "").split(), name
        for one in page.context["steps"]:
            assert one.url in page.text
            assert browser.get(one.url).status_code == 200


def test_reasons_devices_and_history_are_not_for_everybody(cast: Cast, as_: SignIn) -> None:
    rules(cast, withdraw_access=chosen({"offices": ["town-clerk"]}))
    phone = a_device(cast, name="Cora’s own phone", holder=member_of(cast, cast.cora))
    grant = there(cast, cast.cora, authorised_devices_only=True, devices=[phone])
    withdraw_for_misuse(
        membership=member_of(cast, cast.cora), reason="Posted a rival’s address", actor=cast.priya
    )
    behind = ("rival", "own phone", "Withdrawn for misuse", "Page access lists")
    for reader in (cast.cora, cast.priya, cast.adam, cast.rita):
        page = as_(reader).get(grant.get_absolute_url()).text
        assert all(words in page for words in behind), reader
    for reader in (cast.ana, cast.dev):
        page = as_(reader).get(grant.get_absolute_url()).text
        assert "Facebook: Main page" in page and "To remove" in page
        assert not [words for words in behind if words in page], reader


def test_until_when_is_the_same_everywhere(cast: Cast, as_: SignIn) -> None:
    grant = there(cast)
    leaves = today() + timedelta(days=30)
    cast.ashford.memberships.filter(person=cast.ana).update(ends_on=leaves)
    browser = as_(cast.priya)
    for address in (LIST, reverse("register:detail", args=["ashford", cast.page.pk])):
        assert f'data-label="Until">{leaves:%-d %B %Y}<' in browser.get(address).text
    cast.ashford.access_grants.update(told="", told_on=None)
    paper = browser.get(reverse("grants:tell", args=["ashford", grant.number])).text
    assert f"{leaves:%-d %B %Y}" in paper


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
    table = {row.who: [cell.lacks or bool(cell.held) for cell in row.cells] for row in matrix.rows}
    lacks = {row.who: [cell.lacks for cell in row.cells] for row in matrix.rows}
    assert list(table) == ["Adam", "Ana", "Cora"]
    assert lacks == {"Adam": [False, False], "Ana": [False, False], "Cora": [True, True]}
    assert "2 to mend" in page.text and "24/101" in page.text
    assert "Knows the shared login, Login “social”" in page.text


def test_whoever_can_get_in_stands_in_the_whole(cast: Cast, as_: SignIn) -> None:
    """Found and nobody's, or ended here and not yet removed: each with its state."""
    found(cast, "J Smith")
    ended(cast)
    whole = reverse("grants:matrix", args=["ashford"])
    rows = as_(cast.rita).get(whole).context["matrix"].rows
    shown = {row.who: [one.tag["label"] for _, one in row.cells[0].held] for row in rows}
    assert shown == {"Ana": ["To remove"], "J Smith": ["Found, not confirmed"]}


def test_suspended_is_one_word_without_a_day_it_has_not(cast: Cast, as_: SignIn) -> None:
    grant = suspended(cast)
    browser = as_(cast.priya)
    addresses = (grant.get_absolute_url(), f"{LIST}?show=to_remove", cast.page.get_absolute_url())
    for address in addresses:
        page = browser.get(address).text.split("<main", 1)[1]
        assert ">Suspended<" in page and ">To remove</strong>" not in page, address
    assert "Over here since" not in browser.get(grant.get_absolute_url()).text


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
