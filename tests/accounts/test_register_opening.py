"""A new account is opened once it is approved; and one that was found is approved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import approve_account, change_account, propose_account
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.changing import in_boxes
from tests.accounts.registering import (
    NO,
    YES,
    a_proposal,
    another,
    approved,
    opened_by,
    page,
    status,
    told,
    two_approve,
)
from tests.cast import Cast

As = Callable[[Person], Client]


@pytest.fixture
def two(cast: Cast) -> Cast:
    return two_approve(cast)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"url": ""}, 422),
        ({"url": "https://10.0.0.1/"}, 422),
        ({"handle": ""}, 422),
        (in_boxes("opened_on", today() + timedelta(days=2)), 409),
        ({"handle": "AshfordEvents", "url": "https://www.tiktok.com/@ashfordevents"}, 409),
    ],
)
def test_opening_needs_a_public_address_and_a_day(
    cast: Cast, as_: As, wrong: dict[str, str], code: int
) -> None:
    another(cast, platform="tiktok", url="https://www.tiktok.com/@ashfordevents")
    account = approve_account(account=a_proposal(cast), proposal=1, actor=cast.priya)
    right = {"handle": "ashfordyouth", "url": "https://www.tiktok.com/@ashfordyouth"}
    opened = right | in_boxes("opened_on", today()) | wrong
    response = as_(cast.adam).post(page(account, "open/"), opened)
    assert response.status_code == code
    assert as_(cast.priya).post(page(account, "open/"), opened).status_code == 403
    assert status(account) == "approved"


def test_it_opens_on_the_platform_that_was_approved(cast: Cast, as_: As) -> None:
    account = approved(cast)
    elsewhere = {"handle": "other", "url": "facebook.com/other", **in_boxes("opened_on", today())}
    answer = as_(cast.adam).post(page(account, "open/"), elsewhere)
    assert answer.status_code == 409
    assert "is on Facebook, but the platform is TikTok" in answer.text
    for url in ("https://example.org/@youth", r"https://evil.example\.tiktok.com/@ashfordyouth"):
        with pytest.raises(RuleBroken):
            opened_by(cast, account, url=url)
    assert status(account) == "approved"
    with pytest.raises(RuleBroken, match="not on TikTok"):
        a_proposal(cast, handle="b", url="https://example.org/b")


def test_who_approved_it_is_told_of_another_name(cast: Cast) -> None:
    same = opened_by(cast, approved(cast))
    assert same.handle == "AshfordYouth"
    assert not [subject for subject in told(cast.priya) if "Opened" in subject]
    account = approved(cast, handle="ashfordteens")
    opened_by(cast, account, handle="ashford14", url="https://www.tiktok.com/@ashford14")
    subject = 'Opened as "ashford14": Youth council on TikTok'
    assert told(cast.priya)[-1] == told(cast.ana)[-1] == subject
    assert told(cast.adam) == []


def test_nobody_opens_it_before_it_was_approved_or_twice(cast: Cast) -> None:
    account = approved(cast, platform="facebook", handle="ashfordyouth")
    page_of = {"handle": "ashfordyouth", "url": "https://www.facebook.com/ashfordyouth"}
    with pytest.raises(RuleBroken, match="Nobody could open it before"):
        opened_by(cast, account, **page_of, opened_on=today() - timedelta(days=1))
    again = {"handle": "ashford.council", "url": "https://www.facebook.com/ashford.council/"}
    with pytest.raises(RuleBroken, match="on your register already"):
        opened_by(cast, account, **again)
    with pytest.raises(RuleBroken, match="on your register already"):
        a_proposal(cast, platform="facebook", handle="ashford.youth")
    assert opened_by(cast, account, **page_of).status == "live"


def test_one_that_is_found_after_going_live_needs_the_approvals(two: Cast, as_: As) -> None:
    two.ashford.go_live_on = today()
    two.ashford.save()
    account = another(two)
    assert (account.status, account.found_on) == ("found", today())
    for person in (two.priya, two.cora):
        as_(person).post(page(account, "decide/"), YES)
    assert status(account) == "live"


def test_a_found_one_that_is_refused_exists_and_is_decided_anew(two: Cast, as_: As) -> None:
    two.ashford.go_live_on = today()
    two.ashford.save()
    account = another(two)
    as_(two.priya).post(page(account, "decide/"), YES)
    as_(two.cora).post(page(account, "decide/"), NO)
    account.refresh_from_db()
    assert (account.status, account.proposal) == ("found", 2)
    for person in (two.cora, two.priya):
        as_(person).post(page(account, "decide/"), YES | {"proposal": 2})
    assert status(account) == "live"


def test_before_going_live_an_account_is_entered_as_it_is(cast: Cast) -> None:
    assert another(cast).status == "live"


def test_another_councils_proposal_is_not_found(cast: Cast, as_: As) -> None:
    theirs = propose_account(
        council=cast.barham,
        actor=cast.oscar,
        name="Youth",
        platform="x",
        handle="b",
        purpose="Youth",
    )
    for part in ("", "change/", "decide/", "meeting/", "open/", "state/", "check/"):
        for person in (cast.adam, cast.priya):
            found = as_(person).get(page(theirs, part)).status_code
            assert found in {404, 403}, part
    assert as_(cast.adam).get(page(theirs)).status_code == 404


def test_who_proposed_it_changes_nothing_once_it_is_open(cast: Cast) -> None:
    account = approved(cast)
    opened_by(cast, account)
    evil = {"handle": "evil", "url": "https://www.tiktok.com/@evil"}
    with pytest.raises(RuleBroken, match="keeps the register"):
        change_account(account=account, actor=cast.ana, **evil)
    with pytest.raises(Stale, match="is live by now"):
        change_account(account=account, actor=cast.ana, proposal=1, **evil)
    assert change_account(account=account, actor=cast.adam, **evil).handle == "evil"
