"""A policy's words, written in Markdown, as a page shows them."""

import re
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import nh3
from django.core.cache import cache
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

#: What may stand in a policy. No pictures: they would be asked of another site.
TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "s", "code", "pre"),
    *("ul", "ol", "li", "blockquote", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
#: Elements to which GOV.UK's styles are given.
CLASSES = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "h5": "govuk-heading-s",
    "h6": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "blockquote": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
    "table": "govuk-table",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}
DEEPEST = 6
#: What ends a line, for the reader of Markdown.
LINE_END = re.compile(r"\r\n?|\n")
#: What stands in a line of a table and in none of its cells.
RULED = re.compile(r"[\s|>\\]")
#: Where lists and quotations stand so deep in one another the reader of Markdown leaves words out:
#: ten lists, twenty quotations. More of them would cost more time with brackets that never close.
MOST_NESTED = 20
#: Characters. What is made of a longer text is kept, since anybody may open its page: making it
#: takes up to 60 microseconds for each, and asking the cache a millisecond or two.
SHORT = 5_000
#: Seconds: a week.
KEPT = 7 * 24 * 60 * 60
#: What makes it, so that another release of it makes all anew.
_MADE_BY = sha256(
    f"{version('markdown-it-py')} {version('nh3')} {Path(__file__).read_text()}".encode()
).hexdigest()

_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": MOST_NESTED})
_markdown.enable(["table", "strikethrough"])
# People say that they have read all of it, so no words may stand there unseen: a reference shows
# none of its own, and a picture only to those who cannot see it.
_markdown.disable(["reference", "image"])
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"https", "http", "mailto", "tel"},
    link_rel="noopener noreferrer",
    set_tag_attribute_values={tag: {"class": name} for tag, name in CLASSES.items()},
)


def to_html(markdown: str) -> SafeString:
    """Markdown as safe HTML: no script, no style, no picture; its headings begin at level two.

    Every word of it is there: what cannot be laid out whole is shown as it was typed.
    A long text is made once for all who read it.
    """
    if len(markdown) <= SHORT:
        return mark_safe(_made(markdown))
    key = f"policy-text:{sha256(f'{_MADE_BY} {markdown}'.encode()).hexdigest()}"
    html = cache.get(key)
    if html is None:
        html = _made(markdown)
        cache.set(key, html, KEPT)
    return mark_safe(html)


def _made(markdown: str) -> str:
    tokens = _markdown.parse(markdown)
    too_deep = any(token.level >= MOST_NESTED - 1 for token in tokens)
    if too_deep or _leaves_cells_out(markdown, tokens):
        return _cleaner.clean(linebreaks(markdown, autoescape=True))
    for token in tokens:
        _lower(token)
        _show_hidden_words(token)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return _cleaner.clean(html)


def _lower(token: Token) -> None:
    """The page's own title is its only heading of level one."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1]) + 1, DEEPEST)}"


def _leaves_cells_out(markdown: str, tokens: list[Token]) -> bool:
    """Whether a row of a table has more cells than its head, of which the page would show none."""
    lines, typed, laid_out = LINE_END.split(markdown), "", ""
    for token in tokens:
        if token.type == "tbody_open":
            typed = laid_out = ""
        elif token.type == "tr_open" and token.map:
            typed += lines[token.map[0]]
        elif token.type == "inline":
            laid_out += token.content
        elif token.type == "tbody_close" and RULED.sub("", typed) != RULED.sub("", laid_out):
            return True
    return False


def _show_hidden_words(token: Token) -> None:
    """What was typed behind the fence of a code, or as a link's title, stands among the words."""
    if token.type == "fence" and token.info.strip():
        token.content, token.info = f"{token.info.strip()}\n{token.content}", ""
    shown: list[Token] = []
    title = ""
    for child in token.children or ():
        shown.append(child)
        if child.type == "link_open":
            title = str(child.attrs.pop("title", ""))
        elif child.type == "link_close" and title:
            shown.append(Token("text", "", 0, content=f" ({title})"))
    token.children = shown
