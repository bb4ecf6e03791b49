"""The official accounts as the public sees them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.lookalikes.models import PublicWarning
from accounts.register.models import NoAccounts, OfficialAccount

#: What the public is told of: an account that nobody posts on now is still the council's.
SHOWN = (OfficialAccount.Status.LIVE, OfficialAccount.Status.DORMANT)

COLUMNS = (
    *("Platform", "Name", "Handle", "Address", "Kind", "What it is for", "Place or brand"),
    *("State", "When it is monitored", "Last checked"),
)


@dataclass(frozen=True)
class Platform:
    """The accounts on one platform."""

    name: str
    accounts: list[OfficialAccount]


def shown(council: Council) -> QuerySet[OfficialAccount]:
    """The accounts on the public list, each with `checked_at`: when it was last looked at."""
    rows = council.official_accounts.filter(status__in=SHOWN, is_public=True)
    return rows.with_last_check().order_by("platform", "name", "pk")


def by_platform(accounts: list[OfficialAccount]) -> list[Platform]:
    """The same, a platform at a time, by its name."""
    rows = sorted(accounts, key=lambda account: account.get_platform_display().casefold())
    grouped = groupby(rows, key=lambda account: account.get_platform_display().casefold())
    together = [list(accounts) for _, accounts in grouped]
    return [Platform(accounts[0].get_platform_display(), accounts) for accounts in together]


def no_accounts(council: Council) -> NoAccounts | None:
    """The council’s statement that it has none, where it made one and has had none since."""
    return council.no_accounts_statements.filter(ends_on__isnull=True).first()


def warnings(council: Council) -> list[PublicWarning]:
    """The warnings of impersonations that are in force, the newest first."""
    found = council.public_warnings.filter(ended_at__isnull=True)
    return list(found.select_related("lookalike"))


def as_json(council: Council, accounts: list[OfficialAccount], page: str) -> bytes:
    """The list for programs; docs/official-accounts.md describes each field.

    Args:
        page: the address of the same list for people.
    """
    none = no_accounts(council) if not accounts else None
    return json.dumps(
        {
            "version": 1,
            "council": council.name,
            "page": page,
            "has_no_accounts_since": none.starts_on.isoformat() if none else None,
            "accounts": [_fields(account) for account in accounts],
        },
        ensure_ascii=False,
    ).encode()


def _fields(account: OfficialAccount) -> dict[str, Any]:
    checked = checked_on(account)
    return {
        "platform": account.platform,
        "platform_name": account.get_platform_display(),
        "name": account.name,
        "handle": account.handle,
        "url": account.url,
        "kind": account.kind,
        "purpose": account.purpose,
        "brand": account.brand,
        "status": account.status,
        "monitored": account.monitored_when,
        "last_checked": checked.isoformat() if checked else None,
    }


def as_rows(accounts: list[OfficialAccount]) -> Iterator[list[str]]:
    """The list for a spreadsheet, in the order of `COLUMNS`."""
    for account in accounts:
        checked = checked_on(account)
        yield [
            account.get_platform_display(),
            account.name,
            account.handle,
            account.url,
            account.get_kind_display(),
            account.purpose,
            account.brand,
            account.get_status_display(),
            account.monitored_when,
            checked.isoformat() if checked else "",
        ]


def checked_on(account: OfficialAccount) -> date | None:
    """The day (London) of the last comparison of an account of `shown` with its platform.

    None too where that found a difference.
    """
    if account.checked_at is None or not account.last_check_same:
        return None
    return account.checked_at.astimezone(LONDON).date()


def etag_of(body: bytes) -> str:
    """Changes whenever the list does."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
