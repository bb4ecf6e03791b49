"""One row of the register for a spreadsheet."""

from collections.abc import Iterator
from datetime import date

from accounts.dates import LONDON
from accounts.register.facts import AccountFacts

COLUMNS = (
    *("Platform", "Name", "Handle", "Address", "The platform’s own number", "What it is"),
    *("State", "Found on", "Live since", "Closed on", "Taken over by", "Purpose"),
    *("Place or brand", "Residents can see it", "Owner", "Second owner", "Monitored by"),
    *("Monitored when", "Ways in", "People with access", "Last checked"),
)


def cells(one: AccountFacts) -> Iterator[str]:
    """An account in the order of `COLUMNS`. No recovery address: the list may leave the office."""
    account = one.account
    yield account.get_platform_display()
    yield account.name
    yield account.handle
    yield account.url
    yield account.platform_ref
    yield account.get_kind_display()
    yield account.get_status_display()
    yield _day(account.found_on)
    yield _day(account.live_since)
    yield _day(account.closed_on)
    yield str(account.successor or "")
    yield account.purpose
    yield account.brand
    yield "Yes" if account.is_public else "No"
    yield str(account.owner or "")
    yield str(account.second_owner or "")
    yield str(account.monitored_by or "")
    yield account.monitored_when
    yield "; ".join(map(str, one.ways_in))
    yield "; ".join(f"{held.grant.who}: {held.grant.get_level_display()}" for held in one.access)
    yield _day(one.checked_at.astimezone(LONDON).date() if one.checked_at else None)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
