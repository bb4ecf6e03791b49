"""The browser counts and cuts as the server does, while somebody types."""

import random
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from accounts.register.models import OfficialAccount
from accounts.register.platforms import PLATFORMS, Platform, Rule
from moderation.checks import links
from moderation.checks.counting import Count, count, count_for, fold, preview_for, with_link
from moderation.demo import COUNCILS, make
from moderation.drafts.models import Draft
from tests.browser.conftest import Visitor
from tests.moderation.counting_cases import CASES, ENGLAND, FAMILY, HEART, KEYCAP, LONG, THUMB, UK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
P = OfficialAccount.Platform
STATIC = "/static/councilsm"

#: Where rules differ, in any order: what the cases did not think of.
PIECES = [
    *[
        "word ",
        "e\u0301",
        "\u0175",
        "道",
        "한",
        "ب",
        "क्षि",
        "\r\n",
        "\n",
        " ",
        ".",
        ",",
        "(",
        ")",
        "–",
    ],
    *["“", "€", "©", "©\ufe0f", "☀", "☀\ufe0e", "\u200d", "\ufe0f", "\U0001f3fd", "1", "\u20e3"],
    *[
        "👍",
        FAMILY,
        UK,
        ENGLAND,
        THUMB,
        KEYCAP,
        HEART,
        "\U0001f1ec",
        "@jo",
        "@jo@toot.wales",
        "#tag",
    ],
    *[
        "https://",
        "a.org",
        "www.gov.uk/b?c=d&e",
        LONG,
        "example.com/a_(b)",
        "e.g.",
        "jo@a.org",
        "-",
    ],
]


@pytest.fixture
def scripts(visitor: Visitor) -> Visitor:
    """A page on which the scripts can be asked."""
    visitor.go("/sign-in/")
    return visitor


def asked(visitor: Visitor, script: str, what: Any) -> Any:
    return visitor.page.evaluate(script.replace("STATIC", STATIC), what)


def by_browser(visitor: Visitor, questions: list[tuple[str, Platform]]) -> list[dict[str, Any]]:
    """What count.js says of each text."""
    script = """async (questions) => {
        const { count } = await import("STATIC/count.js");
        return questions.map(([text, platform]) => count(text, platform));
    }"""
    given = [
        (text, {"rule": of.rule, "limit": of.limit, "byteLimit": of.byte_limit, "unit": of.unit})
        for text, of in questions
    ]
    found: list[dict[str, Any]] = asked(visitor, script, given)
    return found


def as_json(found: Count) -> dict[str, Any]:
    names = ("used", "limit", "over", "unit", "links", "sentence")
    return {name: getattr(found, name) for name in names}


def test_the_browser_agrees_on_every_case(scripts: Visitor) -> None:
    found = by_browser(scripts, [(case.text, PLATFORMS[case.platform]) for case in CASES])
    for case, answer in zip(CASES, found, strict=True):
        assert (answer["used"], answer["links"]) == (case.used, case.links), case


def test_the_browser_agrees_on_texts_nobody_thought_of(scripts: Visitor) -> None:
    chance = random.Random(1)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 25))) for _ in range(400)]
    texts += ["a" * 281, FAMILY * 121, "a" * 70_000]
    questions = [
        (text, Platform("Any", rule=rule, limit=280, byte_limit=3000))
        for text in texts
        for rule in Rule
    ]
    for (text, platform), answer in zip(questions, by_browser(scripts, questions), strict=True):
        assert answer == as_json(count(text, platform)), (platform.rule, text)


def test_both_know_the_same_domains(scripts: Visitor) -> None:
    script = """async () => {
        const { COMMON, COUNTRIES } = await import("STATIC/links.js");
        return [COMMON, COUNTRIES];
    }"""
    assert asked(scripts, script, None) == [links.COMMON, links.COUNTRIES]


def test_both_cut_and_join_alike(scripts: Visitor) -> None:
    chance = random.Random(2)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 40))) for _ in range(200)]
    texts += ["", "a" * 500, FAMILY * 500, "One\r\n" * 9, "See https://a.org/b today"]
    script = """async (texts) => {
        const { fold } = await import("STATIC/preview.js");
        const { withLink } = await import("STATIC/words.js");
        return texts.map((text) => [
            fold(text, { characters: 30, lines: 3 }),
            withLink(text, " https://a.org/b "),
        ]);
    }"""
    cut = Platform("Any", fold=30, fold_lines=3)
    for text, (folded, joined) in zip(texts, asked(scripts, script, texts), strict=True):
        assert tuple(folded) == fold(text, cut), text
        assert joined == with_link(text, " https://a.org/b "), text


# --- While somebody types -----------------------------------------------------------------------


def composer(visitor: Visitor, text: str = "") -> None:
    """Puts the parts of a composer on the page: two accounts, X with words of its own."""
    x = OfficialAccount(pk=7, platform=P.X, name="News", handle="AshfordTC")
    page = OfficialAccount(pk=8, platform=P.FACEBOOK, name="Main page", handle="ashfordcouncil")
    parts = "".join(
        render_to_string(
            f"moderation/drafts/{name}.html",
            {
                "account": account,
                "count": count_for(text, account),
                "preview": preview_for(text, account),
            },
        )
        for name in ("count", "preview_likeness")
        for account in (x, page)
    )
    form = f"""<h1>Write</h1><form>
        <label><input type="checkbox" name="accounts" value="7" checked> X</label>
        <label><input type="checkbox" name="accounts" value="8" checked> Facebook</label>
        <label for="id_text">Words</label><textarea id="id_text" name="text">{text}</textarea>
        <label for="id_text_8">Facebook words</label>
        <textarea id="id_text_8" name="text_8"></textarea>
        <label for="id_link">Link</label><input id="id_link" name="link">
        {parts}</form>"""
    script = """async (form) => {
        document.querySelector("main").innerHTML = form;
        (await import("STATIC/count.js")).startCounts(document);
        (await import("STATIC/preview.js")).startPreviews(document);
    }"""
    asked(visitor, script, form)


