"""The register of official accounts, in the admin."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import add_account, change_account
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from councilsm.site import CouncilModelAdmin
from tests.accounts.registering import a_login, as_it_is
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
LIST = "/admin/accounts/officialaccount/"
ADD = f"{LIST}add/"


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    """What the form for a new account posts."""
    return {
        "council": cast.ashford.pk,
        "platform": "instagram",
        "name": "Events",
        "kind": "page",
        "handle": " @AshfordEvents ",
        "url": "https://www.instagram.com/ashfordevents",
        "is_public": "on",
        **more,
    }


NUMBERED: dict[str, Any] = {
    "name": "Events",
    "platform": "x",
    "handle": "ashfordevents",
    "url": "https://x.com/ashfordevents",
    "platform_ref": "77",
}


def change_page(account: OfficialAccount) -> str:
    return f"{LIST}{account.pk}/change/"


# --- Who may use what ---------------------------------------------------------------------------

#: URL name to the status for anonymous, Ana, Rita, Leo, Oscar and Adam; pages of one account are
#: asked of Ashford's. 302: to sign in.
WHO = {
    "index": (302, 403, 403, 403, 200, 200),
    "jsi18n": (302, 403, 403, 403, 200, 200),
    "app_list": (302, 403, 403, 403, 200, 200),
    "accounts_officialaccount_changelist": (302, 403, 403, 403, 200, 200),
    "accounts_officialaccount_add": (302, 403, 403, 403, 200, 200),
    "accounts_officialaccount_change": (302, 403, 403, 403, 404, 200),
    "accounts_officialaccount_history": (302, 403, 403, 403, 404, 200),
    "accounts_officialaccount_delete": (302, 403, 403, 403, 403, 403),
    "accounts_wayin_changelist": (302, 403, 403, 403, 200, 200),
    "accounts_wayin_add": (302, 403, 403, 403, 200, 200),
    "accounts_wayin_change": (302, 403, 403, 403, 404, 200),
    "accounts_wayin_history": (302, 403, 403, 403, 404, 200),
    "accounts_wayin_delete": (302, 403, 403, 403, 403, 403),
    "accounts_teammember_changelist": (302, 403, 403, 403, 200, 200),
    "accounts_teammember_add": (302, 403, 403, 403, 200, 200),
    "accounts_teammember_change": (302, 403, 403, 403, 404, 200),
    "accounts_teammember_history": (302, 403, 403, 403, 404, 200),
    "accounts_teammember_delete": (302, 403, 403, 403, 403, 403),
}
#: What has no name: the short address of an account, and everything else.
UNNAMED = {
    "accounts/officialaccount/{}/": (302, 403, 403, 403, 302, 302),
    "nothing/here/": (302, 403, 403, 403, 404, 404),
    "login/": (302, 403, 403, 403, 404, 404),
    "logout/": (302, 403, 403, 403, 404, 404),
    "password_change/": (302, 403, 403, 403, 404, 404),
    "auth/group/": (302, 403, 403, 403, 404, 404),
    "mfa/authenticator/": (302, 403, 403, 403, 404, 404),
    "account/emailaddress/": (302, 403, 403, 403, 404, 404),
    "r/1/1/": (302, 403, 403, 403, 404, 404),
    "autocomplete/": (302, 403, 403, 403, 404, 404),
}


def patterns(entries: list[Any]) -> list[URLPattern]:
    return [
        found
        for entry in entries
        for found in (patterns(entry.url_patterns) if hasattr(entry, "url_patterns") else [entry])
    ]


def test_every_admin_address_is_in_the_table() -> None:
    named = {pattern.name for pattern in patterns(admin.site.urls[0]) if pattern.name}
    assert named == set(WHO)


def test_only_governed_models_are_in_the_admin() -> None:
    assert all(isinstance(one, CouncilModelAdmin) for one in admin.site._registry.values())


def addresses(cast: Cast) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {
        f"/admin/{path.format(cast.page.pk)}": who for path, who in UNNAMED.items()
    }
    login = a_login(cast)
    seat = cast.ashford.team_members.create(
        membership=cast.ashford.memberships.get(person=cast.ana), starts_on=today()
    )
    for name, who in WHO.items():
        one = {"wayin": login.pk, "teammember": seat.pk}.get(name.split("_")[-2:][0], cast.page.pk)
        for arguments in ([], [one], ["accounts"]):
            try:
                found[reverse(f"admin:{name}", args=arguments)] = who
                break
            except NoReverseMatch:
                continue
    assert len(found) == len(WHO) + len(UNNAMED)
    return found


@pytest.mark.parametrize(
    "place", range(6), ids=["anonymous", "ana", "rita", "leo", "oscar", "adam"]
)
def test_who_may_use_it(cast: Cast, as_: As, place: int) -> None:
    person = [None, cast.ana, cast.rita, cast.leo, cast.oscar, cast.adam][place]
    browser = as_(person) if person else Client()
    for url, statuses in addresses(cast).items():
        response = browser.get(url)
        assert response.status_code == statuses[place], url
        if person is None:
            assert response.url.startswith(f"/sign-in/?next={url}")


@pytest.mark.second_factor
def test_without_a_second_factor_the_register_is_closed(cast: Cast, as_: As) -> None:
    for url in (LIST, ADD, change_page(cast.page)):
        assert as_(cast.adam).get(url).url == "/sign-in/second-factor/"
    assert as_(cast.adam).post(ADD, typed(cast)).url == "/sign-in/second-factor/"
    assert OfficialAccount.objects.count() == 2


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
    response = as_(cast.adam).post(ADD, typed(cast))
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
    response = as_(cast.adam).post(ADD, typed(cast, council=cast.barham.pk))
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
    same = typed(cast, platform="facebook", handle=handle, url=cast.page.url)
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
    as_(cast.adam).post(change_page(cast.page), typed(cast, _saveasnew="1"))
    added = cast.ashford.official_accounts.exclude(pk=cast.page.pk).get()
    assert AuditEvent.objects.about(added).count() == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://192.168.1.1/"])
def test_form_and_actions_both_refuse_such_an_address(cast: Cast, as_: As, url: str) -> None:
    response = as_(cast.adam).post(ADD, typed(cast, url=url))
    assert response.status_code == 200
    assert "url" in response.context["adminform"].form.errors
    values = {"name": "Other", "platform": "facebook", "handle": "other", "url": url}
    with pytest.raises(RuleBroken):
        change_account(account=cast.page, actor=cast.adam, **values)
    with pytest.raises(RuleBroken):
        add_account(council=cast.ashford, actor=None, **values)
