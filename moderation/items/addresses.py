"""The address of what the public posted: what is kept of it, and what tells one from another.

Nobody here follows a link: what an address says is all that is known of it.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from accounts.councils.models import Council
from accounts.register.addresses import address_problem, with_scheme
from accounts.register.identity import identify
from accounts.register.models import OfficialAccount
from accounts.register.post_addresses import (
    ADDED,
    NO_POST_ADDRESS,
    host_of,
    platform_of,
    platform_problem,
)
from councilsm.secrets import ISSUED

_P = OfficialAccount.Platform

#: The longest address that is kept, in characters.
LONGEST = 500

#: Hosts of links made short: where they lead, only opening them tells.
SHORT = frozenset(
    {
        *("bit.ly", "buff.ly", "cutt.ly", "dlvr.it", "fb.me", "fb.watch", "goo.gl", "is.gd"),
        *("lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at", "t.co", "t.ly", "tiny.cc"),
        *("tinyurl.com", "vm.tiktok.com", "vt.tiktok.com", "youtu.be"),
    }
)
#: On these hosts a short link still says which video it means.
SAYS_ENOUGH = frozenset({"youtu.be"})
#: Facebook's and Instagram's share links are short ones too.
SHARED = re.compile(r"/share/(?:[pvr]/)?[\w-]+/?")

#: Names of what would let a reader in, or show them what only the sender may see.
LETS_IN = re.compile(
    r"(?:access|auth|refresh|id|csrf|xsrf|login|session|user|reset|invite|magic)?[_-]?token"
    r"|auth|authorization|api[_-]?key|key|sess(?:ion)?(?:[_-]?(?:id|key))?|sid|phpsessid"
    r"|jsessionid|sig|signature|hmac|code|otp|ticket|jwt|secret|client[_-]secret|credential"
    r"|password|passwd|pass|pwd|pin|nonce|x-amz-.*|oh|oe|_nc_ohc|c_user|xs|sb|datr",
    re.IGNORECASE,
)
#: Words of which one in a name is enough: fb_access_token, userToken, token[], id_token_hint.
SECRET_WORDS = frozenset(
    {
        *("token", "secret", "session", "sessionid", "jsessionid", "auth", "authorization"),
        *("password", "passwd", "sig", "signature", "apikey"),
    }
)
WORD_EDGE = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
#: So deep an address may stand in another; what lies deeper is left out.
NESTED = 2
#: What platforms add to learn how a reader came, beside what `ADDED` names.
FURTHER_ADDED = re.compile(
    r"notif_\w+|comment_tracking|acontext|paipv|eav|_rdr|fref|hc_\w+|sfnsn|extid|cxt|lipi|trk"
    r"|trackingid|is_from_webapp|sender_device|web_id|_r|_t|locale|hl|lang",
    re.IGNORECASE,
)
#: What anybody's website may add without its meaning another page.
CAMPAIGN = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id", re.IGNORECASE)

#: There a reply is a post with an address of its own, and its handle is that of who wrote it.
REPLIES_ARE_POSTS = frozenset({_P.X, _P.BLUESKY, _P.MASTODON, _P.THREADS})


def tidy_address(url: str, *, nested: int = NESTED) -> tuple[str, bool]:
    """The address without sign-ins, keys and what was added to count readers.

    Args:
        nested: how deep addresses may stand in its values.

    Returns:
        The address, with https:// before it, and whether something was taken out of it that would
        have let a reader in. What is no address at all comes back as it was.
    """
    url = with_scheme(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, False
    if not parts.netloc:
        return url, False
    netloc = parts.netloc.rpartition("@")[2]
    path = "/".join(_tidy_step(step) for step in parts.path.split("/"))
    on_platform = platform_of(url) is not None
    query, let_in = _tidy_pairs(parts.query, on_platform, nested)
    fragment, too = _tidy_fragment(parts.fragment, on_platform, nested)
    tidy = urlunsplit((parts.scheme, netloc, path, query, fragment))
    return tidy, let_in or too or netloc != parts.netloc or path != parts.path


def address_refusal(platform: str, url: str) -> str:
    """Why an address cannot be that of something on a platform; empty where it may be.

    Args:
        url: as `tidy_address` gives it.
    """
    if problem := address_problem(url):
        return f"{problem}."
    if len(url) > LONGEST:
        return f"The address is longer than {LONGEST} characters. Copy that of the comment itself."
    if is_shortened(url):
        return ""
    problem = platform_problem(platform, url)
    return f"{problem}." if problem else ""


def is_shortened(url: str) -> bool:
    """Whether it is a link made short, which does not say where it leads."""
    host = host_of(url).removeprefix("www.")
    if host in SHORT - SAYS_ENOUGH:
        return True
    return platform_of(url) == _P.FACEBOOK and bool(SHARED.fullmatch(urlsplit(url).path))


def address_key(platform: str, url: str, kind: str = "comment") -> str:
    """What tells one comment, post or review from another, however its address was copied.

    Args:
        url: as `tidy_address` gives it.
        kind: of the item. The address of what somebody commented on tells no comments apart.

    Returns:
        At most 500 characters; empty where the address cannot tell.
    """
    if not url or kind == "message" or is_shortened(url) or not host_of(url):
        return ""
    if platform in NO_POST_ADDRESS - {_P.OTHER}:
        return ""
    parts = urlsplit(url)
    told = _comment(platform, parts) if kind == "comment" else _post(platform, parts)
    return f"{platform}:{told}" if told and len(platform) + len(told) < LONGEST else ""


def keys_of(url: str) -> list[str]:
    """Every key under which something with this address may stand, whatever it was said to be.

    Args:
        url: as `tidy_address` gives it.
    """
    there = [platform for platform in _P if not platform_problem(platform, url)]
    keys = {address_key(platform, url, kind) for platform in there for kind in ("comment", "post")}
    return sorted(keys - {""})


def recognise(
    council: Council, url: str
) -> tuple[OfficialAccount.Platform | None, OfficialAccount | None]:
    """The platform and the council's account on which something stands, as its address shows.

    Where the address names nobody, or whoever wrote it, the council's only account on that
    platform is meant.

    Args:
        url: as `tidy_address` gives it.
    """
    identity = identify(url)
    platform = platform_of(url) or (identity.platform if identity else None)
    if identity is not None:
        named = council.account_names.filter(plain__in=identity.looked_for, until__isnull=True)
        for name in named.select_related("account"):
            same = identity.is_name(name.platform, name.plain)
            if same or identity.is_within(name.platform, name.plain):
                return OfficialAccount.Platform(name.account.platform), name.account
    if platform is None or (identity is not None and platform not in REPLIES_ARE_POSTS):
        return (platform if platform != _P.OTHER else None), None
    there = council.official_accounts.filter(platform=platform)
    only = list(there.exclude(status__in=OfficialAccount.NOT_OPEN)[:2])
    return platform, only[0] if len(only) == 1 else None


def _tidy_step(step: str) -> str:
    """One step of a path, without its parameters: /page;jsessionid=1."""
    step, _, parameters = step.partition(";")
    return "" if ISSUED.fullmatch(step) else f"{step};{parameters}" if _plain(parameters) else step


def _plain(parameters: str) -> bool:
    return bool(parameters) and "=" not in parameters


def _tidy_fragment(fragment: str, on_platform: bool, nested: int) -> tuple[str, bool]:
    if "=" not in fragment:
        return fragment, False
    tidy, let_in = _tidy_pairs(fragment, False, nested)
    return "" if on_platform else tidy, let_in


def _tidy_pairs(text: str, on_platform: bool, nested: int) -> tuple[str, bool]:
    """The pairs of a query that mean something, and whether one of the others lets readers in."""
    text = text.replace("&amp;", "&").replace(";", "&")
    pairs = parse_qsl(text, keep_blank_values=True)
    secret = [pair for pair in pairs if _lets_in(*pair)]
    told = [pair for pair in pairs if pair not in secret and not _added(pair[0], on_platform)]
    kept = [(name, _tidy_value(value, nested)) for name, value in told]
    if kept == pairs:
        return text, False
    return urlencode(kept), bool(secret) or kept != told


def _lets_in(name: str, value: str) -> bool:
    words = {word.casefold() for word in WORD_EDGE.split(name)}
    return bool(words & SECRET_WORDS or LETS_IN.fullmatch(name) or ISSUED.fullmatch(value))


def _tidy_value(value: str, nested: int) -> str:
    """A value, of which an address in it is tidied as well."""
    if "=" not in value or not re.search(r"[/?]", value):
        return value
    if not nested:
        return ""
    if "://" in value:
        return tidy_address(value, nested=nested - 1)[0]
    before, mark, query = value.partition("?")
    return f"{before}{mark}{_tidy_pairs(query, False, nested - 1)[0]}"


def _added(name: str, on_platform: bool) -> bool:
    if not on_platform:
        return bool(CAMPAIGN.fullmatch(name))
    return bool(ADDED.fullmatch(name) or FURTHER_ADDED.fullmatch(name))


def _comment(platform: str, parts: SplitResult) -> str:
    """What names one comment in an address; empty where only what it stands under is named."""
    asked = dict(parse_qsl(parts.query))
    match platform:
        case _P.FACEBOOK:
            ids = [asked.get("comment_id", ""), asked.get("reply_comment_id", "")]
            return "/".join(_last_number(one) for one in ids if one)
        case _P.INSTAGRAM:
            found = re.search(r"/c/(\d+)(?:/r/(\d+))?", parts.path)
            return "/".join(one for one in found.groups() if one) if found else ""
        case _P.YOUTUBE:
            return asked.get("lc", "")
        case _P.LINKEDIN:
            return asked.get("dashCommentUrn") or asked.get("commentUrn", "")
        case _P.TIKTOK:
            return asked.get("share_comment_id", "")
        case _ if platform in REPLIES_ARE_POSTS:
            return _post(platform, parts)
    told = f"{parts.fragment}?{parts.query}".casefold()
    return _whole(parts) if re.search(r"comment|reply|post|\d", told) else ""


def _post(platform: str, parts: SplitResult) -> str:
    """What names one post; empty for the front page of a site or an account."""
    if platform in {_P.X, _P.THREADS, _P.BLUESKY}:
        found = re.search(r"/(?:status(?:es)?|post)/([\w-]+)", parts.path)
        return found[1] if found else ""
    if parts.path.count("/") < 2 and not parts.query and not parts.fragment:
        return ""
    return _whole(parts)


def _whole(parts: SplitResult) -> str:
    """The address without its scheme, and without the platform's host, of which it has several."""
    url = parts.geturl()
    shown = platform_of(url)
    host = "" if shown and shown != _P.MASTODON else host_of(url).removeprefix("www.")
    query = urlencode(sorted(parse_qsl(parts.query)))
    return f"{host}{unquote(parts.path).rstrip('/')}?{query}#{parts.fragment}".rstrip("?#")


def _last_number(comment: str) -> str:
    """The number of a comment on Facebook, also where it is wrapped: comment:<post>_<comment>."""
    if comment.isdigit():
        return comment
    try:
        plain = urlsafe_b64decode(comment + "=" * (-len(comment) % 4)).decode("ascii")
    except (ValueError, Error):
        return comment
    found = re.fullmatch(r"comment:\d+_(\d+)", plain)
    return found[1] if found else comment
