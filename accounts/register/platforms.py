"""What each platform takes and how it counts: facts as data, with the day they were last checked.

A platform changes its rules without telling anybody here. Whoever looks them up again changes the
value and its date; nothing else in the code names a limit.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from accounts.register.levels import Level
from accounts.register.models import OfficialAccount

_P = OfficialAccount.Platform

#: When the facts below were last compared with what the platforms publish.
CHECKED = date(2026, 11, 21)


class Rule(StrEnum):
    """How a platform counts words. The browser counts by the same names (static count.js)."""

    #: As a browser measures a text field: UTF-16 code units, so most emoji count 2 or more.
    UTF16 = "utf16"
    #: X: weighted code points after NFC, any link 23, any emoji 2.
    WEIGHTED = "weighted"
    #: What a reader takes for one character, however many code points make it.
    GRAPHEMES = "graphemes"
    #: Graphemes; a link with http(s) 23, and `@name@server` only as `@name`.
    MASTODON = "mastodon"
    #: Code points, but an emoji as the bytes it takes in UTF-8.
    THREADS = "threads"


@dataclass(frozen=True)
class Platform:
    """The facts about one platform.

    Which characters are meant: X, Bluesky, Mastodon and Threads publish their rule. Facebook,
    Instagram, LinkedIn, TikTok and YouTube only give a number; people write into a browser's fields
    there, which measure UTF-16 code units (👍 is 2), and so do the interfaces for programs that say
    anything. If one of them counts code points after all, UTF-16 counts more and never less:
    nothing that passes here is refused there.

    Args:
        limit: the most it takes, counted by `rule`; None where it publishes none.
        unit: the word people read for what is counted, in the plural. A grapheme is what they call
            a character.
        byte_limit: a second limit, in bytes of UTF-8.
        title_limit: of a video's title, in UTF-16 code units.
        links_limit: the most different links in one post.
        links_work: whether a link in the words can be followed.
        needs: what a post must carry, any one of them: `picture`, `video`. Empty: words suffice.
        alt_limit: the longest alt text, in UTF-16 code units; None where it publishes none.
        fold: about how many characters stand before "See more", and `fold_lines` how many lines;
            None where a post is shown whole. Seen in use, never published, and different from one
            screen to the next: for likenesses only.
        hosts: its web addresses; any name under one of them is its own too.
        profile: where the address of an account shows its handle, as patterns of path and query.
        handle_pattern: what a handle looks like, without the @; empty where anything goes.
        levels: what somebody can be there, the least first.
        access_settings: where the platform shows who has access.
        checked_on: when these facts were last compared with what it publishes.
        own_limit: whether `limit` is the council's own for this account (`with_limit`).
    """

    name: str
    rule: Rule = Rule.UTF16
    limit: int | None = None
    unit: str = "characters"
    byte_limit: int | None = None
    title_limit: int | None = None
    links_limit: int | None = None
    links_work: bool = True
    needs: tuple[str, ...] = ()
    alt_limit: int | None = None
    fold: int | None = None
    fold_lines: int | None = None
    hosts: tuple[str, ...] = ()
    profile: tuple[str, ...] = ()
    handle_pattern: str = ""
    levels: tuple[Level, ...] = (Level.SHARED,)
    access_settings: str = ""
    checked_on: date = CHECKED
    own_limit: bool = False

    def with_limit(self, limit: int | None) -> "Platform":
        """The same platform with an account's own limit, where it has one."""
        return replace(self, limit=limit, own_limit=True) if limit else self


