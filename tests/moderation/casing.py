"""Restricted cases for tests, and what to put into their addresses."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.people.models import Person
from moderation.cases.actions import act_on_item, add_reader, open_case
from moderation.cases.models import Case
from moderation.items.actions import add_item
from moderation.items.models import Item
from tests.cast import Cast

CASES = "/c/ashford/cases/"
THREAT = "I know where you park your car"


def opened(cast: Cast, kind: str = "abuse", *, by: Person | None = None, **more: Any) -> Case:
    """A case that Ana opened; Priya, the clerk, may read it."""
    return open_case(
        council=cast.ashford,
        kind=kind,
        what="Somebody threatened me.",
        actor=by or cast.ana,
        **more,
    )


def logged(cast: Cast, **more: Any) -> Item:
    """Something that Cora logged."""
    return add_item(
        council=cast.ashford,
        platform="facebook",
        account=cast.page,
        url="https://www.facebook.com/ashfordcouncil/posts/1?comment_id=2",
        handle="jo_smith",
        words=THREAT,
        seen_at=timezone.now(),
        actor=cast.cora,
        **more,
    )


def form(**changes: Any) -> dict[str, Any]:
    """What the page that opens a case posts."""
    return {
        "kind": "abuse",
        "whom": "somebody" if changes.get("affected") else "nobody",
        "what": "Somebody threatened me.",
        "seen": "now",
        "concerns": "no",
        **changes,
    }


def moment(name: str, text: str) -> dict[str, str]:
    """The boxes of a date and time: "3 12 2026 2:10am"."""
    day, month, year, clock = text.split()
    return {
        f"{name}_day": day,
        f"{name}_month": month,
        f"{name}_year": year,
        f"{name}_time": clock,
    }


def a_case(cast: Cast) -> list[Any]:
    return [opened(cast).number]


def for_rita(cast: Cast) -> list[Any]:
    case = opened(cast)
    reader = add_reader(case=case, person=cast.rita, reason="x", actor=cast.priya)
    return [case.number, reader.pk]


def of_ana(cast: Cast) -> list[Any]:
    return [opened(cast, affected=cast.ana).number]


def with_item(cast: Cast) -> list[Any]:
    case = opened(cast, item=logged(cast))
    return [case.number, case.items.get().item.number]


def with_entry(cast: Cast) -> list[Any]:
    case = opened(cast, item=logged(cast))
    act_on_item(case=case, item=case.items.get().item, kind="blocked", done=False, actor=cast.priya)
    return [case.number, case.council.moderation_actions.latest("pk").pk]


def with_line(cast: Cast) -> list[Any]:
    case = opened(cast)
    return [case.number, case.entries.get().pk]


CASE_ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    **{
        f"cases:{name}": a_case
        for name in (
            *("detail", "received", "referrals", "note", "advise", "refer", "not_told", "hold"),
            *("concerns", "add_reader", "add_item", "close", "reopen", "erase"),
        )
    },
    "cases:say": of_ana,
    "cases:end_reader": for_rita,
    "cases:act": with_item,
    "cases:add_evidence": with_item,
    "cases:confirm": with_entry,
    "cases:erase_line": with_line,
    "cases:reverse": with_entry,
}
