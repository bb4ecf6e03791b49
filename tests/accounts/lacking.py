"""The gaps of Ashford's accounts, and where the council accepts one."""

from typing import Any

from accounts.register.gaps import Gap, gaps_of
from accounts.register.models import OfficialAccount
from tests.accounts.registering import LIST
from tests.cast import RULES, Cast, a_rulebook, chosen

GAPS = f"{LIST}gaps/"


def found(cast: Cast, account: OfficialAccount | None = None) -> dict[str, list[Gap]]:
    """The gaps of an account, by their code."""
    accounts = cast.ashford.official_accounts.with_last_check()
    account = accounts.get(pk=(account or cast.page).pk)
    gaps: dict[str, list[Gap]] = {}
    for gap in gaps_of(cast.ashford, [account])[account.pk]:
        gaps.setdefault(gap.code, []).append(gap)
    return gaps


def rules(cast: Cast, **more: Any) -> None:
    """The council chose these."""
    a_rulebook(cast.ashford, **RULES, **{name: chosen(value) for name, value in more.items()})
    cast.ashford.refresh_from_db()


def accept_page(cast: Cast, part: str = "too-few/") -> str:
    """Where it is recorded that the council accepts a gap."""
    return f"{LIST}{cast.page.pk}/gaps/{part}"
