"""The two checks that ask the database: what they find, and how often they ask."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Membership, Person
from moderation.checks.findings import CHECKS, run_checks
from moderation.checks.pre_election import NAME
from moderation.posts.models import Post
from tests.cast import Cast, a_member
from tests.moderation.checking import content, council, found, picture

Queries = Callable[..., Any]


def posted(cast: Cast, *texts: str) -> None:
    """Posts of Ashford's, the oldest first."""
    Post.objects.bulk_create(
        Post(
            council=cast.ashford,
            number=number,
            account=cast.page,
            words=text,
            url=f"https://www.facebook.com/ashfordcouncil/posts/{number}",
            posted_at=timezone.now(),
            authority="The clerk",
            posted_by="The clerk",
            recorded_by=cast.cora,
        )
        for number, text in enumerate(texts, start=1)
    )


# --- Councillors ------------------------------------------------------------------------------

NAMED = {
    "by name": ("Jane Smith cut the ribbon", ("Jane Smith",)),
    "with the title": ("Cllr Jane Smith cut the ribbon", ("Cllr Jane Smith",)),
    "somebody else's councillor": ("Thanks to Councillor Jones", ("Councillor Jones",)),
    "a handle": ("Follow @CllrSmith", ("@CllrSmith",)),
    "a page": ("See facebook.com/CllrJaneSmith", ("facebook.com/CllrJaneSmith",)),
    "a profile": (
        "https://www.linkedin.com/in/jane-smith",
        ("https://www.linkedin.com/in/jane-smith",),
    ),
}


@pytest.mark.parametrize(("text", "words"), NAMED.values(), ids=list(NAMED))
def test_councillor_is_recognised(cast: Cast, text: str, words: tuple[str, ...]) -> None:
    a_member(cast.ashford, "Cllr Jane Smith", category=Membership.Category.COUNCILLOR)
    (finding,) = found("Councillors promoted", content(text), cast.ashford)
    assert not finding.must_fix
    assert finding.words == words
    assert "Keep it only if it is about the office" in finding.sentence
    assert finding.source == "Code of Recommended Practice on Local Authority Publicity 2011"


UNNAMED = [
    "Councillors meet on Tuesday. Contact your councillor.",
    "Councillor Surgery on Saturday. Councillor Vacancy in Manor Ward.",
    "The Jane Smith Hall is open, and Jane Smith Close is gritted.",
    "Ann Clark is our new deputy clerk. Bill Brown and Carol Gray left us.",
    "See facebook.com/ashfordcouncil and https://www.linkedin.com/company/ashford",
    "Devs wanted: dev of the year",
]


@pytest.mark.parametrize("text", UNNAMED)
def test_others_are_not_taken_for_councillors(cast: Cast, text: str) -> None:
    councillor = Membership.Category.COUNCILLOR
    a_member(cast.ashford, "Jane Smith", category=Membership.Category.CO_OPTED)
    a_member(cast.ashford, "Ann Clark")
    a_member(cast.barham, "Bill Brown", category=councillor)
    yesterday = today() - timedelta(days=1)
    a_member(cast.ashford, "Carol Gray", category=councillor, ends_on=yesterday)
    assert not found("Councillors promoted", content(text), cast.ashford)


# --- Posted before ----------------------------------------------------------------------------

CLOSED = "High Street is closed on Friday 4 December from 9am to 3pm for the Christmas market."


def test_same_words_again_name_the_post(cast: Cast) -> None:
    posted(cast, "The library is open.", CLOSED, "Bins are emptied on Monday.")
    for text in (CLOSED, CLOSED + " Thanks.", CLOSED.upper(), "The library is open."):
        (finding,) = found("Posted before", content(text), cast.ashford)
        assert not finding.must_fix
        assert "Nearly the same words went out before: P-000" in finding.sentence
    assert "P-0002." in found("Posted before", content(CLOSED), cast.ashford)[0].sentence


