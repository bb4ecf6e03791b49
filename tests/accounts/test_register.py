"""The register of official accounts, in the admin."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import add_account, change_account
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.registering import as_it_is, change_page, entered
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
LIST = "/admin/accounts/officialaccount/"
ADD = f"{LIST}add/"


NUMBERED: dict[str, Any] = {
    "name": "Events",
    "platform": "x",
    "handle": "ashfordevents",
    "url": "https://x.com/ashfordevents",
    "platform_ref": "77",
}


# --- The list -----------------------------------------------------------------------------------


def test_the_list_shows_ones_own_councils_only(cast: Cast, as_: As) -> None:
    shown = as_(cast.adam).get(LIST)
    assert list(shown.context["cl"].result_list) == [cast.page]
    page = shown.content.decode()
    assert "Ashford Town Council" in page
    assert "Barham" not in page
    assert "delete_selected" not in page


def test_filters_and_search_stay_within_them_too(cast: Cast, as_: As) -> None:
    a_member(cast.barham, "Adam", "administrator")
    adam = as_(cast.adam)
    both = adam.get(LIST)
    assert len(both.context["cl"].result_list) == 2
    assert "Barham Town Council" in both.content.decode()
    one = adam.get(LIST, {"council": "barham"})
    assert [row.council for row in one.context["cl"].result_list] == [cast.barham]
    assert len(adam.get(LIST, {"q": "ashfordc"}).context["cl"].result_list) == 1
    oscar = as_(cast.oscar)
    for query in ({"council": "ashford"}, {"q": "ashfordcouncil"}, {"council__exact": 1}):
        found = oscar.get(LIST, query, follow=True).context["cl"].result_list
        assert cast.page not in found
    assert oscar.get(LIST, {"council__name__startswith": "A"}).status_code in {302, 400}


# --- Adding and changing --------------------------------------------------------------------------


def test_an_account_is_added_by_its_action(cast: Cast, as_: As) -> None:
    response = as_(cast.adam).post(ADD, entered(cast))
    assert response.url == LIST
    added = OfficialAccount.objects.get(name="Events")
    assert (added.council, added.handle) == (cast.ashford, "AshfordEvents")
    event = AuditEvent.objects.about(added).get()
    assert (event.verb, event.actor_id) == ("account.added", cast.adam.pk)
    assert event.office_id
    assert json.loads(event.detail.new)["handle"] == "AshfordEvents"
    assert not LogEntry.objects.exists()


def test_a_change_keeps_old_and_new(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    response = adam.post(change_page(cast.page), as_it_is(cast.page, brand="Castle Hall"))
    assert response.url == LIST
    event = AuditEvent.objects.about(cast.page).get()
    assert json.loads(event.detail.old) == {"brand": ""}
    assert json.loads(event.detail.new) == {
        "brand": "Castle Hall",
        "note": "Changed: place or brand",
    }
    history = adam.get(f"{LIST}{cast.page.pk}/history/").content.decode()
    assert "Changed: place or brand" in history
    assert "Official account changed" in history
    assert "Adam" in history


def test_whoever_came_from_the_accounts_own_page_returns_to_it(cast: Cast, as_: As) -> None:
    adam, page = as_(cast.adam), f"/c/ashford/accounts/{cast.page.pk}/"
    address = f"{change_page(cast.page)}?from=page"
    assert address in adam.get(page).text
    assert f'href="{page}" class="viewsitelink">See it in councilsm' in adam.get(address).text
    saved = as_it_is(cast.page, brand="Castle Hall", _save="Save")
    assert adam.post(address, saved).url == page


def test_an_account_stays_with_its_council(cast: Cast, as_: As) -> None:
    a_member(cast.barham, "Adam", "administrator")
    moved = as_it_is(cast.page, name="Moved", council=cast.barham.pk)
    as_(cast.adam).post(change_page(cast.page), moved)
    cast.page.refresh_from_db()
    assert (cast.page.name, cast.page.council) == ("Moved", cast.ashford)


def test_another_council_is_no_choice(cast: Cast, as_: As) -> None:
    response = as_(cast.adam).post(ADD, entered(cast, council=cast.barham.pk))
    assert response.status_code == 200
    assert "council" in response.context["adminform"].form.errors
    assert OfficialAccount.objects.count() == 2


def test_another_councils_account_is_not_found(cast: Cast, as_: As) -> None:
    theirs = OfficialAccount.objects.get(council=cast.barham)
    for url in (change_page(theirs), f"{LIST}{theirs.pk}/history/"):
        assert as_(cast.adam).get(url).status_code == 404
        assert as_(cast.adam).post(url, as_it_is(theirs, name="Taken")).status_code == 404
    assert as_(cast.adam).get(f"{LIST}999999/change/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Main page"


@pytest.mark.parametrize("handle", ["ashfordcouncil", "@AshfordCouncil"])
def test_the_same_account_twice_is_refused_on_the_form(cast: Cast, as_: As, handle: str) -> None:
    same = entered(cast, platform="facebook", handle=handle, url=cast.page.url)
    response = as_(cast.adam).post(ADD, same)
    assert response.status_code == 200
    assert "already on your register" in response.content.decode()
    assert f'<a href="/c/ashford/accounts/{cast.page.pk}/">Open' in response.content.decode()
    assert 'value="Events"' in response.content.decode()


def test_a_refusal_shows_the_form_again_with_all_that_was_typed(cast: Cast, as_: As) -> None:
    """A refusal that only the action can know: an account in use moves to no other platform."""
    cast.ashford.go_live_on = today()
    cast.ashford.save()
    moved = as_it_is(cast.page, name="Kept words", platform="x", url="https://x.com/ashfordcouncil")
    response = as_(cast.adam).post(change_page(cast.page), moved)
    assert response.status_code == 409
    page = response.content.decode()
    assert "An account stays on its platform" in page
    assert 'value="Kept words"' in page
    cast.page.refresh_from_db()
    assert (cast.page.name, cast.page.platform) == ("Main page", "facebook")
    assert not AuditEvent.objects.about(cast.page).exists()


def test_nothing_to_change_is_said(cast: Cast, as_: As) -> None:
    response = as_(cast.adam).post(change_page(cast.page), as_it_is(cast.page))
    assert response.status_code == 409
    assert "Nothing would change" in response.content.decode()


def test_an_old_page_undoes_nothing(cast: Cast, as_: As) -> None:
    read = as_(cast.adam).get(change_page(cast.page)).context["adminform"].form["read"].value()
    change_account(account=cast.page, name="Town page", actor=cast.adam)
    old = as_it_is(cast.page, purpose="Typed on an old page", read=read)
    answer = as_(cast.adam).post(change_page(cast.page), old)
    assert answer.status_code == 409
    assert "while your page was open" in answer.content.decode()
    cast.page.refresh_from_db()
    assert (cast.page.name, cast.page.purpose) == ("Town page", "")


def test_a_closed_account_keeps_the_name_that_residents_ask_about(cast: Cast, as_: As) -> None:
    OfficialAccount.objects.filter(pk=cast.page.pk).update(status="closed", closed_on=today())
    as_(cast.adam).post(change_page(cast.page), as_it_is(cast.page, purpose="What it was for"))
    answer = as_(cast.adam).post(change_page(cast.page), as_it_is(cast.page, handle="somebody"))
    assert answer.status_code == 409
    cast.page.refresh_from_db()
    assert (cast.page.handle, cast.page.purpose) == ("ashfordcouncil", "What it was for")


def test_what_stands_in_the_way_is_named(cast: Cast) -> None:
    add_account(council=cast.ashford, actor=cast.adam, **NUMBERED)
    twin = NUMBERED | {"handle": "elsewhere", "url": "https://x.com/elsewhere"}
    with pytest.raises(RuleBroken, match="number 77 is that of X: Events on your register"):
        add_account(council=cast.ashford, actor=cast.adam, **twin)
    with pytest.raises(RuleBroken, match="Enter its address"):
        change_account(account=cast.page, url="", actor=cast.adam)


@pytest.mark.parametrize(
    "wrong",
    [
        {"handle": "\u0430shfordcouncil"},
        {"handle": "ashford\u200bcouncil"},
        {"name": "Main \u202eegap"},
        {"purpose": "News \u202eevil"},
        {"url": "https://x.com/ashfordcouncil"},
    ],
)
def test_nothing_reads_as_another_than_it_is(cast: Cast, as_: As, wrong: dict[str, str]) -> None:
    with pytest.raises(RuleBroken):
        change_account(account=cast.page, actor=cast.adam, **wrong)  # type: ignore[arg-type]
    as_(cast.adam).post(change_page(cast.page), as_it_is(cast.page, **wrong))
    assert not AuditEvent.objects.about(cast.page).exists()


def test_nothing_is_deleted_or_edited_in_bulk(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    assert adam.post(f"{LIST}{cast.page.pk}/delete/", {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [cast.page.pk]}
    adam.post(LIST, bulk)
    adam.post(LIST, {"form-TOTAL_FORMS": 1, "form-0-id": cast.page.pk, "_save": "Save"})
    cast.page.refresh_from_db()
    assert not AuditEvent.objects.exists()


def test_saving_as_new_is_a_plain_addition(cast: Cast, as_: As) -> None:
    """Django takes `_saveasnew` for an addition even where it is off: then as an action, too."""
    as_(cast.adam).post(change_page(cast.page), entered(cast, _saveasnew="1"))
    added = cast.ashford.official_accounts.exclude(pk=cast.page.pk).get()
    assert AuditEvent.objects.about(added).count() == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://192.168.1.1/"])
def test_form_and_actions_both_refuse_such_an_address(cast: Cast, as_: As, url: str) -> None:
    response = as_(cast.adam).post(ADD, entered(cast, url=url))
    assert response.status_code == 200
    assert "url" in response.context["adminform"].form.errors
    values = {"name": "Other", "platform": "facebook", "handle": "other", "url": url}
    with pytest.raises(RuleBroken):
        change_account(account=cast.page, actor=cast.adam, **values)
    with pytest.raises(RuleBroken):
        add_account(council=cast.ashford, actor=None, **values)
