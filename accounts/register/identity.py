"""Whose account somebody means who pastes a link or types a handle.

It fails closed. A link that a browser would open somewhere else than it seems, or in which a name
could be somebody else's, is not understood; better that than to call a stranger's account ours.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from accounts.register.addresses import address_problem
from accounts.register.models import OfficialAccount
from accounts.register.platforms import PLATFORMS
from accounts.register.post_addresses import ADDED, host_of, platform_of

_P = OfficialAccount.Platform

#: The longest name that is kept and looked for, in characters.
LONGEST = 200

#: A first step of a path that names a page of the platform itself.
OF_THE_PLATFORM = frozenset(
    {
        "about", "accounts", "business", "events", "explore", "hashtag", "help", "home", "i",
        "intent", "legal", "login", "marketplace", "media", "message", "p", "pages", "people",
        "permalink.php", "photo", "photo.php", "photos", "posts", "privacy", "profile.php", "reel",
        "reels", "search", "settings", "share", "sharer", "status", "stories", "story.php", "tos",
        "tv", "videos", "watch",
    }
)  # fmt: skip

#: Where a platform keeps names apart: anybody may take the name of our page for a group.
APART: dict[str, tuple[str, ...]] = {
    _P.FACEBOOK: ("groups",),
    _P.LINKEDIN: ("in", "groups"),
    _P.YOUTUBE: ("c", "user"),
}

#: Pages of Facebook that show the number of an account beside words that anybody chooses.
NUMBERED = re.compile(
    r"/(?:people/[^/]+/|p/(?:[^/]*-)?|pages/(?:category/[^/]+/)?(?:[^/]+/|[^/]*-))(?P<handle>\d+)"
    r"(?=/|\?|$)"
)

#: Below a platform's name accounts are shown at these and at those of a language or country, such
#: as cy-gb.facebook.com; at others live its tools, such as developers.facebook.com.
SHOWN_AT = re.compile(r"www|m|web|mobile|mbasic|touch|[a-z]{2}(-[a-z]{2})?")
#: Hosts where others than accounts live: links made short, and what tells that one was followed.
NO_ACCOUNTS = frozenset({"fb.me", "fb.watch", "lm.facebook.com", "lnkd.in", "youtu.be"})

#: What would divide a path for a browser, hidden in it, and what nobody can see.
HIDDEN_DIVISION = re.compile(r"%(2f|3f|23|5c|[01][0-9a-f]|7f)", re.IGNORECASE)
#: What a browser takes for the way up: the link leads to another page than it seems.
WAY_UP = re.compile(r"(^|/)\.{1,2}(/|$)")


@dataclass(frozen=True)
class Identity:
    """An account as it is looked for.

    Args:
        platform: None where somebody typed a handle alone.
        handle: as the platform writes it.
        plain: as names are compared: no @, small letters.
        address: the web address as it is compared, where its host is none of a platform's.
        further: the link leads on from the account's own page, for example to one post.
    """

    platform: OfficialAccount.Platform | None
    handle: str
    plain: str
    address: str = ""
    further: bool = False

    @property
    def looked_for(self) -> tuple[str, ...]:
        """The names to look for: platforms differ in what they take no notice of."""
        if self.platform is None:
            every = {plain_name(platform, self.handle) for platform in OfficialAccount.Platform}
            return tuple(sorted({self.plain, *every}))
        return tuple(sorted({self.plain, self.address, *_above(self.address)} - {""}))

    def is_name(self, platform: str, plain: str) -> bool:
        """Whether a name on the register is the one meant."""
        if self.platform is None:
            return plain in {self.plain, plain_name(platform, self.handle)}
        if platform == _P.OTHER:
            return plain == self.address
        return platform == self.platform and plain == self.plain

    def is_within(self, platform: str, plain: str) -> bool:
        """Whether a page of the website of that address is meant."""
        return platform == _P.OTHER and plain in _above(self.address)


def identify(text: str) -> Identity | None:
    """Reads a web address, with or without https://, or a handle, with or without @.

    Returns:
        None for what is neither, such as the front page of a platform.
    """
    text = text.strip()
    if "/" in text or "\\" in text or text.lower().startswith("www."):
        return _from_address(text if "://" in text else f"https://{text}")
    handle = text.removeprefix("@").strip()
    if not re.fullmatch(r"[\w.@·-]{1,120}", handle):
        return None
    return Identity(None, handle, plain_name(None, handle))


def plain_names(platform: str, handle: str, url: str) -> list[str]:
    """Every name by which an account is looked for: its handle's, and its address's where that
    shows another one, such as the number of a page that has no handle.
    """
    shown = identify(url) if "://" in url else None
    if shown is None or shown.platform != platform:
        return [plain_name(platform, handle, url)]
    if platform == _P.OTHER or plain_name(platform, handle) == plain_name(platform, shown.handle):
        return [shown.plain]
    return [plain_name(platform, handle, url), shown.plain]


def plain_name(platform: str | None, handle: str, url: str = "") -> str:
    """A name as names are compared, at most 200 characters.

    Args:
        url: of the account; where the platform is unknown to us, its address is its name.
    """
    return _plain(platform, handle, url)[:LONGEST]


def _plain(platform: str | None, handle: str, url: str) -> str:
    if platform == _P.OTHER and url:
        return _plain_address(url)
    plain = small(handle.strip().removeprefix("@"))
    if platform == _P.FACEBOOK:
        plain = plain.replace(".", "")  # Facebook takes no notice of full stops
    if platform == _P.BLUESKY:
        plain = plain.removesuffix(".bsky.social")
    if platform == _P.MASTODON and "@" not in plain and url:
        plain = f"{plain}@{host_of(url)}"
    if apart := _kept_apart(platform, url):
        plain = f"{apart}/{plain}"
    return plain


def small(text: str) -> str:
    """Small letters for A to Z alone: others that look like them are others."""
    return "".join(character.lower() if character.isascii() else character for character in text)


def _plain_address(url: str) -> str:
    parts = urlsplit(url.strip())
    asked = sorted(pair for pair in parse_qsl(parts.query) if not ADDED.fullmatch(pair[0]))
    query = f"?{urlencode(asked)}" if asked else ""
    host = host_of(url).removeprefix("www.")
    return small(f"{host}{unquote(parts.path).rstrip('/')}{query}")


def _kept_apart(platform: str | None, url: str) -> str:
    if not platform or not url or platform_of(url) != platform:
        return ""
    first = small(urlsplit(url.strip()).path.lstrip("/").split("/")[0])
    return first if first in APART.get(platform, ()) else ""


def _above(plain: str) -> list[str]:
    """The addresses above one, at most ten: a website is the council's with all of its pages."""
    path = plain.split("?")[0]
    found = [] if path == plain else [path]
    while "/" in path and len(found) < 10:
        path = path.rsplit("/", 1)[0]
        found.append(path)
    return found


