"""What names the profile of a councillor or candidate: a handle, or the address of a page."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from accounts.register.post_addresses import platform_of


def parts_of(handle: str) -> tuple[str, str, str]:
    """The site, the name there and the number of a profile; each empty where there is none.

    What else follows an address as people copy it ("?ref=…", "?igsh=…") only says where they were.
    """
    typed = unquote(handle).strip().strip("/")
    if "/" not in typed:
        return "", typed.lstrip("@").partition("?")[0], ""
    try:
        address = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = (address.hostname or "").removeprefix("www.")
    except ValueError:  # listed before such were refused
        return "", "", ""
    key = address.path.strip("/@")
    if named := re.fullmatch(r"people/[^/]+/(\d+)", key, re.I):
        return host, key, named[1]
    if not key.lower().endswith("profile.php"):
        return host, key, ""
    number = parse_qs(address.query).get("id", [""])[0]
    return (host, key, number) if number.isdecimal() else ("", "", "")


def is_nobodys(handle: str) -> bool:
    """Whether no post could be found by it, or posts about many others would be.

    Args:
        handle: as `parts_of` takes it.
    """
    host, key, _ = parts_of(handle)
    if host and key.strip("."):
        return False
    if host:  # the front page of a platform would stand for everybody there
        return platform_of(f"https://{host}/") is not None or "?" in handle.rstrip("?")
    is_front_page = "@" not in key and platform_of(f"https://{key}/") is not None
    return is_front_page or not key.strip(".") or key.lower().endswith(("profile.php", ":"))
