"""Whether two web addresses are of the same account, however each is written."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from accounts.register.identity import identify, small


class AtAnAddress(Protocol):
    """A row that has a web address."""

    url: str


Row = TypeVar("Row", bound=AtAnAddress)


def at_the_same(rows: Iterable[Row], url: str) -> Row | None:
    """The first of some rows whose address means what another one means; None for none."""
    meant = _meaning(url)
    return next((row for row in rows if _meaning(row.url) == meant), None)


def _meaning(url: str) -> tuple[str, str]:
    """The platform and the name on it; of an address that is not understood, the address."""
    identity = identify(url)
    if identity is None:
        return "", small(url.strip().rstrip("/"))
    return identity.platform or "", identity.address or identity.plain
