"""What the admin's forms of the register find, refuse and keep apart."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from tests.accounts.registering import a_login, another, as_it_is, change_page, entered
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
LIST = "/admin/accounts/officialaccount/"
ADD = f"{LIST}add/"


# --- What the form finds, and what it refuses ---------------------------------------------------


def test_a_pasted_address_finds_platform_and_handle(cast: Cast, as_: As) -> None:
    pasted = entered(
        cast, platform="", handle="", url="https://www.tiktok.com/@ashford.youth?lang=en"
    )
    assert as_(cast.adam).post(ADD, pasted).url == LIST
    found = OfficialAccount.objects.get(name="Events")
    assert (found.platform, found.handle) == ("tiktok", "ashford.youth")


def test_what_cannot_be_found_in_an_address_is_asked_for(cast: Cast, as_: As) -> None:
    pasted = entered(cast, platform="", handle="", url="https://www.facebook.com/login")
    form = as_(cast.adam).post(ADD, pasted).context["adminform"].form
    assert set(form.errors) == {"platform", "handle"}
    misspelt = entered(cast, platform="", url="https://www.faceboook.com/ashfordevents")
    page = as_(cast.adam).post(ADD, misspelt).content.decode()
    assert "We do not know this website" in page
    named = {**misspelt, "platform": "other"}
    assert as_(cast.adam).post(ADD, named).status_code == 302


def test_a_pasted_address_finds_the_entry_that_there_is(cast: Cast, as_: As) -> None:
    other = another(cast)
    pasted = entered(cast, platform="", handle="", url="https://instagram.com/AshfordEvents/?hl=en")
    page = as_(cast.adam).post(ADD, pasted).content.decode()
    assert f'<a href="/c/ashford/accounts/{other.pk}/">Open Instagram: Events</a>' in page
    assert OfficialAccount.objects.filter(platform="instagram").count() == 1


@pytest.mark.parametrize("field", ["purpose", "brand", "monitored_when", "name", "platform_ref"])
def test_a_password_is_refused_in_any_field(cast: Cast, as_: As, field: str) -> None:
    response = as_(cast.adam).post(ADD, entered(cast, **{field: "password: Summer2026"}))
    assert response.status_code == 200
    assert "looks like a password" in str(response.context["adminform"].form.errors[field])
    assert OfficialAccount.objects.count() == 2


def test_an_account_is_the_proper_officers_unless_another_office_is_named(
    cast: Cast, as_: As
) -> None:
    as_(cast.adam).post(ADD, entered(cast))
    added = OfficialAccount.objects.get(name="Events")
    assert added.owner is not None
    assert added.owner.key == "town-clerk"


def test_its_state_is_shown_and_not_changed_here(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    page = adam.get(change_page(cast.page)).content.decode()
    assert 'name="status"' not in page
    assert "Live" in page
    adam.post(change_page(cast.page), as_it_is(cast.page, name="Other", status="closed"))
    cast.page.refresh_from_db()
    assert (cast.page.name, cast.page.status) == ("Other", "live")


# --- Offices of one council only ----------------------------------------------------------------


def test_offices_offered_are_of_the_accounts_own_council(cast: Cast, as_: As) -> None:
    a_member(cast.barham, "Adam", "administrator")
    form = as_(cast.adam).get(change_page(cast.page)).context["adminform"].form
    assert {office.council for office in form.fields["owner"].queryset} == {cast.ashford}
    theirs = cast.barham.offices.get(key="town-clerk")
    response = as_(cast.adam).post(change_page(cast.page), as_it_is(cast.page, owner=theirs.pk))
    assert "owner" in response.context["adminform"].form.errors


def test_an_office_of_another_council_is_refused_on_a_new_account(cast: Cast, as_: As) -> None:
    a_member(cast.barham, "Adam", "administrator")
    theirs = cast.barham.offices.get(key="town-clerk")
    response = as_(cast.adam).post(ADD, entered(cast, owner=theirs.pk))
    errors = response.context["adminform"].form.errors
    assert errors["owner"] == ["Town Clerk is not of Ashford Town Council. Choose one that is."]
    ours = cast.ashford.offices.get(key="events-officer")
    assert as_(cast.adam).post(ADD, entered(cast, owner=ours.pk)).url == LIST


def test_an_office_of_a_council_one_does_not_keep_is_no_choice(cast: Cast, as_: As) -> None:
    theirs = cast.barham.offices.get(key="town-clerk")
    form = as_(cast.adam).post(ADD, entered(cast, owner=theirs.pk)).context["adminform"].form
    assert "owner" in form.errors
    assert "Barham" not in as_(cast.adam).get(ADD).content.decode()


# --- Ways in ------------------------------------------------------------------------------------

WAYS_IN = "/admin/accounts/wayin/"


def a_tool(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "council": cast.ashford.pk,
        "kind": "tool",
        "name": "Hootsuite",
        "two_factor": "app",
        "accounts": [cast.page.pk],
        **more,
    }


@pytest.mark.clause("LLTC-12.1-a")
def test_a_scheduling_tool_is_registered_with_what_it_opens(cast: Cast, as_: As) -> None:
    assert as_(cast.adam).post(f"{WAYS_IN}add/", a_tool(cast)).url == WAYS_IN
    tool = cast.ashford.ways_in.get()
    assert (tool.kind, list(tool.opens.all())) == ("tool", [cast.page])
    assert AuditEvent.objects.about(tool).get().verb == "way_in.added"
    page = as_(cast.adam).get(WAYS_IN).content.decode()
    assert "Hootsuite" in page
    assert "Ashford Town Council" in page


def test_a_way_in_opens_accounts_of_its_own_council_only(cast: Cast, as_: As) -> None:
    theirs = OfficialAccount.objects.get(council=cast.barham)
    foreign = a_tool(cast, accounts=[theirs.pk])
    response = as_(cast.adam).post(f"{WAYS_IN}add/", foreign)
    assert "accounts" in response.context["adminform"].form.errors
    a_member(cast.barham, "Adam", "administrator")
    response = as_(cast.adam).post(f"{WAYS_IN}add/", foreign)
    assert "is not of Ashford" in str(response.context["adminform"].form.errors["accounts"])
    assert not cast.ashford.ways_in.exists()


def test_a_way_in_is_changed_and_its_password_never_kept(cast: Cast, as_: As) -> None:
    login = a_login(cast)
    url = f"{WAYS_IN}{login.pk}/change/"
    typed_in = a_tool(cast, kind="login", name=login.name, password_kept="Tr0ub4dor&3!x#")
    response = as_(cast.adam).post(url, typed_in)
    assert "password_kept" in response.context["adminform"].form.errors
    response = as_(cast.adam).post(url, typed_in | {"password_kept": "In the clerk’s safe"})
    assert response.url == WAYS_IN
    login.refresh_from_db()
    assert login.password_kept == "In the clerk’s safe"
    assert as_(cast.oscar).get(url).status_code == 404