def _from_address(url: str) -> Identity | None:
    host = host_of(url)
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) or "\\" in url or address_problem(url):
        return None
    parts = urlsplit(url)
    if HIDDEN_DIVISION.search(parts.path) or WAY_UP.search(unquote(parts.path)):
        return None
    platform = platform_of(url)
    if platform is not None and not _shows_accounts(platform, host):
        return None
    if platform in {None, _P.MASTODON} and (found := _on_mastodon(host, parts, url)):
        return found
    if platform is None:
        plain = _plain_address(url)
        return _short_enough(Identity(_P.OTHER, host, plain, plain))
    return _on_platform(platform, parts, url)


def _shows_accounts(platform: OfficialAccount.Platform, host: str) -> bool:
    if host in NO_ACCOUNTS:
        return False
    known = next(one for one in PLATFORMS[platform].hosts if f".{host}".endswith(f".{one}"))
    return host == known or bool(SHOWN_AT.fullmatch(host.removesuffix(f".{known}")))


def _on_platform(
    platform: OfficialAccount.Platform, parts: SplitResult, url: str
) -> Identity | None:
    asked = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if platform == _P.FACEBOOK and (numbered := NUMBERED.match(asked)):
        return Identity(platform, numbered["handle"], numbered["handle"])
    if platform == _P.FACEBOOK and small(parts.path.strip("/")) == "profile.php":
        return _by_number(parts.query)
    for pattern in PLATFORMS[platform].profile:
        if found := re.match(pattern, asked):
            handle = found["handle"].rstrip("/")
            if small(handle) in OF_THE_PLATFORM:
                return None
            further = bool(asked[found.end("handle") :].split("?")[0].strip("/"))
            plain = _plain(platform, handle, url)
            return _short_enough(Identity(platform, handle, plain, further=further))
    return None


def _by_number(query: str) -> Identity | None:
    """A page that has no handle. Of two numbers Facebook might read either, so none is believed."""
    numbers = [value for name, value in parse_qsl(query, True) if small(name) == "id"]
    if len(numbers) != 1 or not re.fullmatch(r"[0-9]{1,30}", numbers[0]):
        return None
    return Identity(_P.FACEBOOK, numbers[0], numbers[0])


def _on_mastodon(host: str, parts: SplitResult, url: str) -> Identity | None:
    """An account of Mastodon, for which anybody may run a server.

    A server shows the accounts of others as `/@name@server`. Only one that we know is believed.
    """
    found = re.match(r"(?:/web|/deck)?/@([^/@]+)(?:@([^/@]+))?(/.*)?$", unquote(parts.path))
    if not found:
        return None
    name, server, rest = found.groups()
    if server and small(server) != host and platform_of(url) != _P.MASTODON:
        return None
    plain = f"{small(name)}@{small(server) if server else host}"
    address = "" if platform_of(url) else _plain_address(url)
    further = bool((rest or "").strip("/"))
    return _short_enough(Identity(_P.MASTODON, name, plain, address, further))


def _short_enough(identity: Identity) -> Identity | None:
    """A name that would be cut off could be taken for a longer one."""
    return (
        identity
        if identity.plain and max(len(identity.plain), len(identity.address)) <= LONGEST
        else None
    )
