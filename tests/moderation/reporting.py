"""Reports for tests, sent as people send them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from moderation.sightings.actions import keep_sighting, send_sighting, take_sighting
from moderation.sightings.models import Sighting
from moderation.sightings.report import Report
from tests.cast import RULES, Cast, a_rulebook, chosen

NEW = "/c/ashford/report/"
LINK = "https://www.facebook.com/ashford.friends/posts/4711"


def a_report(cast: Cast, kind: str = "harmful", **values: Any) -> Sighting:
    """Ana reported something in Ashford, seen ten minutes ago; `by` somebody else."""
    by: Person = values.pop("by", cast.ana)
    council: Council = values.pop("council", cast.ashford)
    seen_at = timezone.now() - timedelta(minutes=10)
    report = Report(**({"kind": kind, "url": LINK, "seen_at": seen_at} | values))
    return send_sighting(council=council, report=report, actor=by)


def an_unfinished(cast: Cast) -> Sighting:
    """Ana keeps a link, to say the rest later."""
    report = Report(url=LINK, seen_at=timezone.now())
    return keep_sighting(council=cast.ashford, report=report, actor=cast.ana)


def taken(cast: Cast, kind: str = "harmful", **values: Any) -> Sighting:
    """Priya, to whom it goes while no rule says otherwise, has taken it."""
    return take_sighting(sighting=a_report(cast, kind, **values), actor=cast.priya)


def routed(cast: Cast, **rules: Any) -> None:
    """Ashford decides where some kinds of report go."""
    a_rulebook(cast.ashford, **RULES, **{name: chosen(value) for name, value in rules.items()})


def _reported(cast: Cast) -> list[Any]:
    return [a_report(cast).number]


SIGHTING_ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "sightings:finish": lambda cast: [an_unfinished(cast).number],
    **{
        f"sightings:{step}": _reported
        for step in (
            *("detail", "add", "take", "take_over", "hand_on", "platform", "close"),
            *("log", "case", "enquiry", "draft", "erase"),
        )
    },
    "sightings:conduct": lambda cast: [a_report(cast, "misuse").number],
}
