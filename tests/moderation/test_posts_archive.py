"""The archive: permanent, searchable, and printed for a meeting."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.forms import when_in_words
from moderation.drafts.actions import approve_draft, request_changes
from moderation.posts.archive import matching
from moderation.posts.models import Post
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.archiving import EXPORT, LIST, PERIOD, an_archive
from tests.moderation.changing import EDIT, confirmation
from tests.moderation.deciding import submitted
from tests.moderation.drafting import posted, recorded_post, waiting
from tests.moderation.permitting import approve
from tests.moderation.posting import ADDRESS, BURST, made_outside

As = Callable[[Person], Client]


def references(page: str) -> set[str]:
    return {post.reference for post in Post.objects.all() if f"/posts/{post.reference}/" in page}


def day(name: str, ago: int) -> dict[str, int]:
    """The boxes of a day so many days ago."""
    then = timezone.localtime() - timedelta(days=ago)
    return {f"{name}_day": then.day, f"{name}_month": then.month, f"{name}_year": then.year}


SEARCHES: dict[str, tuple[Callable[[Cast], dict[str, Any]], set[str]]] = {
    "all": (lambda cast: {}, {"P-0001", "P-0002"}),
    "words in any case": (lambda cast: {"words": "WATER main"}, {"P-0002"}),
    "words of the title": (lambda cast: {"words": "road clos"}, {"P-0001"}),
    "percent is no wildcard": (lambda cast: {"words": "%"}, set()),
    "underscore is no wildcard": (lambda cast: {"words": "wat_r"}, set()),
    "a quote is a character": (lambda cast: {"words": "' OR ''='"}, set()),
    "a backslash too": (lambda cast: {"words": "\\"}, set()),
    "account": (lambda cast: {"account": cast.page.pk}, {"P-0001"}),
    "from": (lambda cast: day("since", 10), {"P-0001"}),
    "to": (lambda cast: day("until", 10), {"P-0002"}),
    "one day": (lambda cast: day("since", 0) | day("until", 0), {"P-0001"}),
    "authority": (lambda cast: {"authority": "24/101"}, {"P-0001"}),
    "who approved it": (lambda cast: {"authority": "priya"}, {"P-0001"}),
    "both": (lambda cast: {"words": "water", "authority": "24/101"}, set()),
}


@pytest.mark.clause("FTC-6.6-d")
@pytest.mark.parametrize(("asked", "found"), SEARCHES.values(), ids=list(SEARCHES))
def test_posts_are_found(
    cast: Cast, as_: As, asked: Callable[[Cast], dict[str, Any]], found: set[str]
) -> None:
    an_archive(cast)
    page = as_(cast.ana).get(LIST, asked(cast))
    assert page.status_code == 200
    assert references(page.text) == found
    assert ("No posts match" in page.text) == (not found)
    assert ("Clear filters" in page.text) == bool(asked(cast))


def test_newest_first_also_when_it_was_recorded_late(cast: Cast, as_: As) -> None:
    an_archive(cast)
    page = as_(cast.ana).get(LIST).text
    assert page.index("/P-0001/") < page.index("/P-0002/")


def test_each_row_says_who_let_it_out_and_by_which_rule(cast: Cast, as_: As) -> None:
    an_archive(cast)
    page = " ".join(as_(cast.ana).get(LIST).text.split())
    assert re.search("Approved by Priya, Town Clerk <br> <span[^>]*>[^<]*minute 24/101", page)
    assert re.search("Not approved beforehand <br> <span[^>]*>The clerk, by telephone", page)


def test_own_authority_and_what_became_of_outside_posts_are_said(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    draft = waiting(cast, author=cast.priya)
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    recorded_post(cast, draft)
    for number, (outcome, note) in enumerate(
        {"accept": "", "down": "No.", "aside": "Twice."}.items(), 2
    ):
        post = made_outside(cast, url=f"{ADDRESS}{number}")
        sent = {"outcome": outcome, "reason": note, "why": note, "record_copy": "file 12"}
        answer = as_(cast.priya).post(f"{LIST}{post.reference}/review/", sent)
        assert answer.status_code == 302
    made_outside(cast, url=f"{ADDRESS}99", voice="individual", authority="")
    page = " ".join(as_(cast.ana).get(LIST).text.split())
    for words in (
        "Authorised by the author (Town Clerk)",
        "Accepted afterwards by Priya, Town Clerk",
        "Not accepted: Priya, Town Clerk",
        "Recorded by mistake: Priya, Town Clerk",
        "An individual’s own words",
    ):
        assert words in page


def test_words_as_edited_since_are_found_too(cast: Cast, as_: As) -> None:
    posted(cast)
    as_(cast.priya).post(EDIT, {"words": "The library is open.", "reason": "x"})
    as_(cast.cora).post(
        confirmation(Post.objects.get().changes.get()), {"proof_note": "It says so."}
    )
    for words in ("library", "High Street"):
        assert references(as_(cast.ana).get(LIST, {"words": words}).text) == {"P-0001"}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no such day": (
        {"since_day": 31, "since_month": 2, "since_year": 2026},
        "Enter a real date",
    ),
    "the wrong way round": (day("since", 1) | day("until", 5), "must not be before the first"),
    "no such account": ({"account": 999_999}, "Choose an account from the list"),
}


@pytest.mark.parametrize("path", [LIST, EXPORT])
@pytest.mark.parametrize(("asked", "words"), BAD.values(), ids=list(BAD))
def test_a_search_that_cannot_be_is_explained(
    cast: Cast, as_: As, path: str, asked: dict[str, Any], words: str
) -> None:
    answer = as_(cast.ana).get(path, asked)
    assert answer.status_code == 422
    assert words in answer.text


def test_another_councils_account_is_no_filter(cast: Cast, as_: As) -> None:
    theirs = cast.barham.official_accounts.get()
    assert as_(cast.ana).get(LIST, {"account": theirs.pk}).status_code == 422


def test_filters_stay_on_the_next_page(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    for number in range(30):
        made_outside(cast, url=f"{ADDRESS}{number}", words=f"{BURST} Number {number}.")
    made_outside(cast, words="Something else.")
    browser = as_(cast.ana)
    with queries(at_most=10):
        first = browser.get(LIST, {"words": "burst"})
    assert len(references(first.text)) == 25
    older = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = browser.get(LIST + older.replace("&amp;", "&")).text
    assert len(references(second)) == 5
    assert references(second).isdisjoint(references(first.text))
    assert "Something else." not in second


# --- For a meeting ----------------------------------------------------------------------------


def test_a_period_prints_whole_and_in_order(cast: Cast, as_: As) -> None:
    an_archive(cast)
    browser = as_(cast.priya)
    page = browser.get(PERIOD).text
    assert references(page) == {"P-0001"}
    since, until = timezone.localdate() - timedelta(days=400), timezone.localdate()
    page = browser.get(PERIOD, day("since", 400) | day("until", 0)).text
    assert f"{when_in_words(since)} to {when_in_words(until)}" in " ".join(page.split())
    assert page.index("/P-0002/") < page.index("/P-0001/")
    assert BURST in page
    assert "Not approved beforehand" in page
    assert "Priya, Town Clerk" in page


def test_a_long_period_says_that_it_is_cut(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.posts.views.archive.PRINTED", 1)
    an_archive(cast)
    page = as_(cast.priya).get(PERIOD, day("since", 400) | day("until", 0)).text
    assert references(page) == {"P-0002"}
    assert "These are only the first 1." in page


def test_a_period_that_cannot_be_is_explained(cast: Cast, as_: As) -> None:
    answer = as_(cast.priya).get(PERIOD, day("since", 1) | day("until", 5))
    assert answer.status_code == 422
    assert "must not be before the first" in answer.text


# --- Speed ------------------------------------------------------------------------------------


def plan(rows: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE moderation_post")
        if connection.vendor == "postgresql":
            # The few rows it guesses here are sorted as quickly as they are read in order.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            return json.dumps(json.loads(rows[:26].explain(format="json")))
    return str(rows[:26].explain())


@pytest.mark.database
@pytest.mark.parametrize(
    ("filters", "index"), [({}, "post_newest"), ({"account": True}, "post_of_account")]
)
def test_the_archive_is_read_in_index_order(
    cast: Cast, filters: dict[str, Any], index: str
) -> None:
    for council, many, account in (
        (cast.ashford, 40, cast.page),
        (cast.barham, 3_000, cast.barham.official_accounts.get()),
    ):
        Post.objects.bulk_create(
            Post(
                council=council,
                number=number,
                account=account,
                words="x",
                url=ADDRESS,
                posted_at=timezone.now() - timedelta(hours=number),
                posted_by="x",
                recorded_by=cast.ana,
            )
            for number in range(1, many)
        )
    if filters:
        filters = {"account": cast.page}
    rows = matching(cast.ashford, **filters).newest_first()
    explained = plan(rows)
    assert index in explained or (filters and "post_newest" in explained), explained
    assert '"Sort"' not in explained
    assert "TEMP B-TREE" not in explained


def test_what_was_said_before_it_went_out_stays_with_those_who_see_the_draft(
    cast: Cast, as_: As
) -> None:
    draft = waiting(cast)
    assert draft.current
    request_changes(
        draft=draft,
        digest=draft.current.digest,
        reason=None,
        note="This would shame the mayor.",
        actor=cast.priya,
    )
    draft.refresh_from_db()
    recorded_post(cast, approve(cast, submitted(cast, draft)))
    path = "/c/ashford/posts/P-0001/"
    for person in (cast.ana, cast.priya, cast.cora):
        assert "shame the mayor" in as_(person).get(path).text
    page = as_(cast.rita).get(path)
    assert page.status_code == 200
    assert "shame the mayor" not in page.text
    assert draft.get_absolute_url() not in page.text
