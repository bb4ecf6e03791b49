"""A place that the council watches, for tests that need one."""

from collections.abc import Callable
from typing import Any

from accounts.places.actions import add_place
from accounts.places.models import Place
from tests.cast import RULES, Cast, a_rulebook, chosen

ADDRESS = "https://www.facebook.com/groups/spottedinashford"


def a_place(cast: Cast, **more: Any) -> Place:
    """A group about the town that somebody else runs."""
    typed: dict[str, Any] = {"name": "Spotted in Ashford", "url": ADDRESS, "note": "", **more}
    return add_place(council=cast.ashford, actor=cast.adam, **typed)


def posting_is(cast: Cast, value: str) -> None:
    """Ashford's rule for places from now on: `never`, `exceptional` or `allowed`."""
    a_rulebook(cast.ashford, **RULES | {"places": chosen(value)})
    cast.ashford.refresh_from_db()


def _place(cast: Cast) -> list[Any]:
    return [a_place(cast).pk]


#: URL name: what its address needs beside the council.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "places:detail": _place,
    "places:end": _place,
    "places:record": _place,
}
