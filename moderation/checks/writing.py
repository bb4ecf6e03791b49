"""How words are written, where that keeps people from reading them or links from working."""

import re
from collections.abc import Iterator

from accounts.councils.models import Council
from accounts.register.addresses import address_problem
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.personal import unique
from moderation.checks.vocabulary import LONG_WORDS, split

TAG = re.compile(r"(?<![\w&/#])#([^\W_]+)")
#: Longer than this without capitals, a tag is hardly one word, even if we know none of it.
LONGEST_WORD = 10

ADDRESS = re.compile(r"(?<![\w@])https?://[^\s<>\"“”]+", re.IGNORECASE)
#: Anything like http:// with what follows it, right or wrong.
SCHEME = re.compile(
    r"(?<![\w@])(?P<scheme>h+t+p+s?|ttps?)(?P<mark>[:;/\\ ]{1,5})(?P<rest>[^\s]*)", re.IGNORECASE
)
#: What was meant as a link and is none.
BROKEN = re.compile(
    r"""
      (?<![\w.-])www(?:,[ ]?|\.[ ]|[ ]\.?)[\w-]+\.[\w./-]+
    | (?<![\w./-])www\.[\w-]{1,63}(?![\w-]|\.\w)
    | (?<![\w-])[\w-]{1,63}(?:,|\.[ ]|[ ]\.)(?:gov|org|co)(?:[.,]|[ ]\.|\.[ ])uk\b
    | (?<![\w-])[\w-]{1,63}\.(?:gov|org|co)(?:,|[ ]\.|\.[ ])uk\b
    | \[[^\[\]\n]{1,200}\]\([^)\s]*\)?
    | (?<!\w)(?:javascript|vbscript|file):\S+
    | (?<!\w)data:[a-z]+/\S+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHORTENERS = """
    adf.ly bit.ly bitly.com buff.ly cutt.ly dlvr.it goo.gl hubs.ly is.gd lnkd.in mcaf.ee ow.ly
    qr.codes qrco.de rb.gy rebrand.ly rotf.lol shorturl.at short.io snip.ly soo.gd t.co t.ly tiny.cc
    tinyurl.com trib.al urlz.fr v.gd zpr.io
    """
#: They hide where a link leads, and may lead elsewhere tomorrow.
SHORTENERS = frozenset(_SHORTENERS.split())
SHORTENED = re.compile(
    rf"(?<![\w.@-])(?:https?://)?(?:www\.)?(?:{'|'.join(map(re.escape, sorted(SHORTENERS)))})"
    r"/[\w-]+",
    re.IGNORECASE,
)

#: Four words or more in a row without a small letter.
CAPITALS = re.compile(
    r"(?<!\w)[A-Z\u00c0-\u00de][^\Wa-z_]*"
    r"(?:[ ,;:!?&’'.–-]+[A-Z\u00c0-\u00de0-9][^\Wa-z_]*){3,}(?!\w)"
)
#: Fewer letters than these may all be initials: RAF, NHS, RBL.
FEWEST_LETTERS = 20
#: As many letters as initials have: RSPCA.
LONGEST_INITIALS = 5
WORD = re.compile(r"[^\W\d_]+")


@policy_check("Hashtags", settled=True)
def hashtags(content: Content, council: Council) -> Iterator[Finding]:
    """A tag of several words has a capital at each, so that a screen reader can tell them apart."""
    found = unique(tag for text in content.words if "#" in text for tag in _run_together(text))
    if found:
        better = [capitalised for tag in found if (capitalised := _capitalised(tag))]
        advice = f", as in {' and '.join(better[:3])}" if better else ""
        yield Finding(
            Result.CHECK_THIS,
            f"Begin each word of a hashtag with a capital{advice}: otherwise a screen reader reads "
            "it as one word.",
            words=found,
        )


@policy_check("Links", settled=True)
def links(content: Content, council: Council) -> Iterator[Finding]:
    """A link that leads nowhere as it is written, or hides where it leads."""
    particulars = content.particulars
    texts = [*content.words, particulars.link]
    broken = unique(words for text in texts if text for words in _broken(text))
    if broken:
        yield Finding(
            Result.CHECK_THIS,
            "This is not a link that works. Copy the whole address from the browser, without "
            "spaces and brackets, beginning with https://.",
            words=broken,
        )
    hiding = unique(found[0] for text in texts for found in SHORTENED.finditer(text))
    if hiding:
        yield Finding(
            Result.CHECK_THIS,
            "A shortened link hides where it leads. Give the real address.",
            words=hiding,
        )


@policy_check("Capitals", settled=True)
def capitals(content: Content, council: Council) -> Iterator[Finding]:
    """Whole phrases in capitals are slow to read, and sound like shouting."""
    found = unique(
        run[0] for text in content.words for run in CAPITALS.finditer(text) if _is_shouted(run[0])
    )
    if found:
        yield Finding(
            Result.CHECK_THIS,
            "Write this in small letters. Whole phrases in capitals are hard to read.",
            words=found,
        )


def _is_shouted(run: str) -> bool:
    """Whether these are words rather than initials."""
    letters = [len(word) for word in WORD.findall(run)]
    long_enough = sum(letters) >= FEWEST_LETTERS and max(letters) > LONGEST_INITIALS
    return long_enough and not any(character.islower() for character in run)


def _run_together(text: str) -> Iterator[str]:
    for found in TAG.finditer(text):
        tag = found[1]
        letters = "".join(character for character in tag if not character.isdigit())
        if not letters.islower() or letters in LONG_WORDS:
            continue
        if len(split(letters)) > 1 or (len(letters) > LONGEST_WORD and letters.isascii()):
            yield found[0]


def _capitalised(tag: str) -> str:
    """`#RoadClosureToday` for `#roadclosuretoday`; empty where its words cannot be told."""
    letters = tag[1:].rstrip("0123456789")
    words = split(letters)
    return (
        f"#{''.join(word.capitalize() for word in words)}{tag[1 + len(letters) :]}" if words else ""
    )


def _broken(text: str) -> Iterator[str]:
    yield from (found[0].strip() for found in BROKEN.finditer(text))
    for found in SCHEME.finditer(text):
        if _is_misspelt(found["scheme"].lower(), found["mark"], found["rest"]):
            yield found[0].strip()
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?'’)]")
        if _is_open(found[0]) or address_problem(address):
            yield found[0].rstrip(".,;:!?'’")


def _is_misspelt(scheme: str, mark: str, rest: str) -> bool:
    """Whether what stands for http:// was meant as that and is not."""
    if scheme in {"http", "https"} and mark == "://":
        return not rest
    if scheme in {"http", "https"} and mark == ":/" and rest.startswith("/"):
        return False
    slashes = mark.count("/") + mark.count("\\")
    if slashes > 1 or (slashes and ":" in mark):
        return True
    return mark in {":", "/", "\\"} and "." in rest.rstrip(".")


def _is_open(address: str) -> bool:
    """Whether a bracket within the address is never closed."""
    return address.count("(") > address.count(")") or address.count("[") > address.count("]")