OTHERS = {
    "another day": CLOSED.replace("Friday 4", "Saturday 5"),
    "another time": CLOSED.replace("3pm", "4pm"),
    "a shorter text": "High Street is closed on Friday.",
    "something else": "The museum is shut on Friday 4 December from 9am to 3pm, and sorry for it.",
    "few words": "The library is shut.",
    "Welsh": "Mae'r Stryd Fawr ar gau ddydd Gwener 4 Rhagfyr o 9am tan 3pm ar gyfer y farchnad.",
    "Chinese": "图书馆星期六开放",
    "no words at all": "🎅🎅🎅",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=list(OTHERS))
def test_other_words_were_not_posted_before(cast: Cast, text: str) -> None:
    posted(cast, CLOSED, "The library is open.", "图书馆星期天开放", "🎄🎄🎄")
    assert not found("Posted before", content(text), cast.ashford)


def test_only_the_newest_hundred_of_this_council_count(cast: Cast) -> None:
    posted(cast, CLOSED, *(f"Notice {number}" for number in range(99)))
    assert found("Posted before", content(CLOSED), cast.ashford)
    assert not found("Posted before", content(CLOSED), cast.barham)
    Post.objects.create(
        council=cast.ashford,
        number=101,
        account=cast.page,
        words="One more",
        url="https://www.facebook.com/ashfordcouncil/posts/101",
        posted_at=timezone.now(),
        posted_by="The clerk",
        recorded_by=cast.cora,
    )
    assert not found("Posted before", content(CLOSED), cast.ashford)


def test_correction_repeats_on_purpose(cast: Cast) -> None:
    posted(cast, CLOSED)
    assert not found("Posted before", content(CLOSED, kind="correction"), cast.ashford)


# --- The council's own contacts ---------------------------------------------------------------


def test_contacts_kept_in_setup_are_let_through(
    cast: Cast, as_: Callable[[Person], Client]
) -> None:
    asked = content("Ring 01525 631900")
    assert found("Telephone numbers", asked, cast.ashford)
    typed = {
        "name": cast.ashford.name,
        "email": cast.ashford.email,
        "colour": cast.ashford.colour,
        "contacts": "The office:  01525 631900\r\n\r\n1 Market Square",
    }
    path = "/c/ashford/setup/particulars/"
    assert as_(cast.adam).post(path, typed).status_code == 302
    cast.ashford.refresh_from_db()
    assert cast.ashford.contacts == "The office: 01525 631900\n1 Market Square"
    assert not found("Telephone numbers", asked, cast.ashford)
    assert as_(cast.ana).post(path, typed).status_code == 403
    too_long = {**typed, "contacts": "1" * 2001}
    assert as_(cast.adam).post(path, too_long).status_code == 422


# --- How much it asks, and how long it takes --------------------------------------------------


def test_report_asks_the_database_three_times(cast: Cast, queries: Queries) -> None:
    posted(cast, CLOSED)
    assert cast.ashford.rulebook  # the gate has read it already
    with queries(at_most=3):
        run_checks(content(CLOSED, pictures=(picture(),)), cast.ashford)


def test_longest_texts_are_compared_in_no_time(cast: Cast) -> None:
    long = " ".join(f"word{number}" for number in range(9_000))[:63_206]
    posted(cast, *[long.replace("word7 ", f"other{number} ") for number in range(100)])
    asked, took = content(long), []
    for _ in range(3):
        began = perf_counter()
        assert found("Posted before", asked, cast.ashford)
        took.append(perf_counter() - began)
    assert median(took) < 0.5


@pytest.mark.usefixtures("db")
def test_pattern_checks_ask_nothing() -> None:
    with connection.execute_wrapper(_refuse):
        for name in set(CHECKS) - {"Councillors promoted", NAME, "Posted before"}:
            found(name, content("Vote Labour, 12 Mill Lane, 07700 900123"), council("flitwick"))


def _refuse(*_: Any) -> None:
    raise AssertionError("A query where none is needed.")
