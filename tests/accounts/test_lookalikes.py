"""Accounts that a reader could take for the council's, and what is done about them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import today
from accounts.lookalikes.actions import close_lookalike, decide_warning, record_effort
from accounts.lookalikes.models import Effort, Lookalike, PublicWarning
from accounts.people.models import Person
from accounts.register.actions import change_account, change_state
from councilsm.audit.models import AuditEvent
from councilsm.files.intake import take_in
from councilsm.refusals import RuleBroken
from councilsm.tenancy import CrossCouncil
from tests.accounts.lookalikes import ADDRESS, a_lookalike, warned_of
from tests.cast import Cast
from tests.councilsm.files.samples import HTML, picture, upload

As = Callable[[Person], Client]
LIST, NEW, CASE = (
    "/c/ashford/lookalikes/",
    "/c/ashford/lookalikes/new/",
    "/c/ashford/lookalikes/K-0001/",
)
HOME = "/c/ashford/home/"


def on(name: str, day: date) -> dict[str, Any]:
    """The boxes of a day."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def typed(**more: Any) -> dict[str, Any]:
    """What the page of a new case posts."""
    return {
        "url": ADDRESS,
        "name": "Ashford Council Payments",
        "kind": "fake",
        **on("seen_on", today()),
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


def verbs(obj: Any) -> list[str]:
    return [event.verb for event in AuditEvent.objects.about(obj).order_by("sequence")]


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
    "tomorrow": (on("seen_on", today() + timedelta(days=1)), 409, "in the future"),
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
        **on("made_on", today() - timedelta(days=3)),
        "channel": "Facebook’s form for impersonation",
        "reference": "FB-77",
        "note": "They answer in a week.",
        **on("follow_up_on", today()),
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
    "tomorrow": (on("made_on", today() + timedelta(days=1)), 409, "in the future"),
    "asking again before": (
        on("follow_up_on", today() - timedelta(days=1)),
        409,
        "must be after the day it was done",
    ),
    "before it was seen": (on("made_on", date(1900, 1, 1)), 409, "was seen on"),
    "no channel": ({"channel": ""}, 422, "Say how it was done"),
    "a password": ({"note": "PIN: 4711"}, 409, "This looks like a password"),
}


@pytest.mark.parametrize(("fields", "status", "said"), BAD_EFFORTS.values(), ids=list(BAD_EFFORTS))
def test_an_effort_that_cannot_be_is_refused(
    cast: Cast, as_: As, fields: dict[str, Any], status: int, said: str
) -> None:
    a_lookalike(cast)
    sent = {**on("made_on", today()), "channel": "Their form", "reference": "R-1", **fields}
    answer = as_(cast.adam).post(f"{CASE}effort/", sent)
    assert answer.status_code == status
    assert said in answer.text
    assert "R-1" in answer.text
    assert not Effort.objects.exists()


def test_a_page_sent_twice_records_one_effort(cast: Cast, as_: As) -> None:
    case, adam = a_lookalike(cast), as_(cast.adam)
    key = adam.get(f"{CASE}effort/").context["form"]["form_key"].value()
    sent = {**on("made_on", today()), "channel": "Their form", "form_key": key}
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


# --- Closing ----------------------------------------------------------------------------------


def test_a_case_is_closed_with_what_came_of_it_and_takes_nothing_more(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast)
    adam = as_(cast.adam)
    assert adam.post(f"{CASE}close/", {"outcome": "left"}).status_code == 422
    assert adam.post(f"{CASE}close/", {}).status_code == 422
    sent = {"outcome": "left", "outcome_note": "Nobody is misled."}
    assert adam.post(f"{CASE}close/", sent).status_code == 302
    page = adam.get(CASE).text
    assert "Left as it is" in page
    assert "Nobody is misled." in page
    assert verbs(case)[-1] == "lookalike.closed"
    effort = {**on("made_on", today()), "channel": "x"}
    for path, more in (
        ("close/", sent),
        ("effort/", effort),
        ("warning/", {"words": "x", "reason": "x"}),
    ):
        again = adam.post(CASE + path, more)
        assert again.status_code == 409
        assert "is closed" in again.text
    assert "Record what was done" not in page


