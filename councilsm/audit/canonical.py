"""Canonical JSON (RFC 8785) and digests, for what the trail can prove later."""

import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

#: Made once: an entry on the trail writes four records.
_write = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode

#: The largest integer that every JSON reader keeps exact (2^53 - 1).
LARGEST = 2**53 - 1


def canonical(value: dict[str, Any]) -> bytes:
    """Writes a flat record as canonical JSON (RFC 8785).

    The standard writer agrees with the RFC as long as keys are ASCII and values are strings,
    integers within 2^53, booleans, null or lists of those; anything else is refused here, so that
    a digest never depends on how a number happens to be written.

    Raises:
        ValueError: a value of another kind, a key outside ASCII, or text that is not Unicode.
    """
    for key, item in value.items():
        if not key.isascii():
            raise ValueError(f"Key {key!r} is not ASCII.")
        if type(item) is not str:  # as most are
            _require_plain(item)
    return _write(value).encode()  # UnicodeEncodeError (a ValueError) on a lone surrogate


@lru_cache(maxsize=8)  # all that one action records happened at one moment
def canonical_time(moment: datetime) -> str:
    """A moment as it goes into digests: UTC, with microseconds, whatever zone it came in."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(data: bytes) -> str:
    """The SHA-256 digest as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _require_plain(item: Any) -> None:
    match item:
        case None | bool() | str():
            return
        case int() if abs(item) <= LARGEST:
            return
        case list():
            for part in item:
                _require_plain(part)
            return
    raise ValueError(f"{item!r} cannot be written canonically.")
