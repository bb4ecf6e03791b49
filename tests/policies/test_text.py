"""A policy's Markdown on a page: its form, and nothing that runs or fetches."""

from html.parser import HTMLParser
from typing import Any
from unittest.mock import Mock

import pytest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from policies.documents import text
from policies.documents.text import SHORT, TAGS, to_html


class Reader(HTMLParser):
    """What a browser makes of it: every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def test_headings_begin_below_the_pages_own() -> None:
    html = to_html("# Purpose\n\nWords *here*.\n\n###### Deep\n\n- one\n- two")
    assert '<h2 class="govuk-heading-m">Purpose</h2>' in html
    assert "<h1" not in html
    assert "<h6" in html
    assert '<ul class="govuk-list govuk-list--bullet">' in html
    assert "<em>here</em>" in html


def test_a_table_is_a_table() -> None:
    html = to_html("| Part | Who |\n|---|---|\n| Informed | Everybody |")
    assert '<th class="govuk-table__header">Part</th>' in html
    assert "Everybody</td>" in html


@pytest.mark.parametrize(
    "markdown",
    [
        "Before.\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 |\r\n| a \\| b | `c \\| d` |\r\n3 | 4",
        "> | a | b |\n> |---|---|\n> | 1 | 2 | |\n\n| c | d |\n|---|---|\n| 1 | 2 |",
        "1. | a | b |\n   |---|---|\n   | 1 | 2 |",
    ],
    ids=["few cells", "two tables", "in a list"],
)
def test_a_table_of_which_nothing_is_left_out_is_a_table(markdown: str) -> None:
    html = to_html(markdown)
    assert "<td" in html and "|---|" not in html


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![picture](https://tracker.example/p.gif)",
        "[click](javascript:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        '<https://x.example/" onmouseover=alert(1)>',
        "<style>body{display:none}</style>",
        "<iframe src='https://x.example'></iframe>",
        "[a](https://x.example \"t' onclick=alert(1) x='\")",
        "<a href='https://x.example' style='position:fixed'>x</a>",
        "```<script>\n<script>alert(1)</script>\n```",
    ],
)
def test_nothing_in_it_runs_or_fetches(markdown: str) -> None:
    reader = Reader()
    reader.feed(to_html(markdown))
    assert {tag for tag, _ in reader.found} <= TAGS
    given = {name: value or "" for _, attributes in reader.found for name, value in attributes}
    assert set(given) <= {"class", "href", "rel", "start"}
    assert given.get("href", "https:").startswith("https:")


def test_a_link_leads_away_safely() -> None:
    html = to_html("[Code](https://www.gov.uk/x) and <mailto:clerk@ashford.example>")
    assert 'href="https://www.gov.uk/x"' in html
    assert 'rel="noopener noreferrer"' in html
    assert 'href="mailto:clerk@ashford.example"' in html


@pytest.mark.parametrize(
    "markdown",
    [
        f"Before.\n\n{'>' * 500} Councillors seen to agree.\n\nAfter.",
        "".join(f"{'  ' * deep}- one\n" for deep in range(40)) + f"{'  ' * 40}- Councillors agree",
        "[//]: # (Councillors agree)",
        "[Councillors]: agree",
        "![Councillors agree](https://tracker.example/p.gif)",
        "| a | b |\n|---|---|\n| 1 | 2 | Councillors agree |",
        "> | a | b |\n> |---|---|\n> | 1 |\n> | 1 | 2 | Councillors agree |",
        "``` Councillors agree\nto this\n```",
        "[They](https://ashford.example 'Councillors agree')",
    ],
    ids=[
        *("quotations", "lists", "comment", "reference", "picture"),
        *("cell", "cell in a quotation", "fence", "title"),
    ],
)
def test_no_words_stand_in_it_unseen(markdown: str) -> None:
    html = to_html(markdown)
    on_page = strip_tags(html)  # what stands in a tag is not seen
    assert "Councillors" in on_page and "agree" in on_page
    assert "<img" not in html
    assert all(words in html for words in ("Before.", "After.")) or "Before" not in markdown


def test_what_is_too_deep_is_shown_as_typed_and_runs_nothing() -> None:
    html = to_html(f"{'>' * 30} <script>alert(1)</script>\nnext")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>next" in html
    assert '<p class="govuk-body">' in html and "<script" not in html


LONG = "# Purpose\n\nWe answer *within* two days. <script>alert(1)</script>\n\n" * 100


@pytest.mark.django_db
def test_a_long_text_is_made_once_for_all_its_readers(
    queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Mock(wraps=text._made)
    monkeypatch.setattr(text, "_made", made)
    first = to_html(LONG)
    with queries(at_most=1):
        again = to_html(LONG)
    assert again == first and isinstance(again, SafeString)
    assert "<em>within</em>" in again and "<script" not in again
    assert made.call_count == 1 and len(LONG) > SHORT
    assert "Other." in to_html(f"{LONG}Other.")  # other words are another text
    # Another release of what makes it makes it anew.
    monkeypatch.setattr(text, "_MADE_BY", "later")
    assert to_html(LONG) == first
    assert made.call_count == 3


def test_a_short_text_asks_no_database() -> None:
    assert "<em>here</em>" in to_html("Words *here*." + " x" * ((SHORT - 13) // 2))
