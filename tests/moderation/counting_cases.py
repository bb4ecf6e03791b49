"""Texts with what each platform counts for them, worked out by hand from the platforms' rules.

The server's count and the browser's are both held to this table.
"""

from dataclasses import dataclass

from accounts.register.models import OfficialAccount

P = OfficialAccount.Platform

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"  # 7 code points, 25 bytes
UK = "\U0001f1ec\U0001f1e7"  # 2 code points
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"  # 7, 28 bytes
THUMB = "\U0001f44d\U0001f3fd"  # with a skin tone
KEYCAP = "1\ufe0f\u20e3"  # 3 code points, 7 bytes
HEART = "\u2764\ufe0f"  # 2 code points, 6 bytes
RAINBOW = "\U0001f3f3\ufe0f\u200d\U0001f308"
LONG = "https://www.flitwick.gov.uk/" + "a" * 100  # 128


@dataclass(frozen=True)
class Case:
    about: str
    text: str
    platform: str
    used: int
    links: int = 0

    def __str__(self) -> str:
        return f"{self.platform}: {self.about}"


def _each(about: str, text: str, links: int = 0, **used: int) -> list[Case]:
    return [Case(about, text, platform, number, links) for platform, number in used.items()]


CASES: list[Case] = [
    *_each("nothing", "", x=0, facebook=0, bluesky=0, mastodon=0, threads=0, nextdoor=0),
    *_each("plain words", "Road closed.", x=12, facebook=12, bluesky=12, mastodon=12, threads=12),
    # --- line ends and spaces
    *_each("CRLF is one", "One\r\ntwo\r\n\r\nthree", x=14, facebook=14, bluesky=14, threads=14),
    *_each("CR alone", "One\rtwo", x=7, instagram=7),
    *_each("LF", "One\n\ntwo", x=8, linkedin=8, mastodon=8),
    # --- accents
    *_each("composed", "Caf\u00e9", x=4, facebook=4, bluesky=4, mastodon=4, threads=4),
    *_each("decomposed", "Cafe\u0301", x=4, facebook=5, bluesky=4, mastodon=4, threads=5),
    *_each("Welsh", "D\u0175r a \u0177d", x=8, facebook=8, bluesky=8, mastodon=8),
    *_each("Welsh decomposed", "Dw\u0302r a y\u0302d", x=8, facebook=10, bluesky=8, mastodon=8),
    # --- other scripts
    *_each("Chinese", "道路封闭", x=8, facebook=4, bluesky=4, mastodon=4, threads=4),
    *_each("Japanese", "きょうは休みです。", x=18, instagram=9, bluesky=9, threads=9),
    *_each("Korean", "안녕하세요", x=10, linkedin=5, bluesky=5),
    *_each("Korean decomposed", "\u1112\u1161\u11ab", x=2, facebook=3, bluesky=1),
    *_each("Arabic", "الطريق مغلق", x=11, facebook=11, bluesky=11, mastodon=11),
    *_each("Arabic with vowels", "مَرْحَبًا", x=9, facebook=9, bluesky=5, mastodon=5),
    *_each("Hindi", "सड़क", x=4, facebook=4, bluesky=3, threads=4),
    *_each("letters beyond the first plane", "𝐁𝐢𝐠", x=6, facebook=6, bluesky=3, threads=3),
    # --- emoji
    *_each("one emoji", "👍", x=2, facebook=2, bluesky=1, mastodon=1, threads=4, tiktok=2),
    *_each("family", FAMILY, x=2, facebook=11, bluesky=1, mastodon=1, threads=25),
    *_each("flag", UK, x=2, facebook=4, bluesky=1, mastodon=1, threads=8),
    *_each("two flags", UK + UK, x=4, facebook=8, bluesky=2, threads=16),
    *_each("flag of England", ENGLAND, x=2, facebook=14, bluesky=1, threads=28),
    *_each("rainbow flag", RAINBOW, x=2, facebook=6, bluesky=1, threads=14),
    *_each("skin tone", THUMB, x=2, facebook=4, bluesky=1, mastodon=1, threads=8),
    *_each("keycap", KEYCAP, x=2, facebook=3, bluesky=1, threads=7),
    *_each("red heart", HEART, x=2, facebook=2, bluesky=1, threads=6),
    *_each("a letter, not a picture", "\u00a9 2026", x=6, facebook=6, threads=6),
    *_each("as a picture", "\u00a9\ufe0f 2026", x=7, facebook=7, bluesky=6, threads=10),
    *_each("a clock as a letter", "\u231a\ufe0e", x=4, facebook=2, bluesky=1, threads=2),
    *_each("digits are no emoji", "01525 #1*", x=9, facebook=9, threads=9),
    *_each("emoji among words", f"Come {FAMILY}!", x=8, facebook=17, bluesky=7, threads=31),
    # --- punctuation of its own weight
    *_each("quotes and dashes", "“Yes” – no…", x=12, facebook=11, bluesky=11),
    *_each("the last light letter", "\u10ff", x=1, facebook=1),
    *_each("the first heavy one", "\u1100", x=2, facebook=1),
    *_each("thin spaces", "10\u2009000\u200d", x=7, facebook=7),
    *_each("primes", "5\u2032 6\u2033 \u2037 \u2031", x=10, facebook=9),
    *_each("pound and euro", "£5 or €6", x=9, facebook=8),
    # --- links
    *_each("long", LONG, 1, x=23, mastodon=23, facebook=128, bluesky=128, threads=128),
    *_each("short", "http://t.co", 1, x=23, mastodon=23, facebook=11),
    *_each("no scheme", "See flitwick.gov.uk", 1, x=27, mastodon=19, bluesky=19, threads=19),
    *_each("www and path", "www.gov.uk/bins?x=1", 1, x=23, mastodon=19, threads=19),
    *_each("full stop after", "Go to https://a.org/b.", 1, x=30, mastodon=30, facebook=22),
    *_each("comma after", "https://a.org/b, or not", 1, x=31, mastodon=31),
    *_each("question mark after", "Seen https://a.org?", 1, x=29, mastodon=29),
    *_each("in brackets", "(https://a.org/b)", 1, x=25, mastodon=25),
    *_each("brackets within", "https://a.org/b_(c)", 1, x=23, mastodon=23),
    *_each("query and fragment", "https://a.org/b?c=d&e=f#g", 1, x=23, mastodon=23),
    *_each("two, one twice", "https://a.org b.com https://a.org", 2, x=71, mastodon=53),
    *_each("after Chinese", "看https://a.org/b", 1, x=25, mastodon=24, bluesky=16),
    *_each("capitals", "HTTPS://WWW.GOV.UK/BINS", 1, x=23, mastodon=23),
    *_each("with a port", "http://a.org:8080/b", 1, x=23, mastodon=23),
    *_each("accents in the path", "https://a.org/caf\u00e9", 1, x=23, mastodon=23),
    # --- what looks like a link
    *_each("abbreviations", "e.g. 1.5 m, i.e. 10.30 a.m.", x=27, mastodon=27, threads=27),
    *_each("initials", "Cllr J.R. Smith, B.A.", x=21, threads=21),
    *_each("a country's letters after a full stop", "Ends.It", 1, x=23, mastodon=7),
    *_each("a forgotten space", "It ends.We start", x=16, threads=16),
    *_each("a file", "agenda.docx", x=11, threads=11),
    *_each("an email address", "clerk@flitwick.gov.uk", x=21, mastodon=21, threads=21),
    *_each("an email with a full stop", "jo.name@a.org", x=13, threads=13),
    *_each("a price", "£1.50.", x=6, threads=6),
    # --- mentions and hashtags
    *_each("mention", "@FlitwickTC hello", x=17, mastodon=17, facebook=17),
    *_each("mention on a server", "Ask @jo@mastodon.social.", x=24, mastodon=8, bluesky=24),
    *_each("mention at the start", "@jo@toot.wales hi", x=17, mastodon=6),
    *_each("hashtag", "#FlitwickInBloom", x=16, mastodon=16, bluesky=16),
    *_each("hashtag with a full stop", "#a.com", x=6, threads=6),
]
