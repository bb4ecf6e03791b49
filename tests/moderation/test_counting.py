"""Counting by each platform's real rule, on the server."""

import sys
from subprocess import run
from typing import Any

import pytest
from django.template.loader import render_to_string

from accounts.register.models import OfficialAccount
from accounts.register.platforms import PLATFORMS, Platform
from moderation.checks import counting
from moderation.checks.counting import count, count_for, fold, preview_for, problems, with_link
from tests.moderation.counting_cases import CASES, FAMILY, Case

P = OfficialAccount.Platform


def account(platform: str, text_limit: int | None = None) -> OfficialAccount:
    return OfficialAccount(platform=platform, name="Main page", text_limit=text_limit)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_platform_counts_by_its_own_rule(case: Case) -> None:
    found = count(case.text, PLATFORMS[case.platform])
    assert (found.used, found.links) == (case.used, case.links)


def test_the_cases_are_enough() -> None:
    assert len({case.about for case in CASES}) >= 30
    assert {case.platform for case in CASES} >= {"x", "facebook", "bluesky", "mastodon", "threads"}


def test_the_sentence_says_how_much_is_used_and_how_much_too_many() -> None:
    x, facebook = PLATFORMS[P.X], PLATFORMS[P.FACEBOOK]
    assert count("a" * 212, x).sentence == "212 of 280 characters used"
    assert count("a" * 280, x).over == 0
    found = count("a" * 292, x)
    assert (found.over, found.sentence) == (12, "292 of 280 characters used, 12 too many")
    assert count("a" * 1212, facebook).sentence == "1,212 of 63,206 characters used"


def test_without_a_limit_nothing_is_counted_aloud() -> None:
    for platform in (P.NEXTDOOR, P.WHATSAPP, P.OTHER):
        found = count("a" * 70_000, PLATFORMS[platform])
        assert (found.limit, found.over, found.sentence) == (None, 0, "")
        assert problems("a" * 70_000, account(platform)) == []


def test_bluesky_runs_out_of_bytes_before_characters() -> None:
    """A family is one character of 25 bytes."""
    bluesky = PLATFORMS[P.BLUESKY]
    assert count(FAMILY * 120, bluesky).sentence == "120 of 300 characters used"
    found = count(FAMILY * 121, bluesky)
    assert found.sentence == "3,025 of 3,000 bytes used, 25 too many"
    assert count(FAMILY * 301, bluesky).sentence == "301 of 300 characters used, 1 too many"


def test_an_account_may_have_a_limit_of_its_own() -> None:
    long = "a" * 600
    assert count_for(long, account(P.X)).over == 320
    assert count_for(long, account(P.X, text_limit=25_000)).over == 0
    assert count_for(long, account(P.MASTODON, text_limit=550)).over == 50


def test_what_the_platform_would_refuse_is_a_problem() -> None:
    assert problems("a" * 280, account(P.X)) == []
    assert problems("a" * 281, account(P.X)) == [
        "Shorten the words for X: Main page by 1 character: 280 is the most it takes."
    ]
    links = " ".join(f"site{number}.org" for number in range(7))
    assert problems(links, account(P.THREADS)) == [
        "Take out 2 links for Threads: Main page: 5 is the most it takes."
    ]
    assert problems("a.org " * 7, account(P.THREADS)) == []  # one link, however often
    assert problems(links, account(P.FACEBOOK)) == []


def test_the_councils_own_limit_only_warns() -> None:
    nextdoor = account(P.NEXTDOOR, text_limit=100)
    assert problems("a" * 101, nextdoor) == []
    assert counting.advice("a" * 100, nextdoor) == []
    assert counting.advice("a" * 101, nextdoor) == [
        "The words for Nextdoor: Main page are 1 character longer than the 100 that the council "
        "gives itself there."
    ]
    # Where the platform has a limit, the account's own takes its place: a fact.
    assert counting.advice("a" * 501, account(P.MASTODON)) == []


def test_a_link_in_a_caption_is_worth_a_word() -> None:
    assert "cannot follow a link" in counting.advice("See a.org", account(P.INSTAGRAM))[0]
    assert counting.advice("See a.org", account(P.FACEBOOK)) == []
    assert counting.advice("See us", account(P.INSTAGRAM)) == []


def test_some_platforms_take_no_words_alone() -> None:
    for platform in (P.INSTAGRAM, P.TIKTOK):
        problem = counting.media_problem(account(platform), pictures=0, video=False)
        assert problem.startswith("Add a picture or a video for ")
        assert counting.media_problem(account(platform), pictures=1, video=False) == ""
        assert counting.media_problem(account(platform), pictures=0, video=True) == ""
    assert counting.media_problem(account(P.FACEBOOK), pictures=0, video=False) == ""


@pytest.mark.parametrize(
    ("platform", "limit"), [(P.X, 1000), (P.INSTAGRAM, 1000), (P.MASTODON, 1500)]
)
def test_alt_text_has_a_limit_on_some_platforms(platform: str, limit: int) -> None:
    assert counting.alt_problem("a" * limit, account(platform)) == ""
    assert f"{limit:,} is the most" in counting.alt_problem("a" * (limit + 1), account(platform))


def test_alt_text_has_none_on_others() -> None:
    assert counting.alt_problem("a" * 5000, account(P.FACEBOOK)) == ""


def test_the_title_of_a_video() -> None:
    assert counting.title_problem("a" * 100, account(P.YOUTUBE)) == ""
    assert "by 1 character" in counting.title_problem("a" * 101, account(P.YOUTUBE))
    assert counting.title_problem("a" * 101, account(P.FACEBOOK)) == ""


