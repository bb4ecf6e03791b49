"""What the forms of the register post, and rows to begin with."""

from collections.abc import Callable
from typing import Any

from accounts.dates import today
from accounts.people.models import Membership, Person
from accounts.register.actions import (
    Particulars,
    add_account,
    add_way_in,
    approve_account,
    open_account,
    propose_account,
)
from accounts.register.levels import Level
from accounts.register.models import OfficialAccount, WayIn
from councilsm.inbox.models import OutboxMessage
from tests.cast import RULES, Cast, a_rulebook, chosen

LIST = "/c/ashford/accounts/"
ADMIN = "/admin/accounts/officialaccount/"
#: What is posted by who decides on a proposal as it was made first.
YES = {"outcome": "approve", "proposal": 1}
NO = {"outcome": "refuse", "reason": "We have one for young people.", "proposal": 1}


def as_it_is(account: OfficialAccount, **more: Any) -> dict[str, Any]:
    """An account's particulars as a form posts them back, with some of them changed."""
    fields: dict[str, Any] = {}
    for name in Particulars.__annotations__:
        value = getattr(account, name)
        if isinstance(value, bool):
            fields |= {name: "on"} if value else {}
        else:
            fields[name] = "" if value is None else getattr(value, "pk", value)
    return fields | more


def entered(cast: Cast, **more: Any) -> dict[str, Any]:
    """What the admin's form for a new account posts."""
    return {
        "council": cast.ashford.pk,
        "platform": "instagram",
        "name": "Events",
        "kind": "page",
        "handle": " @AshfordEvents ",
        "url": "https://www.instagram.com/ashfordevents",
        "is_public": "on",
        **more,
    }


def change_page(account: OfficialAccount) -> str:
    return f"{ADMIN}{account.pk}/change/"


def a_proposal(cast: Cast, by: Person | None = None, **more: Any) -> OfficialAccount:
    """A TikTok account that Ana proposes."""
    return propose_account(
        council=cast.ashford,
        actor=by or cast.ana,
        **{
            "platform": "tiktok",
            "handle": "ashfordyouth",
            "name": "Youth council",
            "purpose": "Reach those under 25, whom no account of ours does.",
            **more,
        },
    )


def proposed(**more: Any) -> dict[str, Any]:
    """What the page that proposes an account posts."""
    return {
        "url": "",
        "platform": "tiktok",
        "handle": "@AshfordYouth",
        "name": "Youth council",
        "kind": "page",
        "purpose": "Reach those under 25.",
        "is_public": "on",
        **more,
    }


def approved(cast: Cast, **more: Any) -> OfficialAccount:
    """The same, approved by Priya, who alone is asked where no rule says whom."""
    return approve_account(account=a_proposal(cast, **more), proposal=1, actor=cast.priya)


def page(account: OfficialAccount, part: str = "") -> str:
    """Where an account is shown, or one thing is done about it."""
    return f"{LIST}{account.pk}/{part}"


def two_approve(cast: Cast) -> Cast:
    """Ashford, where two offices approve a new account, as at Dunstable."""
    two = {"offices": ["town-clerk", "comms-officer"]}
    a_rulebook(cast.ashford, **RULES, new_account=chosen(two))
    return cast


def status(account: OfficialAccount) -> str:
    """What the database says of it now."""
    account.refresh_from_db()
    return account.status


def opened_by(cast: Cast, account: OfficialAccount, **more: Any) -> OfficialAccount:
    """It is opened under the name that was approved, unless said otherwise."""
    right = {"handle": "AshfordYouth", "url": "https://www.tiktok.com/@ashfordyouth"}
    return open_account(account=account, actor=cast.adam, **{**right, "opened_on": today(), **more})


def told(person: Person) -> list[str]:
    """The subjects of what waits to be sent to somebody."""
    sent = OutboxMessage.objects.filter(recipient=person.email).order_by("pk")
    return list(sent.values_list("subject", flat=True))


def another(cast: Cast, **more: Any) -> OfficialAccount:
    """A second account that is live."""
    return add_account(
        council=cast.ashford,
        actor=cast.adam,
        **{
            "name": "Events",
            "platform": "instagram",
            "handle": "ashfordevents",
            "url": "https://www.instagram.com/ashfordevents",
            **more,
        },
    )


def a_login(cast: Cast, *accounts: OfficialAccount, **more: Any) -> WayIn:
    """A login that opens these; by default the main page."""
    return add_way_in(
        council=cast.ashford,
        accounts=accounts or [cast.page],
        actor=cast.adam,
        **{"kind": "login", "name": "social@ashford.example", "platform": "facebook", **more},
    )


def member(person: Person) -> Membership:
    return Membership.objects.get(person=person, ends_on=None)


def has_access(
    cast: Cast,
    who: Person | str,
    to: OfficialAccount | WayIn | None = None,
    *,
    level: str = Level.FULL,
    status: str = "granted",
    **more: Any,
) -> Any:
    """Somebody's access, confirmed on the platform; a name alone is one found there."""
    to = to or cast.page
    found = isinstance(who, str)
    return cast.ashford.access_grants.create(
        number=cast.ashford.access_grants.count() + 1,
        membership=None if isinstance(who, str) else member(who),
        found_name=who if isinstance(who, str) else "",
        account=to if isinstance(to, OfficialAccount) else None,
        way_in=to if isinstance(to, WayIn) else None,
        level=level,
        status="found" if found else status,
        basis="found" if found else "request",
        starts_on=more.pop("starts_on", today()),
        confirmed_on=None if found else more.pop("confirmed", today()),
        **more,
    )


def _one(cast: Cast) -> list[Any]:
    return [cast.page.pk]


def _proposal(cast: Cast) -> list[Any]:
    return [a_proposal(cast).pk]


def _way_in(cast: Cast) -> list[Any]:
    return [a_login(cast).pk]


def _recovery(cast: Cast) -> list[Any]:
    login = a_login(cast, recovery_email="ashford.clerk@gmail.com")
    return [cast.page.pk, "recovery", login.pk]


#: For each URL name of the register what follows the council in its address, made in Ashford.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    **dict.fromkeys(("register:detail", "register:state", "register:check"), _one),
    **dict.fromkeys(
        ("register:change", "register:withdraw", "register:decide", "register:meeting"), _proposal
    ),
    "register:open": lambda cast: [approved(cast).pk],
    **dict.fromkeys(
        (
            "register:way_in",
            "register:change_way_in",
            "register:end_way_in",
            "register:new_password",
        ),
        _way_in,
    ),
    "register:accept_gap": lambda cast: [cast.page.pk, "too-few"],
    "register:accept_gap_about": _recovery,
}
