"""A new account is proposed, by anybody, and its proposal changed by whoever sees it as it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.registering import LIST, a_proposal, another, page, proposed
from tests.cast import Cast

As = Callable[[Person], Client]
NEW = f"{LIST}new/"


def test_anybody_proposes_and_is_told_that_it_waits(cast: Cast, as_: As) -> None:
    response = as_(cast.ana).post(NEW, proposed(), follow=True)
    account = OfficialAccount.objects.get(platform="tiktok")
    assert (account.status, account.handle) == ("proposed", "AshfordYouth")
    assert account.proposed_by == cast.ana
    assert "Nobody opens it before it is approved" in response.text
    assert "Wanted" in response.text
    assert "Town Clerk" in response.text
    event = AuditEvent.objects.about(account).get()
    assert (event.verb, event.actor_id) == ("account.proposed", cast.ana.pk)


def test_a_pasted_address_fills_in_platform_and_handle(cast: Cast, as_: As) -> None:
    pasted = proposed(url="www.tiktok.com/@ashford.tc", platform="", handle="")
    as_(cast.ana).post(NEW, pasted)
    account = OfficialAccount.objects.get(platform="tiktok")
    assert (account.handle, account.url) == ("ashford.tc", "https://www.tiktok.com/@ashford.tc")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": " \n"}, "purpose"),
        ({"handle": "", "url": ""}, "handle"),
        ({"platform": ""}, "platform"),
        ({"platform": "myspace"}, "platform"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://192.168.0.1/x"}, "url"),
        ({"purpose": "Reach all. Password: Summer2026"}, "purpose"),
        ({"owner": "999999"}, "owner"),
        ({"name": "n" * 121}, "name"),
    ],
)
def test_bad_input_comes_back_with_everything_typed(
    cast: Cast, as_: As, wrong: dict[str, str], field: str
) -> None:
    response = as_(cast.ana).post(NEW, proposed(monitored_when="Kept words", **wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Kept words" in response.text
    assert not OfficialAccount.objects.filter(platform="tiktok").exists()


def test_an_office_of_another_council_is_no_choice(cast: Cast, as_: As) -> None:
    theirs = cast.barham.offices.get(key="town-clerk")
    response = as_(cast.ana).post(NEW, proposed(owner=theirs.pk))
    assert "owner" in response.context["form"].errors


def test_what_is_on_the_register_is_linked_to(cast: Cast, as_: As) -> None:
    other = another(cast)
    known = proposed(url="https://www.instagram.com/ashfordevents/", platform="", handle="")
    response = as_(cast.ana).post(NEW, known)
    assert response.status_code == 422
    assert f'href="{page(other)}"' in response.text
    assert as_(cast.oscar).post("/c/barham/accounts/new/", known).status_code == 302


def test_the_action_refuses_no_purpose_and_the_same_again(cast: Cast) -> None:
    a_proposal(cast)
    for wrong in ({"purpose": " "}, {"handle": "AshfordYouth"}, {"purpose": "PIN: 1234"}):
        with pytest.raises(RuleBroken):
            a_proposal(cast, **wrong)


def test_who_made_a_proposal_or_keeps_the_register_changes_it(cast: Cast, as_: As) -> None:
    account = a_proposal(cast)
    assert as_(cast.cora).get(page(account, "change/")).status_code == 403
    for number, (person, words) in enumerate(((cast.ana, "One"), (cast.adam, "Two")), 1):
        typed = proposed(purpose=words, proposal=number)
        assert as_(person).post(page(account, "change/"), typed).url == page(account)
    account.refresh_from_db()
    assert account.purpose == "Two"
    same = as_(cast.adam).post(page(account, "change/"), proposed(purpose="Two", proposal=3))
    assert (same.status_code, "Nothing would change" in same.text) == (409, True)
    assert as_(cast.oscar).get(page(account, "change/")).status_code == 404
    assert as_(cast.adam).get(page(cast.page, "change/")).status_code == 409


def test_the_later_of_two_changes_is_told_of_the_first(cast: Cast, as_: As) -> None:
    account = a_proposal(cast)
    as_(cast.adam).post(page(account, "change/"), proposed(name="Youth", proposal=1))
    typed = proposed(name="Young people", proposal=1)
    late = as_(cast.ana).post(page(account, "change/"), typed)
    assert late.status_code == 409
    assert "changed while your page was open" in late.text
    assert 'name="proposal" value="2"' in late.text
    account.refresh_from_db()
    assert account.name == "Youth"
    assert as_(cast.ana).post(page(account, "change/"), proposed()).status_code == 422
