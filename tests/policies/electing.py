"""A pre-election period and a profile, for tests that need them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from policies.elections.actions import add_period, add_profile
from policies.elections.models import Period, Profile
from tests.cast import Cast


def a_period(cast: Cast, **more: Any) -> Period:
    """A by-election in one ward of Ashford: 31 March to 6 May 2027, both included."""
    typed: dict[str, Any] = {
        "kind": "by_election",
        "area": "North ward",
        "notice_on": date(2027, 3, 31),
        "poll_on": date(2027, 5, 6),
        **more,
    }
    return add_period(council=cast.ashford, actor=cast.adam, **typed)


def a_profile(cast: Cast, **more: Any) -> Profile:
    """A councillor's own page."""
    typed: dict[str, Any] = {
        "who": "councillor",
        "name": "Jo Marsh",
        "platform": "facebook",
        "handle": "@cllrjomarsh",
        **more,
    }
    return add_profile(council=cast.ashford, actor=cast.adam, **typed)


def _period(cast: Cast) -> list[Any]:
    return [a_period(cast).number]


#: URL name: what its address needs beside the council.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "elections:detail": _period,
    "elections:change": _period,
    "elections:call_off": _period,
    "elections:unlist": lambda cast: [a_profile(cast).pk],
}
