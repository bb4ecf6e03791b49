"""Reviews of policies in tests: what is known of one, and what its forms post."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client

from policies.documents.models import Policy
from policies.reviews.facts import NONE, Facts, ReviewRule
from policies.reviews.questions import state_of
from tests.cast import Cast
from tests.policies.writing import a_policy, an_adopted_version

LIST = "/c/ashford/policy-reviews/"
ONE = f"{LIST}social-media-policy/"
RECORD, TRIGGER = f"{ONE}record/", f"{ONE}trigger/"
#: Overdue by the period of `a_reviewed_policy`.
DAY = date(2026, 9, 10)


def facts(**known: Any) -> Facts:
    """What is known of a policy that has a version and of which nothing else is known."""
    empty: dict[str, Any] = {
        **dict(policy=1, council=1, council_slug="ashford", slug="social-media-policy"),
        **dict(title="Social media policy", owner=None, carries_rules=False, months=None),
        **dict(version=5, approved_on="", reviewed_on="", review_due="", settled=None),
        **dict(settled_on="", next_due="", called_by="", called_for="", rulebook=1, digest="d"),
    }
    return Facts(**empty | known)


def rule(months: int | None = None, due: str = "") -> ReviewRule:
    """What a rulebook says of reviews."""
    return NONE._replace(months=months, due=due)


def a_reviewed_policy(cast: Cast, **columns: Any) -> Policy:
    """A policy of Ashford with a version that was approved on 1 May 2025; each year by default."""
    policy = a_policy(cast.ashford, **{"review_months": 12, **columns})
    an_adopted_version(policy)
    return policy


def due(cast: Cast, day: date = DAY) -> str:
    """When Ashford's only policy is due, and how that stands."""
    (state,) = state_of(cast.ashford, day)
    return f"{state.due or 'never'}: {state.label}"


def page(client: Client, url: str = LIST) -> str:
    """What a page says, on one line."""
    return " ".join(client.get(url).text.split())


def reviewed(outcome: str = "no_change", **more: str) -> dict[str, str]:
    """What is typed where a review is recorded."""
    return {
        "form_key": str(uuid4()),
        "reviewed_on": "04/09/2026",
        "outcome": outcome,
        "minute": "26/114",
        **more,
    }


def called(**more: str) -> dict[str, str]:
    """What is typed where something calls for a review."""
    return {
        "form_key": str(uuid4()),
        "kind": "law",
        "what": "The Data (Use and Access) Act 2025 changes how complaints are answered.",
        **boxes("noticed_on", date(2026, 9, 1)),
        **boxes("due_on", date(2026, 10, 15)),
        **more,
    }


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": f"{day.year}",
    }


def _policy(cast: Cast) -> list[Any]:
    return [a_reviewed_policy(cast).slug]


#: URL name: what its address needs beside the council.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    f"reviews:{name}": _policy for name in ("history", "record", "trigger")
}
