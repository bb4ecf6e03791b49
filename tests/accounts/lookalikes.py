"""A lookalike case, for tests that need one."""

from collections.abc import Callable
from typing import Any

from accounts.dates import today
from accounts.lookalikes.actions import decide_warning, record_lookalike
from accounts.lookalikes.models import Lookalike, PublicWarning
from councilsm.audit.models import AuditEvent
from tests.cast import Cast

#: It ends with a capital I, which looks like a small L.
ADDRESS = "https://www.facebook.com/ashford.counciI"

LIST = "/c/ashford/lookalikes/"
NEW, CASE = f"{LIST}new/", f"{LIST}K-0001/"
HOME = "/c/ashford/home/"


def a_lookalike(cast: Cast, **more: Any) -> Lookalike:
    """Somebody pretends to be Ashford on Facebook."""
    typed: dict[str, Any] = {
        "kind": "fake",
        "name": "Ashford Council Payments",
        "url": ADDRESS,
        "seen_on": today(),
        **more,
    }
    return record_lookalike(council=cast.ashford, actor=cast.adam, **typed)


def warned_of(cast: Cast) -> PublicWarning:
    """The public is warned of it."""
    return decide_warning(
        lookalike=a_lookalike(cast),
        words="It asks for money. Do not pay.",
        reason="Somebody paid.",
        actor=cast.adam,
    )


def verbs(obj: Any) -> list[str]:
    """What happened to something, oldest first."""
    return [event.verb for event in AuditEvent.objects.about(obj).order_by("sequence")]


def _case(cast: Cast) -> list[Any]:
    return [a_lookalike(cast).number]


#: URL name: what its address needs beside the council.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "lookalikes:detail": _case,
    "lookalikes:effort": _case,
    "lookalikes:close": _case,
    "lookalikes:warn": _case,
    "lookalikes:end_warning": lambda cast: [warned_of(cast).lookalike.number],
}
