"""Changes of Ashford's rules, as the page of a rule posts them."""

from datetime import date
from typing import Any

from accounts.councils.models import Council
from accounts.dates import today
from tests.accounts.setting_up import latest

RULES_PAGE = "/c/ashford/rules/"
NEW_POST = f"{RULES_PAGE}authorise-new-post/"


def in_boxes(name: str, day: date) -> dict[str, str]:
    """A date as its three boxes post it."""
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": f"{day:%Y}",
    }


def changing(council: Council, day: date | None = None, **typed: Any) -> dict[str, Any]:
    """What the page of a rule posts: by default, the events officer authorises from today."""
    return {
        "offices": ["events-officer"],
        "source": "minute",
        "minute": "26/31",
        **in_boxes("decided_on", date(2026, 6, 2)),
        **in_boxes("in_force_from", day or today()),
        "why": "The clerk asked for help.",
        "based_on": latest(council).number,
        **typed,
    }
