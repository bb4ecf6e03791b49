"""Standing approvals for tests: what their pages post."""

from datetime import date, timedelta
from typing import Any

from accounts.dates import today
from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from tests.cast import Cast

LIST = "/c/ashford/standing-approvals/"
SA = f"{LIST}SA-0001/"
DECIDE, END, USE = f"{SA}decide/", f"{SA}end/", f"{SA}use/"
WORDS = "{place} is closed on {date} from {time}. Find a way round: {link}"
TEXT = (
    "High Street is closed on {day} from 6am to 4pm. Find a way round: https://one.network/ashford"
)


def days(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def asked_for(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the page that asks for one posts."""
    return {
        "title": "Road closures",
        "kind": "new_post",
        "accounts": [cast.page.pk],
        "words": WORDS,
        "places": "High Street\nMarket Square",
        "sites": "one.network",
        **days("starts_on", today()),
        **days("ends_on", today() + timedelta(days=180)),
        **changes,
    }


def filled_in(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the page that uses one posts."""
    return {
        "place": "High Street",
        **days("date", today() + timedelta(days=3)),
        "time": "6am to 4pm",
        "link": "https://one.network/ashford",
        "accounts": [cast.page.pk],
        "do": "use",
        **changes,
    }


def sent_to(person: Person) -> list[str]:
    return list(
        OutboxMessage.objects.filter(recipient=person.email).values_list("subject", flat=True)
    )
