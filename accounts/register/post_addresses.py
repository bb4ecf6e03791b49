"""Which platform a web address belongs to, and whether a post is on the account it should be on."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from accounts.register.models import OfficialAccount
from accounts.register.platforms import PLATFORMS

_P = OfficialAccount.Platform

#: Where the address of a post says whose it is: `handle` in the path, per platform. What matches
#: none of them does not show it (instagram.com/p/…, fb.watch/…, permalink.php?story_fbid=…).
SHOWN: dict[str, tuple[str, ...]] = {
    _P.FACEBOOK: (
        r"/groups/(?P<handle>[^/]+)/(posts|permalink)/",
        r"/(?P<handle>[^/]+)/(posts|videos|photos|reels|events)/",
    ),
    _P.INSTAGRAM: (r"/stories/(?P<handle>[^/]+)/", r"/(?P<handle>[^/]+)/(p|reel|tv)/"),
    _P.X: (r"/(?P<handle>[^/]+)/status(es)?/\d",),
    _P.LINKEDIN: (
        r"/posts/(?P<handle>[^/_]+)_",
        r"/(company|showcase|school|in)/(?P<handle>[^/]+)",
    ),
    _P.YOUTUBE: (r"/@(?P<handle>[^/]+)",),
    _P.TIKTOK: (r"/@(?P<handle>[^/]+)/(video|photo)/",),
    _P.BLUESKY: (r"/profile/(?P<handle>[^/]+)",),
    _P.MASTODON: (
        r"(/web|/deck)?/@(?P<handle>[^/]+)",
        r"/users/(?P<handle>[^/]+)/statuses/",
    ),
    _P.THREADS: (r"/@(?P<handle>[^/]+)",),
}

#: In a place for a handle, but nobody's name: numbers and addresses made by the platform.
NOBODYS_NAME = re.compile(r"\d+|.+-\d{6,}|did:.+|i|web|pages|people|watch|share|UC[\w-]{22}")

#: A channel's or a neighbourhood's posts may have no address of their own.
NO_POST_ADDRESS = {_P.WHATSAPP, _P.NEXTDOOR, _P.OTHER}


def host_of(url: str) -> str:
    """The host in a web address, in lower case; empty where there is none."""
    try:
        return (urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def platform_of(url: str) -> OfficialAccount.Platform | None:
    """The platform whose web address this is; None for any other host.

    Mastodon is known by a few servers only, since anybody may run one.
    """
    host = host_of(url)
    for platform, facts in PLATFORMS.items():
        if _is_on(host, facts.hosts):
            return OfficialAccount.Platform(platform)
    return None


def platform_problem(platform: str, url: str) -> str:
    """What is wrong with `url` as the address of an account on a platform.

    Anybody may run a Mastodon server, and what is on no platform we know may be anywhere.

    Returns:
        One sentence; empty where the platform may have an account there.
    """
    shown, facts = platform_of(url), PLATFORMS[platform]
    if shown == platform:
        return ""
    if shown is not None:
        return (
            f"This address is on {PLATFORMS[shown].name}, but the platform is "
            f"{OfficialAccount.Platform(platform).label}. Correct one of them"
        )
    if platform == _P.MASTODON or not facts.hosts:
        return ""
    return f"This address is not on {facts.name} ({facts.hosts[0]}). Correct it, or the platform"


def handle_problem(platform: str, handle: str) -> str:
    """What is wrong with a handle on a platform that writes handles in plain letters.

    Returns:
        One sentence; empty where it may be one, or the platform allows any letters.
    """
    facts = PLATFORMS[platform]
    plain = facts.handle_pattern and "\\w" not in facts.handle_pattern
    if not plain or re.fullmatch(r"[!-.0-~]+", handle):
        return ""
    return f"This is no handle on {facts.name}: copy it from there, in plain letters without spaces"


def post_address_problem(account: OfficialAccount, url: str) -> str:
    """What is doubtful about `url` as the address of a post on an official account.

    Returns:
        One sentence for people, a warning rather than a refusal; empty when the address is right,
        or does not show enough to tell.
    """
    host, name = host_of(url), PLATFORMS[account.platform].name
    if not host:
        return "This is not a web address."
    if not _is_on(host, _hosts(account)):
        expected = _hosts(account)[0] if _hosts(account) else "the platform"
        where = f"{name} ({expected})" if account.platform != _P.OTHER else expected
        return f"This address is not on {where}: it leads to {host}."
    if _same_page(url, account.url) and account.platform not in NO_POST_ADDRESS:
        return (
            "This is the address of the account itself. Open the post and copy the address of "
            "that one post."
        )
    shown = _handle_in(account, url)
    if not shown or _plain(shown, account) in _names(account):
        return ""
    return f"This post looks like one by “{shown}”, not by “{account.handle}” on {name}."


#: What platforms and newsletters add to an address to learn where readers come from.
ADDED = re.compile(
    r"utm_\w+|fbclid|gclid|igsh|igshid|img_index|mibextid|rdid|ref|ref_src|share_url|__.*|feature"
    r"|si|s|t"
)


def post_address_key(account: OfficialAccount, url: str) -> str:
    """The address of one post on an account, alike however it was copied.

    Which host of the platform it leads to, a last slash and what was added for counting readers
    make no difference.

    Returns:
        Empty where an address cannot tell two posts of the account apart.
    """
    if account.platform in NO_POST_ADDRESS or _same_page(url, account.url):
        return ""
    parts = urlsplit(url.strip())
    asked = sorted(pair for pair in parse_qsl(parts.query) if not ADDED.fullmatch(pair[0]))
    return f"{parts.path.rstrip('/')}?{urlencode(asked)}".removesuffix("?").casefold()


def _hosts(account: OfficialAccount) -> tuple[str, ...]:
    """Where posts of this account may live."""
    own = host_of(account.url)
    if account.platform in {_P.MASTODON, _P.OTHER}:
        return (own.removeprefix("www."),) if own else ()
    return PLATFORMS[account.platform].hosts


def _is_on(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def _same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to the same page, whichever host of the platform is used."""
    a, b = urlsplit(one.strip()), urlsplit(other.strip())
    paths = [unquote(parts.path).strip("/").casefold() for parts in (a, b)]
    return paths[0] == paths[1] and a.query in {"", b.query}


def _handle_in(account: OfficialAccount, url: str) -> str:
    """The handle that an address shows; empty where it shows none."""
    path = unquote(urlsplit(url.strip()).path)
    for pattern in SHOWN.get(account.platform, ()):
        if found := re.match(pattern, path):
            return "" if NOBODYS_NAME.fullmatch(found["handle"]) else found["handle"]
    return ""


def _names(account: OfficialAccount) -> set[str]:
    """The names under which this account's posts may stand in an address."""
    page = _handle_in(account, f"{account.url}/posts/") or urlsplit(account.url).path.strip("/")
    names = {_plain(account.handle, account), _plain(page, account)}
    if account.platform == _P.BLUESKY:
        names |= {f"{name}.bsky.social" for name in names}
    return names


def _plain(handle: str, account: OfficialAccount) -> str:
    """A handle as the platform compares it."""
    handle = handle.rsplit("/", 1)[-1].strip().removeprefix("@").casefold()
    if account.platform == _P.FACEBOOK:
        return handle.replace(".", "")  # Facebook takes no notice of full stops
    if account.platform == _P.MASTODON:
        return handle.removesuffix(f"@{host_of(account.url)}")
    return handle
