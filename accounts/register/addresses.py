"""What a public web address looks like, and what a handle is."""

import ipaddress
import re
from urllib.parse import urlsplit

#: Names that mean a machine or network of one's own, or none that everybody can reach (RFC 2606,
#: 6761, 6762, 7686, 8375, 9476).
NOT_PUBLIC = (
    ".localhost",
    ".local",
    ".internal",
    ".home.arpa",
    ".lan",
    ".corp",
    ".intranet",
    ".onion",
    ".test",
    ".invalid",
    ".alt",
)

SCHEME = "Enter an address that begins with https:// or http://"
PUBLIC = "Enter a public web address, such as https://www.facebook.com/flitwickcouncil"


def with_scheme(url: str) -> str:
    """A web address as it was typed or pasted, with https:// before it where it has no scheme."""
    url = url.strip()
    bare = url and "://" not in url and ":" not in url.partition("/")[0]
    return f"https://{url}" if bare else url


def address_problem(url: str) -> str:
    """What is wrong with the web address of an official account; empty when it will do.

    It is shown to residents as a link and opened by staff, so it must lead to the public web:
    http or https, no sign-in in it, no address of a private network or of this machine.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        named_port = parts.port  # ValueError where it is not a number
    except ValueError:
        return PUBLIC
    if parts.scheme not in {"http", "https"}:
        return SCHEME
    if parts.username or parts.password or named_port not in {None, 80, 443}:
        return PUBLIC
    if any(character.isspace() or not character.isprintable() for character in url.strip()):
        return PUBLIC
    return "" if _is_public(host) else PUBLIC


#: Labels and dots of ASCII alone (others as xn--). What else a browser may read as some of these,
#: such as 。, ⓛ, %6c or a backslash, is how a host pretends to be another one.
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")


def _is_public(host: str) -> bool:
    """Whether everybody can reach a host. No official account lives at an IPv6 address."""
    if not HOST.fullmatch(host):
        return False
    try:
        return ipaddress.IPv4Address(host).is_global
    except ValueError:
        pass
    # 127.1, 0x7f.1 and 2130706433 are addresses too, to a browser.
    last = host.rsplit(".", 1)[-1]
    if last.isdigit() or last.startswith("0x"):
        return False
    return not f".{host}".endswith(NOT_PUBLIC)


def tidy_handle(handle: str) -> str:
    """A handle as the platform keeps it: without spaces around it or the @ before it."""
    return handle.strip().removeprefix("@").strip()
