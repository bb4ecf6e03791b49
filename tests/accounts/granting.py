"""Access for tests, made by the actions that people use; and what to put into its addresses."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.grants.actions import (
    confirm_on_platform,
    end_access,
    grant_access,
    record_found,
    request_access,
    suspend_access,
)
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant
from accounts.people.models import Membership, Person
from accounts.register.levels import Level
from tests.accounts.changing import in_boxes as day
from tests.cast import RULES, Cast, a_rulebook

#: Makes it midday of another day, with nothing run in between.
Travel = Callable[[date], None]

WHY = "Looks after the page while the carnival runs"


def member_of(cast: Cast, person: Person) -> Membership:
    """Somebody's membership of Ashford."""
    return cast.ashford.memberships.get(person=person)


def asked(
    cast: Cast, person: Person | None = None, what: Property | None = None, **more: Any
) -> AccessGrant:
    """Ana, or somebody else, asks for access to the page."""
    person = person or cast.ana
    values = {"level": Level.TASK, "why": WHY, "starts_on": today(), **more}
    return request_access(
        membership=member_of(cast, person), what=what or cast.page, actor=person, **values
    )


def granted(cast: Cast, person: Person | None = None, **more: Any) -> AccessGrant:
    """Priya has granted what was asked for."""
    grant = asked(cast, person, **more)
    grant = grant_access(grant=grant, ends_on=grant.ends_on, actor=cast.priya, reason="Needed")
    grant.refresh_from_db()
    return grant


def there(cast: Cast, person: Person | None = None, **more: Any) -> AccessGrant:
    """It is granted, and the platform shows it."""
    grant = granted(cast, person, **more)
    how = "Page access lists them"
    grant = confirm_on_platform(grant=grant, confirmed_on=today(), how=how, actor=cast.priya)
    grant.refresh_from_db()
    return grant


def found(
    cast: Cast, name: str = "J Smith", membership: Membership | None = None, **more: Any
) -> AccessGrant:
    """The platform shows somebody."""
    values = {"level": Level.FULL, "found_on": today(), **more}
    return record_found(
        what=values.pop("what", cast.page),
        found_name=name,
        found_source="Page access",
        membership=membership,
        actor=cast.priya,
        **values,
    )


def ended(cast: Cast) -> AccessGrant:
    return end_access(grant=there(cast), reason="No longer needed", actor=cast.priya)


def suspended(cast: Cast) -> AccessGrant:
    return suspend_access(grant=there(cast), reason="On leave", actor=cast.priya)


def until(cast: Cast, last: date) -> AccessGrant:
    return granted(cast, ends_on=last)


def _without_message(cast: Cast) -> AccessGrant:
    grant = granted(cast)
    cast.ashford.access_grants.filter(pk=grant.pk).update(told="", told_on=None)
    return grant


def wanted(**changes: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "level": Level.TASK.value,
        "why": WHY,
        **day("starts_on", today()),
        "direct_messages": "no",
        **changes,
    }


def ask_url(cast: Cast) -> str:
    return reverse("grants:ask_for", args=["ashford", "account", cast.page.pk])


def decide(
    as_: Callable[[Person], Client],
    person: Person,
    grant: AccessGrant,
    outcome: str = "grant",
    **more: Any,
) -> Any:
    url = reverse("grants:decide", args=["ashford", grant.number])
    return as_(person).post(url, {"outcome": outcome, **more})


def step(
    as_: Callable[[Person], Client], person: Person, name: str, grant: AccessGrant, **typed: Any
) -> Any:
    """Somebody sends the form of one step."""
    url = reverse(f"grants:{name}", args=["ashford", grant.number])
    return as_(person).post(url, {"sent": "1", **typed})


def listed(as_: Callable[[Person], Client], cast: Cast, show: str) -> list[AccessGrant]:
    """What one of the lists of access shows Priya."""
    page = as_(cast.priya).get(reverse("grants:list", args=["ashford"]), {"show": show})
    assert page.status_code == 200
    items: list[AccessGrant] = page.context["page"].items
    return items


def rules(cast: Cast, **changes: Any) -> None:
    """Ashford's next rulebook, from today."""
    a_rulebook(cast.ashford, **{**RULES, **changes})
    for person in (cast.ashford, cast.ana, cast.priya):
        person.refresh_from_db()
    cast.page.council = cast.ashford


#: What to put into each address of access, after the council's.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "grants:list": lambda cast: [],
    "grants:matrix": lambda cast: [],
    "grants:ask": lambda cast: [],
    "grants:stock": lambda cast: [],
    "grants:go_live": lambda cast: [],
    "grants:ask_for": lambda cast: ["account", cast.page.pk],
    "grants:found": lambda cast: ["account", cast.page.pk],
    "grants:office_for": lambda cast: ["account", cast.page.pk],
    "grants:detail": lambda cast: [granted(cast).number],
    "grants:decide": lambda cast: [asked(cast).number],
    "grants:match": lambda cast: [found(cast).number],
    "grants:keep": lambda cast: [found(cast, membership=member_of(cast, cast.ana)).number],
    "grants:office": lambda cast: [found(cast).number],
    "grants:tell": lambda cast: [_without_message(cast).number],
    "grants:confirm": lambda cast: [granted(cast).number],
    "grants:removed": lambda cast: [ended(cast).number],
    "grants:extend": lambda cast: [until(cast, today()).number],
    "grants:suspend": lambda cast: [granted(cast).number],
    "grants:resume": lambda cast: [suspended(cast).number],
    "grants:end": lambda cast: [granted(cast).number],
    "grants:misuse": lambda cast: [granted(cast).number],
}
