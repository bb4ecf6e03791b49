"""What everybody may see of Ashford's register, as tests ask for it."""

from typing import Any

from django.test import Client

from accounts.dates import today
from accounts.register.actions import change_state
from accounts.register.models import OfficialAccount
from tests.cast import AccountFactory, Cast

LIST, CHECK = "/c/ashford/official-accounts/", "/c/ashford/check/"
JSON, CSV = "/c/ashford/official-accounts.json", "/c/ashford/official-accounts.csv"

#: Words that could hurt somebody who did nothing wrong.
NEVER_SAID = ("fake", "lookalike", "impost", "fraud", "satire")
YES, NOT_LISTED = "Yes, this is ours", "This is not on our list"


def asked(text: str, browser: Client | None = None) -> str:
    """The answer about what somebody typed, on one line."""
    answer = (browser or Client()).get(CHECK, {"account": text})
    assert answer.status_code == 200
    page = " ".join(answer.text.split())
    assert not [word for word in NEVER_SAID if word in page.replace(text, "").lower()]
    return page


def an_account(cast: Cast, **more: Any) -> OfficialAccount:
    return AccountFactory(
        council=cast.ashford,
        **{
            "name": "Events",
            "platform": "x",
            "handle": "AshfordEvents",
            "url": "https://x.com/AshfordEvents",
            **more,
        },
    )


def closed(account: OfficialAccount, cast: Cast, **more: Any) -> None:
    change_state(
        account=account, status="closed", on=today(), reason="Not used.", actor=cast.adam, **more
    )