LINK = "https://www.flitwick.gov.uk/market"


@pytest.mark.parametrize(
    ("text", "link", "whole"),
    [
        ("Market day", LINK, f"Market day\n{LINK}"),
        ("Market day\r\n\r\n", LINK, f"Market day\n{LINK}"),
        (f"Market day, see {LINK}.", LINK, f"Market day, see {LINK}."),
        ("", LINK, LINK),
        (" Market day ", "  ", "Market day"),
    ],
)
def test_a_link_goes_on_its_own_line_at_the_end(text: str, link: str, whole: str) -> None:
    assert with_link(text, link) == whole


FOLDING = Platform("Test", fold=20, fold_lines=2)


@pytest.mark.parametrize(
    ("text", "shown", "rest"),
    [
        ("Short words", "Short words", ""),
        ("The road is closed on Friday.", "The road is closed", "on Friday."),
        ("One\r\ntwo\r\nthree", "One\ntwo", "three"),
        ("a" * 25, "a" * 20, "a" * 5),
        (FAMILY * 21, FAMILY * 20, FAMILY),
        ("Yes aaaaaaaaaaaaaaaaaaaaaaaaa", "Yes aaaaaaaaaaaaaaaa", "a" * 9),
        ("", "", ""),
    ],
)
def test_where_see_more_cuts(text: str, shown: str, rest: str) -> None:
    assert fold(text, FOLDING) == (shown, rest)


def test_a_platform_without_a_fold_shows_all() -> None:
    assert fold("a " * 240, PLATFORMS[P.MASTODON]) == (("a " * 240).strip(), "")


# --- The parts of a page, as they stand without scripts ------------------------------------------


def rendered(name: str, one: OfficialAccount, text: str, **more: Any) -> str:
    one.pk = 7
    return render_to_string(
        f"moderation/drafts/{name}.html",
        {"account": one, "count": count_for(text, one), "preview": preview_for(text, one), **more},
    )


def test_the_count_is_on_the_page_and_tells_the_browser_the_rule() -> None:
    page = rendered("count", account(P.BLUESKY), "a" * 301)
    assert "301 of 300 characters used, 1 too many" in page
    assert "app-count-over" in page
    for value in (
        'count-for="7"',
        'platform="bluesky"',
        'rule="graphemes"',
        'limit="300"',
        'byte-limit="3000"',
    ):
        assert f"data-{value}" in page
    assert " hidden" not in page
    assert "app-count-over" not in rendered("count", account(P.BLUESKY), "a" * 300)
    assert 'data-limit="25000"' in rendered("count", account(P.X, text_limit=25_000), "a")
    assert " hidden" in rendered("count", account(P.X), "a", unchosen=True)


def test_no_count_is_shown_where_there_is_no_limit() -> None:
    page = rendered("count", account(P.WHATSAPP), "Words")
    assert "used" not in page
    assert " hidden" in page


def test_the_likeness_shows_the_words_up_to_the_fold() -> None:
    page = rendered("preview_likeness", account(P.FACEBOOK), "One\n" * 5 + "Six")
    assert "The real post may look different" in page
    assert ">One\nOne\nOne\nOne\nOne</p>" in page
    assert "data-preview-rest>Six</p>" in page
    assert "data-preview-more >" in " ".join(page.split())
    whole = rendered("preview_likeness", account(P.FACEBOOK), "One")
    assert "data-preview-more hidden>" in " ".join(whole.split())
    assert "data-preview-nothing hidden>" in " ".join(whole.split())


def test_the_likeness_shows_four_pictures_and_says_so() -> None:
    pictures = [{"url": f"/{number}.jpg", "alt": f"Stall {number}"} for number in range(6)]
    page = rendered("preview_likeness", account(P.FACEBOOK), "Market", pictures=pictures)
    assert page.count("<img ") == 4
    assert '<img src="/0.jpg" alt="Stall 0">' in page
    assert "The first 4 of 6 pictures." in page
    few = rendered("preview_likeness", account(P.FACEBOOK), "Market", pictures=pictures[:4])
    assert "The first 4" not in few


def test_words_are_never_taken_for_markup() -> None:
    hostile = account(P.X)
    hostile.name = '"><script>'
    for name in ("count", "preview_likeness"):
        assert "<script>" not in rendered(name, hostile, "<script>alert(1)</script>")


# --- At what cost ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a." * 31_000,
        "a" * 63_000,
        "a-" * 31_000,
        "https://" * 7_900,
        "x.uk/(" * 10_000,
        "é" * 63_000,
        "https://a.uk/" + "(a" * 30_000,
        "@a@" * 21_000,
        "👍\u200d" * 30_000,
        "a.uk/" + "." * 63_000,
    ],
)
def test_no_text_takes_long_to_count(text: str) -> None:
    """What anybody can send must not keep a worker busy."""
    from time import process_time

    started = process_time()
    for platform in (P.X, P.MASTODON, P.THREADS):
        count(text, PLATFORMS[platform])
    assert process_time() - started < 3


def test_plain_words_load_no_library() -> None:
    """A worker stays small until somebody writes an emoji."""
    done = run([sys.executable, "-c", COUNTS_PLAIN_WORDS], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-500:]


COUNTS_PLAIN_WORDS = """
import os, sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django

django.setup()
from accounts.register.platforms import PLATFORMS
from moderation.checks.counting import count

for platform in PLATFORMS.values():
    count("See flitwick.gov.uk, or ask @jo@toot.wales.", platform)
assert "regex" not in sys.modules
"""