def test_counts_and_likenesses_follow_the_typing(scripts: Visitor) -> None:
    composer(scripts)
    page = scripts.page
    x, facebook = page.locator("#count-7"), page.locator("#count-8")
    likeness = page.get_by_role("group", name="Preview for X: News")
    expect(x).to_contain_text("0 of 280 characters used")
    expect(likeness.get_by_text("No words yet")).to_be_visible()
    page.locator("#id_text").press_sequentially("Road 👍")
    expect(x).to_contain_text("7 of 280 characters used")
    expect(likeness).to_contain_text("Road 👍")
    expect(likeness.get_by_text("No words yet")).to_be_hidden()
    # The link is counted with the words, by the platform's rule.
    page.locator("#id_link").fill(LONG)
    expect(x).to_contain_text("31 of 280 characters used")
    expect(facebook).to_contain_text("136 of 63,206 characters used")
    # An account's own words count for that account alone.
    page.locator("#id_text_8").fill("Other words")
    expect(facebook).to_contain_text("140 of 63,206 characters used")
    expect(x).to_contain_text("31 of 280 characters used")
    page.get_by_role("checkbox", name="X").uncheck()
    expect(x).to_be_hidden()
    expect(likeness).to_be_hidden()
    page.get_by_role("checkbox", name="X").check()
    expect(likeness).to_be_visible()


def test_it_is_read_out_only_near_the_limit(scripts: Visitor) -> None:
    composer(scripts)
    page = scripts.page
    aloud = page.locator("#count-7 [aria-live=polite]")
    said = page.locator("#count-7 [data-count-said]")
    page.locator("#id_text").fill("a" * 251)
    expect(said).to_have_text("251 of 280 characters used")
    page.wait_for_timeout(1300)
    expect(aloud).to_be_empty()
    page.locator("#id_text").fill("a" * 252)
    expect(aloud).to_have_text("X: News: 252 of 280 characters used")
    page.locator("#id_text").fill("a" * 281)
    expect(aloud).to_have_text("X: News: 281 of 280 characters used, 1 too many")
    expect(said).to_have_class(re.compile("app-count-over"))
    page.locator("#id_text").fill("a")
    expect(aloud).to_be_empty()
    expect(said).not_to_have_class(re.compile("app-count-over"))


def test_what_stands_already_is_not_read_out(scripts: Visitor) -> None:
    composer(scripts, "a" * 300)
    expect(scripts.page.locator("#count-7")).to_contain_text("20 too many")
    scripts.page.wait_for_timeout(1300)
    expect(scripts.page.locator("#count-7 [aria-live=polite]")).to_be_empty()


def test_a_long_post_is_folded_as_the_platform_folds_it(scripts: Visitor) -> None:
    words = "The road is closed.\n" * 12
    composer(scripts, words)
    likeness = scripts.page.get_by_role("group", name="Preview for Facebook: Main page")
    more = likeness.get_by_text("See more")
    expect(likeness.locator("[data-preview-words]")).to_have_text(
        ("The road is closed.\n" * 5).strip()
    )
    expect(likeness.locator("[data-preview-rest]")).to_be_hidden()
    more.click()
    expect(likeness.locator("[data-preview-rest]")).to_be_visible()
    scripts.look("likeness", "Write")
    scripts.page.locator("#id_text").fill("Short")
    expect(more).to_be_hidden()


def test_words_are_never_taken_for_markup(scripts: Visitor) -> None:
    hostile = "<img src=x onerror=alert(1)> & “quotes”"
    composer(scripts)
    scripts.page.locator("#id_text").fill(hostile)
    likeness = scripts.page.get_by_role("group", name="Preview for X: News")
    expect(likeness.locator("[data-preview-words]")).to_have_text(hostile)
    expect(likeness.locator("img")).to_have_count(0)
    assert not scripts.complaints


# --- In the composer itself -----------------------------------------------------------------------


WORDS = f"Market day is on Friday {FAMILY}."


def write(somebody: Visitor) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    somebody.become("clerk@flitwick.example")
    somebody.go("/c/flitwick/drafts/new/")
    page = somebody.page
    page.get_by_label("Title", exact=True).fill("Market day")
    page.get_by_role("checkbox", name="Facebook: Main page").check()
    page.get_by_label("The exact words").fill(WORDS)


def test_the_composer_counts_while_one_types(visitor: Visitor) -> None:
    write(visitor)
    count_line = visitor.page.locator("[data-count-for]").first
    expect(count_line).to_contain_text("36 of 63,206 characters used")
    expect(visitor.page.locator("[data-preview-words]").first).to_have_text(WORDS)
    visitor.look("counted", "New draft")


def test_without_scripts_the_server_counts_what_was_saved(plain: Visitor) -> None:
    write(plain)
    page = plain.page
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.locator(".app-message")).to_contain_text("saved")
    plain.go(f"/c/flitwick/drafts/{Draft.objects.latest('pk').reference}/edit/")
    expect(page.locator("[data-count-for]").first).to_contain_text("36 of 63,206 characters used")
    expect(page.locator("[data-preview-words]").first).to_have_text(WORDS)