PLATFORMS: dict[str, Platform] = {
    _P.FACEBOOK: Platform(
        "Facebook",
        limit=63_206,
        fold=477,
        fold_lines=5,
        hosts=("facebook.com", "fb.com", "fb.watch", "fb.me"),
        profile=(
            r"/groups/(?P<handle>[^/?]+)",
            r"/profile\.php\?id=(?P<handle>\d+)",
            r"/(?P<handle>[^/?]+)",
        ),
        handle_pattern=r"[A-Za-z0-9.]{5,50}|\d+",
        levels=(Level.TASK, Level.MODERATOR, Level.PARTIAL, Level.ADMIN, Level.FULL),
        access_settings="Settings, then Page setup, then Page access",
    ),
    _P.INSTAGRAM: Platform(
        "Instagram",
        limit=2_200,
        links_work=False,
        needs=("picture", "video"),
        alt_limit=1_000,
        fold=125,
        hosts=("instagram.com", "instagr.am"),
        profile=(r"/(?P<handle>[^/?]+)",),
        handle_pattern=r"[A-Za-z0-9._]{1,30}",
        levels=(Level.TASK, Level.PARTIAL, Level.FULL, Level.SHARED),
        access_settings="The business portfolio, then Settings, then People; else the login itself",
    ),
    _P.X: Platform(
        "X",
        rule=Rule.WEIGHTED,
        limit=280,
        alt_limit=1_000,
        fold=280,  # only a paid tier's longer posts are folded
        hosts=("x.com", "twitter.com"),
        profile=(r"/(?P<handle>[^/?]+)",),
        handle_pattern=r"[A-Za-z0-9_]{4,15}",
        levels=(Level.DELEGATE, Level.ADMIN, Level.SHARED),
        access_settings="Settings, then Security and account access, then Delegate",
    ),
    _P.LINKEDIN: Platform(
        "LinkedIn",
        limit=3_000,
        fold=210,
        fold_lines=3,
        hosts=("linkedin.com", "lnkd.in"),
        profile=(r"/(company|showcase|school|in|groups)/(?P<handle>[^/?]+)",),
        levels=(Level.FIGURES, Level.EDITOR, Level.ADMIN, Level.FULL),
        access_settings="The page as administrator, then Settings, then Manage admins",
    ),
    # It publishes no limit: an account's own text limit is the council's value, and only warns.
    _P.NEXTDOOR: Platform(
        "Nextdoor",
        hosts=("nextdoor.co.uk", "nextdoor.com"),
        fold=300,
        fold_lines=5,
        profile=(r"/(agency-detail|pages|a|page)/(?P<handle>[^?]+?)/?(\?|$)",),
        levels=(Level.EDITOR, Level.ADMIN),
        access_settings="Public Agency Dashboard, then Staff",
    ),
    # The words are the description of a video, or a post to its community. Its programming
    # interface takes 5,000 bytes of description; people who type are given 5,000 characters.
    _P.YOUTUBE: Platform(
        "YouTube",
        limit=5_000,
        title_limit=100,
        fold=150,
        fold_lines=3,
        hosts=("youtube.com", "youtu.be"),
        profile=(r"/@(?P<handle>[^/?]+)", r"/(channel|c|user)/(?P<handle>[^/?]+)"),
        handle_pattern=r"[\w.·-]{3,30}|UC[\w-]{22}",
        levels=(Level.FIGURES, Level.EDITOR, Level.ADMIN, Level.FULL, Level.SHARED),
        access_settings="YouTube Studio, then Settings, then Permissions",
    ),
    # A caption of photographs may be longer; 2,200 holds for both.
    _P.TIKTOK: Platform(
        "TikTok",
        limit=2_200,
        links_work=False,
        needs=("picture", "video"),
        fold=150,
        fold_lines=2,
        hosts=("tiktok.com",),
        profile=(r"/@(?P<handle>[^/?]+)",),
        handle_pattern=r"[A-Za-z0-9._]{2,24}",
        levels=(Level.PARTIAL, Level.ADMIN, Level.SHARED),
        access_settings="Business Center, then Users; else the login itself",
    ),
    # The app shortens what is shown of a link before it posts; other apps do not. The whole link is
    # counted, so that the post fits whichever is used.
    _P.BLUESKY: Platform(
        "Bluesky",
        rule=Rule.GRAPHEMES,
        limit=300,
        byte_limit=3_000,
        hosts=("bsky.app",),
        profile=(r"/profile/(?P<handle>[^/?]+)",),
        handle_pattern=r"[A-Za-z0-9.-]{3,253}",
        access_settings="The login itself; App passwords under Settings",
    ),
    # Any server may allow more: then the account has its own limit. Some large and some British
    # servers are listed to recognise an address by; an account's own server is in its address.
    _P.MASTODON: Platform(
        "Mastodon",
        rule=Rule.MASTODON,
        limit=500,
        alt_limit=1_500,
        hosts=(
            "mastodon.social",
            "mastodon.online",
            "mastodonapp.uk",
            "mastodon.scot",
            "mstdn.social",
            "mas.to",
            "toot.wales",
        ),
        profile=(r"(/web|/deck)?/@(?P<handle>[^/?]+)", r"/users/(?P<handle>[^/?]+)"),
        handle_pattern=r"\w[\w.-]*(@[\w.-]+)?",
        access_settings="The login itself; Authorised apps under Preferences, Account",
    ),
    _P.THREADS: Platform(
        "Threads",
        rule=Rule.THREADS,
        limit=500,
        links_limit=5,
        hosts=("threads.com", "threads.net"),
        profile=(r"/@(?P<handle>[^/?]+)",),
        handle_pattern=r"[A-Za-z0-9._]{1,30}",
        levels=(Level.SHARED,),
        access_settings="The login of the Instagram account it belongs to",
    ),
    _P.WHATSAPP: Platform(
        "WhatsApp",
        hosts=("whatsapp.com", "wa.me"),
        fold=700,
        profile=(r"/channel/(?P<handle>[^/?]+)", r"/(?P<handle>[^/?]+)"),
        levels=(Level.MODERATOR, Level.ADMIN, Level.PHONE),
        access_settings="The group or channel, then its administrators",
    ),
    _P.OTHER: Platform(
        "Another platform",
        levels=(Level.FIGURES, Level.MODERATOR, Level.EDITOR, Level.ADMIN, Level.SHARED),
    ),
}


#: What people call each platform, in small letters: its name, its code, former and short names.
KNOWN: dict[str, OfficialAccount.Platform] = {
    **{str(platform.label).casefold(): platform for platform in _P},
    **{platform.value: platform for platform in _P},
    "twitter": _P.X,
    "x (twitter)": _P.X,
    "twitter/x": _P.X,
    "x/twitter": _P.X,
    "fb": _P.FACEBOOK,
    "insta": _P.INSTAGRAM,
    "you tube": _P.YOUTUBE,
    "tik tok": _P.TIKTOK,
    "linked in": _P.LINKEDIN,
    "next door": _P.NEXTDOOR,
    "whats app": _P.WHATSAPP,
}


def platform_called(platform: str, name: str) -> tuple[str, str]:
    """The platform that a name means, so that one platform has one name (LLTC-3.3-a).

    Args:
        platform: as it was chosen; what is known by its own name keeps no other.
        name: what another platform was called: any name will do.

    Returns:
        The platform and, where it is none that we know, its name.
    """
    if platform not in {"", _P.OTHER}:
        return platform, ""
    plain = " ".join(name.split())
    if not plain:
        return platform, ""
    known = KNOWN.get(plain.casefold())
    return (known.value, "") if known else (_P.OTHER.value, plain)


def platform_for(account: OfficialAccount) -> Platform:
    """The facts for one official account, its own text limit in place of the platform's."""
    return PLATFORMS[account.platform].with_limit(account.text_limit)