# --- Warning the public -----------------------------------------------------------------------


def test_a_warning_is_a_decision_of_its_own_with_its_reason(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast)
    adam = as_(cast.adam)
    assert adam.post(f"{CASE}warning/", {"words": "Do not pay."}).status_code == 422
    assert not PublicWarning.objects.exists()
    sent = {"words": "Do not pay.", "reason": "Somebody paid."}
    assert adam.post(f"{CASE}warning/", sent).status_code == 302
    assert adam.post(f"{CASE}warning/", sent).status_code == 409
    assert verbs(case)[-1] == "warning.decided"
    end = f"{CASE}warning/end/"
    assert adam.post(end, {}).status_code == 422
    assert adam.post(end, {"reason": "It is gone."}).status_code == 302
    assert verbs(case)[-1] == "warning.ended"
    assert adam.post(end, {"reason": "Again."}).status_code == 409


def test_never_of_satire_not_even_in_the_database(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast, kind="satire", likely_to_mislead="No.")
    sent = {"words": "Do not believe it.", "reason": "It mocks us."}
    answer = as_(cast.adam).post(f"{CASE}warning/", sent)
    assert answer.status_code == 409
    assert "never warned of satire" in answer.text
    assert "Warn the public" not in as_(cast.adam).get(CASE).text
    with pytest.raises(RuleBroken):
        decide_warning(lookalike=case, actor=cast.adam, **sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicWarning.objects.create(
            council=cast.ashford, lookalike=case, kind="satire", decided_by=cast.adam, **sent
        )


def test_a_warning_outlives_the_case_until_it_is_ended(cast: Cast, as_: As) -> None:
    case = warned_of(cast).lookalike
    close_lookalike(lookalike=case, outcome="taken_down", note="", actor=cast.adam)
    assert "Do not pay." in Client().get("/c/ashford/official-accounts/").text
    # Home goes on asking, and leads to exactly these.
    said = "1 public warning goes on although the case is closed"
    (due,) = [one for one in as_(cast.adam).get(HOME).context["due"] if one.text == said]
    assert as_(cast.adam).get(due.url).context["page"].items == [case]
    assert as_(cast.adam).post(f"{CASE}warning/end/", {"reason": "Gone."}).status_code == 302
    assert "Do not pay." not in Client().get("/c/ashford/official-accounts/").text
    assert said not in as_(cast.adam).get(HOME).text


def test_a_warning_of_what_was_a_mistake_ends_with_its_case(cast: Cast, as_: As) -> None:
    case = warned_of(cast).lookalike
    sent = {"outcome": "left", "outcome_note": "It is the school’s page."}
    assert as_(cast.adam).post(f"{CASE}close/", sent).status_code == 302
    assert "Do not pay." not in Client().get("/c/ashford/official-accounts/").text
    assert verbs(case)[-2:] == ["lookalike.closed", "warning.ended"]


SECRET = "The password is Xy7!kLm9#pQ"


def test_no_password_and_no_hidden_character_is_kept_or_shown(cast: Cast, as_: As) -> None:
    case, adam = a_lookalike(cast), as_(cast.adam)
    words = {"words": "Do not pay.", "reason": "Somebody paid."}
    for path, sent in (
        ("close/", {"outcome": "left", "outcome_note": SECRET}),
        ("warning/", {**words, "words": SECRET}),
        ("warning/", {**words, "reason": SECRET}),
        ("warning/", {**words, "words": "Pay \u202eton od"}),
        ("warning/", {**words, "words": "Do\u200b not pay"}),
    ):
        assert adam.post(CASE + path, sent).status_code == 409
    case.refresh_from_db()
    assert case.closed_at is None
    assert adam.post(f"{CASE}warning/", words).status_code == 302
    assert adam.post(f"{CASE}warning/end/", {"reason": SECRET}).status_code == 409
    assert PublicWarning.objects.get().ended_at is None


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
