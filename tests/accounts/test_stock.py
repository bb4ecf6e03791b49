"""Taking stock: what the platforms show is written down, matched, confirmed or ended."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.grants.access import had_access
from accounts.grants.models import AccessGrant
from accounts.people.models import Person
from accounts.register.levels import Level
from accounts.register.models import WayIn
from councilsm.inbox.due import due_for
from tests.accounts.changing import in_boxes
from tests.accounts.granting import found, granted, member_of, step
from tests.cast import RULES, Cast, a_rulebook, chosen

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
STOCK = "/c/ashford/access/stock/"
SEVEN = ("Ana E", "Priya C", "C Comms", "Old Clerk", "Web Designer", "J Smith", "Ashford News")


def entry(name: str = "J Smith", **changes: Any) -> dict[str, Any]:
    """One person whom the platform shows, as the form sends it."""
    return {
        "found_name": name,
        "level": Level.FULL.value,
        "membership": "",
        **in_boxes("found_on", today()),
        "found_source": "Page access, screenshot of today",
        "do": "more",
        **changes,
    }


def write_down(as_: SignIn, cast: Cast, person: Person | None = None, **changes: Any) -> Any:
    url = reverse("grants:found", args=["ashford", "account", cast.page.pk])
    return as_(person or cast.priya).post(url, entry(**changes))


def live(cast: Cast, in_days: int) -> None:
    cast.ashford.go_live_on = today() + timedelta(days=in_days)
    cast.ashford.save(update_fields=["go_live_on"])


# --- Written down -----------------------------------------------------------------------------


def test_seven_found_and_each_confirmed_or_ended(cast: Cast, as_: SignIn) -> None:
    live(cast, 90)
    for name in SEVEN:
        response = write_down(as_, cast, name=name)
        # The next one keeps where it was seen.
        assert response.status_code == 302 and "source=Page+access" in response["Location"]
    page = as_(cast.priya).get(STOCK).text
    assert "7 to confirm or end" in page and "Web Designer" in page
    rows = {grant.found_name: grant for grant in cast.ashford.access_grants.all()}
    first = rows["Ana E"]
    assert (first.status, first.basis, first.requested_by) == ("found", "found", None)
    assert not first.decisions.exists()  # no granter is invented
    for name, person in (("Ana E", cast.ana), ("C Comms", cast.cora)):
        member = member_of(cast, person).pk
        assert step(as_, cast.priya, "match", rows[name], membership=member).status_code == 302
        assert step(as_, cast.priya, "keep", rows[name], why="Writes posts").status_code == 302
    for name in ("Old Clerk", "Web Designer", "J Smith", "Ashford News"):
        response = step(as_, cast.priya, "end", rows[name], reason="Nobody here")
        assert response.status_code == 302
    after = as_(cast.priya).get(STOCK)
    assert (after.context["stock"].kept, after.context["stock"].ended) == (2, 4)
    assert after.context["stock"].left == 1
    to_remove = as_(cast.priya).get("/c/ashford/access/", {"show": "to_remove"})
    assert len(to_remove.context["page"].items) == 4
    kept = AccessGrant.objects.get(found_name="Ana E")
    assert kept.decisions.get().outcome == "kept" and had_access(cast.ana, cast.page, today())


def test_a_found_one_gives_nothing_until_it_is_confirmed(cast: Cast) -> None:
    found(cast, "Ana E", member_of(cast, cast.ana))
    assert not had_access(cast.ana, cast.page, today())


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"name": ""}, 422, "Enter the name as the platform shows it"),
        ({"found_source": ""}, 422, "Say where you saw it"),
        ({"level": "editor"}, 422, "Select one of the choices"),
        ({"found_source": "password: Tr0ub4dor&3"}, 409, "looks like a password"),
        (in_boxes("found_on", today() + timedelta(days=1)), 409, "is in the future"),
    ],
)
def test_what_is_not_written_down(
    cast: Cast, as_: SignIn, changes: dict[str, str], status: int, words: str
) -> None:
    response = write_down(as_, cast, **changes)
    assert response.status_code == status and words in response.text
    assert not cast.ashford.access_grants.exists()


def test_the_same_name_is_written_down_once(cast: Cast, as_: SignIn) -> None:
    write_down(as_, cast)
    response = write_down(as_, cast, name="j smith")
    assert response.status_code == 409 and "A-0001" in response.text


def test_others_do_not_take_stock(cast: Cast, as_: SignIn) -> None:
    for person in (cast.ana, cast.rita, cast.dev):
        assert write_down(as_, cast, person).status_code == 403
    assert write_down(as_, cast, cast.oscar).status_code == 404
    # Adam keeps the register: he writes down, and decides nothing.
    assert write_down(as_, cast, cast.adam).status_code == 302
    grant = cast.ashford.access_grants.get()
    assert step(as_, cast.adam, "keep", grant, why="x").status_code == 403
    assert step(as_, cast.adam, "end", grant, reason="x").status_code == 403


def test_who_has_it_already_is_not_matched_again(cast: Cast, as_: SignIn) -> None:
    granted(cast, level=Level.FULL)
    grant = found(cast)
    member = member_of(cast, cast.ana).pk
    response = step(as_, cast.priya, "match", grant, membership=member)
    assert response.status_code == 409 and "has this already" in response.text
    theirs = cast.barham.memberships.get().pk
    assert step(as_, cast.priya, "match", grant, membership=theirs).status_code == 422


# --- Confirmed --------------------------------------------------------------------------------


def test_a_name_that_nobody_knows_is_not_confirmed(cast: Cast, as_: SignIn) -> None:
    response = step(as_, cast.priya, "keep", found(cast), why="Who knows")
    assert response.status_code == 409 and "Say first whose it is" in response.text


def test_confirmed_with_a_reason_of_the_job(cast: Cast, as_: SignIn) -> None:
    grant = found(cast, "Ana E", member_of(cast, cast.ana))
    assert step(as_, cast.priya, "keep", grant, why=" ").status_code == 422
    assert step(as_, cast.priya, "keep", grant, why="Writes posts").status_code == 302
    assert step(as_, cast.priya, "keep", grant, why="Writes posts").status_code == 409


def test_the_fourth_confirmed_administrator_needs_a_reason(cast: Cast, as_: SignIn) -> None:
    a_rulebook(cast.ashford, **{**RULES, "administrators": chosen(2)})
    people = (cast.ana, cast.cora, cast.adam)
    rows = [found(cast, person.name, member_of(cast, person)) for person in people]
    for grant in rows[:2]:
        assert step(as_, cast.priya, "keep", grant, why="Needed").status_code == 302
    page = as_(cast.priya).get(reverse("grants:keep", args=["ashford", rows[2].number]))
    assert "wants 2 at most" in page.text
    assert step(as_, cast.priya, "keep", rows[2], why="Needed").status_code == 409
    more = {"why": "Needed", "reason": "Until March"}
    assert step(as_, cast.priya, "keep", rows[2], **more).status_code == 302


def test_ways_in_are_taken_stock_of_too(cast: Cast, as_: SignIn) -> None:
    login = WayIn.objects.create(council=cast.ashford, kind="login", name="social@ashford.example")
    url = reverse("grants:found", args=["ashford", "way-in", login.pk])
    sent = entry("Ana", level=Level.SHARED.value, membership=member_of(cast, cast.ana).pk)
    assert as_(cast.priya).post(url, {**sent, "do": "done"})["Location"] == STOCK
    assert cast.ashford.access_grants.get().what == "Login “social@ashford.example”"


# --- Who lacks what, and Home -----------------------------------------------------------------


def test_who_lacks_what_the_rules_want_first(
    cast: Cast, as_: SignIn, monkeypatch: pytest.MonkeyPatch, queries: Any
) -> None:
    def tell(council: Any, members: Any, on: Any) -> dict[int, list[tuple[str, str]]]:
        return {member: [("training: Responsible use", "")] for member in members}

    monkeypatch.setattr("accounts.people.missing.TELLERS", [("training_first", tell)])
    a_rulebook(cast.ashford, **{**RULES, "training_first": chosen(True)})
    for person in (cast.ana, cast.cora):
        granted(cast, person)
    found(cast)
    browser = as_(cast.priya)
    with queries(at_most=12):
        page = browser.get(STOCK)
    assert "Training: Responsible use" in page.text
    names = [member.person.name for member, _ in page.context["stock"].lacks]
    assert names == ["Ana", "Cora"]


def test_a_page_has_no_level_of_a_group(cast: Cast, as_: SignIn) -> None:
    address = reverse("grants:found", args=["ashford", "account", cast.page.pk])
    choices = {}
    for kind in ("page", "group"):
        cast.ashford.official_accounts.update(kind=kind)
        form = as_(cast.priya).get(address).context["form"]
        choices[kind] = [str(label) for _, label in form.fields["level"].choices]
    assert choices == {
        "page": ["Task access", "Partial access", "Full control"],
        "group": ["Moderator", "Administrator"],
    }


def test_home_says_what_is_left_before_the_go_live_date(cast: Cast) -> None:
    live(cast, 30)
    found(cast)
    found(cast, "Old Clerk")
    cast.priya.refresh_from_db()
    membership = cast.priya.membership_at(cast.ashford)
    assert membership
    lines = {due.text: due for due in due_for(membership)}
    line = lines["2 access rights found on the platforms, to confirm or end"]
    assert line.url == f"{STOCK}#left" and line.note.startswith("Before")
    rita = cast.rita.membership_at(cast.ashford)
    assert rita and not list(due_for(rita))
