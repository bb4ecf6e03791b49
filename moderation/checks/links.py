"""Finding links in words, in essence as X and Mastodon find them (twitter-text).

static/councilsm/links.js says the same for the browser; tests hold the two together.
"""

import re
from collections.abc import Iterator

#: Top-level domains by which a link is known without https://. Every country's, and the common
#: others: a rare one is counted by its letters, which for a longer link errs on the safe side.
COUNTRIES = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs "
    "bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec "
    "ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy "
    "hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz "
    "la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx "
    "my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re "
    "ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th "
    "tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
COMMON = (
    "academy agency app art asia bar beer biz blog business cafe camp care cat center charity "
    "church city click cloud club college com community coop cymru day design dev digital "
    "directory earth eco edu education email energy estate events farm film fit foundation fun "
    "fund gallery garden global gov green group guide guru help homes house how info int jobs land "
    "life link live london market media mil mobi museum music name net network news ngo ong "
    "online org page parts party photo photography photos plus post press pro properties property "
    "pub run sale school science scot services shop show site social solutions space store "
    "studio support team tech technology theatre tips today tools top tours town training travel "
    "university video vote voting wales website wedding wiki work works world xyz zone"
)

#: Letters with accents, as twitter-text allows them within a name.
_LETTER = "a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_LABEL = f"[{_LETTER}](?:[{_LETTER}_-]{{0,61}}[{_LETTER}])?"
_PATH_CHARACTER = f"{_LETTER}\u0400-\u04ff!*';:=+,.$/%#\\[\\]\u2013_~@|&-"
_PATH_END = f"{_LETTER}\u0400-\u04ff=_#/+-"
_BRACKETS = f"\\([{_PATH_CHARACTER}]*\\)"
_PATH = f"(?:/(?:(?:[{_PATH_CHARACTER}]|{_BRACKETS})*(?:[{_PATH_END}]|{_BRACKETS}))?)?"
_QUERY = "(?:\\?[a-z0-9!?*'@();:&=+$/%#\\[\\]_.,~|-]*[a-z0-9_&=#/-])?"
_REST = f"(?::[0-9]+)?{_PATH}{_QUERY}"

_WITH_SCHEME = f"https?://(?:{_LABEL}\\.){{1,30}}(?:xn--[a-z0-9-]+|[a-z]{{2,63}}){_REST}"
# The name must end there: neither "clerk.name@…" nor "p.message" holds a link. A forgotten space
# ("closed.It") makes one on X too.
_KNOWN_TLD = f"(?:{'|'.join((COUNTRIES + ' ' + COMMON).split())})(?![{_LETTER}@+-])"
_WITHOUT = f"(?:{_LABEL}\\.){{1,30}}{_KNOWN_TLD}{_REST}"

#: Group 1 is the character before the link, group 2 the link. Mastodon knows only these.
SCHEMED = re.compile(f"(^|[^a-z0-9@＠$#＃])({_WITH_SCHEME})", re.IGNORECASE)
#: The same, or 3 and 4 for a link without https://.
LINK = re.compile(f"{SCHEMED.pattern}|(^|[^{_LETTER}@＠$#＃._/-])({_WITHOUT})", re.IGNORECASE)


def links_in(text: str) -> Iterator[str]:
    """Every link in the words as it stands there, in order, with https:// and without."""
    for found in LINK.finditer(text):
        yield found[2] or found[4]


def with_links_as(text: str, stand_in: str, *, schemed_only: bool = False) -> str:
    """The words with every link replaced, for platforms that count any link the same."""
    if schemed_only:
        return SCHEMED.sub(lambda found: found[1] + stand_in, text)
    return LINK.sub(lambda found: (found[1] or found[3] or "") + stand_in, text)
