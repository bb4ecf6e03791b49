"""Accounts that a reader could take for the council's, and what is done about them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import today
from accounts.lookalikes.actions import close_lookalike, record_effort
from accounts.lookalikes.models import Effort, Lookalike
from accounts.people.models import Person
from accounts.register.actions import change_account, change_state
from councilsm.files.intake import take_in
from councilsm.tenancy import CrossCouncil
from tests.accounts.changing import in_boxes
from tests.accounts.lookalikes import ADDRESS, CASE, HOME, LIST, NEW, a_lookalike, verbs
from tests.cast import Cast
from tests.councilsm.files.samples import HTML, picture, upload

As = Callable[[Person], Client]


def typed(**more: Any) -> dict[str, Any]:
    """What the page of a new case posts."""
    return {
        "url": ADDRESS,
        "name": "Ashford Council Payments",
        "kind": "fake",
        **in_boxes("seen_on", today()),
        **more,
    }


def an_effort(lookalike: Lookalike, cast: Cast, **more: Any) -> Effort:
    given: dict[str, Any] = {
        "made_on": today(),
        "channel": "Facebook’s form",
        "reference": "FB-77",
        "note": "",
        "follow_up_on": None,
        **more,
    }
    return record_effort(lookalike=lookalike, actor=cast.adam, **given)


# --- Recording --------------------------------------------------------------------------------


@pytest.mark.clause("FTC-4-a", "LLTC-9.3-c")
def test_a_lookalike_is_recorded_and_stands_on_no_public_list(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    sent = typed(kind="uncontrolled", note="With our logo.", capture=upload(picture(), "it.jpg"))
    answer = adam.post(NEW, sent)
    assert answer.headers["Location"] == CASE
    case = Lookalike.objects.get()
    assert (case.platform, case.kind, case.capture is not None) == (
        "facebook",
        "uncontrolled",
        True,
    )
    assert "With our logo." in adam.get(CASE).text
    assert case.name in adam.get(LIST).text
    assert verbs(case) == ["lookalike.recorded"]
    for path in ("official-accounts/", "official-accounts.json", ""):
        public = Client().get(f"/c/ashford/{path}").text
        assert case.name not in public
        assert ADDRESS not in public
    assert not cast.ashford.official_accounts.filter(url=ADDRESS).exists()


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "our own account": (
        {"url": "https://www.facebook.com/AshfordCouncil"},
        409,
        "Open Facebook: Main page on your register",
    ),
    "no public address": ({"url": "javascript:alert(1)"}, 422, "begins with https://"),
    "a private network": ({"url": "https://192.168.1.1/x"}, 422, "Enter a public web address"),
    "no name": ({"name": ""}, 422, "Enter what it calls itself"),
    "no kind": ({"kind": ""}, 422, "Select what it is"),
    "tomorrow": (in_boxes("seen_on", today() + timedelta(days=1)), 409, "in the future"),
    "satire, and does it mislead?": ({"kind": "satire"}, 422, "Say whether somebody is likely"),
    "a password": ({"note": "password: Xy12!abc"}, 409, "This looks like a password"),
    "a hostile file": ({"capture": upload(HTML, "it.png")}, 422, "“it.png”"),
}


@pytest.mark.parametrize(("fields", "status", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_stand_is_refused_and_kept(
    cast: Cast, as_: As, fields: dict[str, Any], status: int, said: str
) -> None:
    answer = as_(cast.adam).post(NEW, typed(**{"note": "Seen by Jo.", **fields}))
    assert answer.status_code == status
    assert said in " ".join(answer.text.split())
    assert not Lookalike.objects.exists()
    if "note" not in fields:
        assert "Seen by Jo." in answer.text


def test_an_own_account_is_named_with_its_link(cast: Cast, as_: As) -> None:
    answer = as_(cast.adam).post(NEW, typed(url="https://facebook.com/ashfordcouncil/posts/1"))
    assert f'href="{cast.page.get_absolute_url()}"' in answer.text


def test_what_we_lost_or_were_called_before_may_be_a_case(cast: Cast) -> None:
    change_account(
        account=cast.page,
        handle="ashfordtown",
        url="https://www.facebook.com/ashfordtown",
        actor=cast.adam,
    )
    a_lookalike(cast, url="https://www.facebook.com/ashfordcouncil")
    change_state(account=cast.page, status="lost", on=today(), reason="Hijacked.", actor=cast.adam)
    a_lookalike(cast, kind="uncontrolled", url="https://www.facebook.com/ashfordtown")
    assert Lookalike.objects.count() == 2


def test_one_open_case_an_address_and_a_new_one_when_it_comes_back(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast)
    answer = as_(cast.adam).post(NEW, typed(url=ADDRESS.upper().replace("HTTPS", "https")))
    assert answer.status_code == 409
    assert f'href="{CASE}"' in answer.text
    with pytest.raises(IntegrityError), transaction.atomic():
        Lookalike.objects.create(
            council=cast.ashford,
            number=9,
            kind="fake",
            platform="facebook",
            url=ADDRESS,
            seen_on=today(),
            recorded_by=cast.adam,
        )
    close_lookalike(lookalike=case, outcome="taken_down", note="", actor=cast.adam)
    again = as_(cast.adam).post(NEW, typed())
    assert again.headers["Location"].endswith("/K-0002/")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/ashfordpay/",
        "https://m.facebook.com/AshfordPay",
        "http://facebook.com/ashford.pay?ref=1",
        "https://www.facebook.com/ashfordpay/posts/7",
    ],
)
def test_it_is_one_case_however_its_address_is_written(cast: Cast, as_: As, url: str) -> None:
    a_lookalike(cast, url="https://www.facebook.com/ashfordpay")
    answer = as_(cast.adam).post(NEW, typed(url=url))
    assert answer.status_code == 409
    assert f'href="{CASE}"' in answer.text
    assert as_(cast.adam).post(NEW, typed(url="https://www.facebook.com/ashfordpays")).url


def test_a_picture_of_another_councils_is_not_taken(cast: Cast) -> None:
    theirs = take_in(upload(picture(), "it.jpg"), council=cast.barham, actor=cast.oscar)
    with pytest.raises(CrossCouncil):
        a_lookalike(cast, capture=theirs)


# --- Efforts ----------------------------------------------------------------------------------


@pytest.mark.clause("FTC-6.2-o")
def test_each_effort_has_its_day_channel_and_reference(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast, seen_on=today() - timedelta(days=3))
    sent = {
        **in_boxes("made_on", today() - timedelta(days=3)),
        "channel": "Facebook’s form for impersonation",
        "reference": "FB-77",
        "note": "They answer in a week.",
        **in_boxes("follow_up_on", today()),
    }
    adam = as_(cast.adam)
    assert adam.post(f"{CASE}effort/", sent).headers["Location"] == CASE
    page = " ".join(adam.get(CASE).text.split())
    for words in ("FB-77", "Facebook’s form for impersonation", "They answer in a week."):
        assert words in page
    assert verbs(case) == ["lookalike.recorded", "lookalike.effort"]


@pytest.mark.clause("FTC-6.2-o")
def test_satire_says_whether_it_is_likely_to_mislead(cast: Cast, as_: As) -> None:
    sent = typed(kind="satire", likely_to_mislead="No: it says parody in its name.")
    assert as_(cast.adam).post(NEW, sent).status_code == 302
    assert "No: it says parody in its name." in as_(cast.adam).get(CASE).text
    with pytest.raises(IntegrityError), transaction.atomic():
        Lookalike.objects.update(likely_to_mislead="")


BAD_EFFORTS: dict[str, tuple[dict[str, Any], int, str]] = {
    "tomorrow": (in_boxes("made_on", today() + timedelta(days=1)), 409, "in the future"),
    "asking again before": (
        in_boxes("follow_up_on", today() - timedelta(days=1)),
        409,
        "must be after the day it was done",
    ),
    "before it was seen": (in_boxes("made_on", date(1900, 1, 1)), 409, "was seen on"),
    "no channel": ({"channel": ""}, 422, "Say how it was done"),
    "a password": ({"note": "PIN: 4711"}, 409, "This looks like a password"),
}


@pytest.mark.parametrize(("fields", "status", "said"), BAD_EFFORTS.values(), ids=list(BAD_EFFORTS))
def test_an_effort_that_cannot_be_is_refused(
    cast: Cast, as_: As, fields: dict[str, Any], status: int, said: str
) -> None:
    a_lookalike(cast)
    sent = {**in_boxes("made_on", today()), "channel": "Their form", "reference": "R-1", **fields}
    answer = as_(cast.adam).post(f"{CASE}effort/", sent)
    assert answer.status_code == status
    assert said in answer.text
    assert "R-1" in answer.text
    assert not Effort.objects.exists()


def test_a_page_sent_twice_records_one_effort(cast: Cast, as_: As) -> None:
    case, adam = a_lookalike(cast), as_(cast.adam)
    key = adam.get(f"{CASE}effort/").context["form"]["form_key"].value()
    sent = {**in_boxes("made_on", today()), "channel": "Their form", "form_key": key}
    assert [adam.post(f"{CASE}effort/", sent).url for _ in range(2)] == [CASE, CASE]
    assert case.efforts.count() == 1
    # Another page may record the very same.
    assert adam.post(f"{CASE}effort/", {**sent, "form_key": uuid4()}).url == CASE
    assert case.efforts.count() == 2


def test_home_and_its_list_hold_what_is_to_follow_up(cast: Cast, as_: As) -> None:
    later, earlier = today() + timedelta(days=5), today() - timedelta(days=9)
    a_lookalike(cast, name="Nothing done")
    waits = a_lookalike(cast, name="Waits", url=f"{ADDRESS}2", seen_on=earlier)
    an_effort(waits, cast, made_on=earlier, follow_up_on=earlier + timedelta(days=2))
    an_effort(waits, cast, follow_up_on=later)
    due = a_lookalike(cast, name="Ask again", url=f"{ADDRESS}3", seen_on=earlier)
    an_effort(due, cast, made_on=earlier, follow_up_on=today())
    nothing = a_lookalike(cast, name="Nothing to wait for", url=f"{ADDRESS}4")
    an_effort(nothing, cast)
    gone = a_lookalike(cast, name="Gone", url=f"{ADDRESS}5")
    close_lookalike(lookalike=gone, outcome="taken_down", note="", actor=cast.adam)
    adam = as_(cast.adam)
    assert "2 lookalike accounts to follow up" in adam.get(HOME).text
    page = adam.get(f"{LIST}?show=due").text
    names = ("Nothing done", "Waits", "Ask again", "Nothing to wait for", "Gone")
    assert [name in page for name in names] == [True, False, True, False, False]
    assert [name in adam.get(LIST).text for name in names] == [True, True, True, True, False]
    assert "Gone" in adam.get(f"{LIST}?show=all").text
    assert "lookalike" not in as_(cast.ana).get(HOME).text


# --- Who sees it ------------------------------------------------------------------------------


def test_the_auditor_reads_and_decides_nothing(cast: Cast, as_: As) -> None:
    a_lookalike(cast)
    rita = as_(cast.rita)
    page = rita.get(CASE).text
    for words in ("Record what was done", "Close the case", "Warn the public"):
        assert words not in page
    assert "Record a lookalike" not in rita.get(LIST).text
    for path in (NEW, f"{CASE}effort/", f"{CASE}close/", f"{CASE}warning/"):
        assert rita.post(path, {}).status_code == 403
    assert as_(cast.ana).get(LIST).status_code == 403


def test_another_council_sees_nothing_of_it(cast: Cast, as_: As) -> None:
    a_lookalike(cast)
    oscar = as_(cast.oscar)
    assert oscar.get(CASE).status_code == 404
    assert oscar.get("/c/barham/lookalikes/K-0001/").status_code == 404
    assert "Payments" not in oscar.get("/c/barham/lookalikes/?show=all").text


def test_the_clause_is_cited_only_where_it_is_the_councils(cast: Cast, as_: As) -> None:
    a_lookalike(cast)
    assert "FTC-6.2-o" not in as_(cast.adam).get(CASE).text


def test_lists_ask_little(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    for number in range(30):
        an_effort(a_lookalike(cast, url=f"{ADDRESS}{number}"), cast)
    browser = as_(cast.adam)
    with queries(at_most=7):
        assert "Showing 25 of" in browser.get(LIST).text
    with queries(at_most=11):
        browser.get(CASE)
