"""The six councils of the demonstration: their people, and what each chose."""

from dataclasses import dataclass, field
from typing import Any

from accounts.people.models import Membership

MINUTE = {"minute": "demo 1", "decided_on": "2026-05-12"}
MONDAY_TO_FRIDAY = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def chosen(value: Any) -> dict[str, Any]:
    """A rule as this demonstration's council chose it."""
    return {"value": value, **MINUTE}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as; the first of each council is its clerk."""

    name: str
    mailbox: str
    office: str = ""
    team: bool = False
    category: str = Membership.Category.EMPLOYEE


@dataclass(frozen=True)
class DemoCouncil:
    """A council of the demonstration.

    Args:
        choices: what it chose where its policy is silent; empty leaves setup unfinished.
        offices: those that it chose beside its policy's, key to title.
    """

    name: str
    slug: str
    rulebook: str
    colour: str
    choices: dict[str, Any]
    people: tuple[DemoPerson, ...]
    offices: dict[str, str] = field(default_factory=dict)


CLERK = {"offices": ["town-clerk"]}
EVERY_KIND = ("new_post", "reply", "share", "correction")
COUNCILLOR, CONTRACTOR = Membership.Category.COUNCILLOR, Membership.Category.CONTRACTOR

COUNCILS = (
    DemoCouncil(
        "Flitwick Town Council",
        "flitwick",
        "flitwick",
        "#4a2370",
        {
            "second_person": ["new_post"],
            "working_days": MONDAY_TO_FRIDAY,
            "read_trail": {"offices": ["town-clerk", "internal-auditor"]},
        },
        (
            DemoPerson("Margaret Ellis", "clerk", "town-clerk", team=True),
            DemoPerson("Tom Barker", "deputy", "deputy-town-clerk", team=True),
            DemoPerson("Sana Malik", "comms", "communications-officer", team=True),
            DemoPerson("Beth Howe", "events", "weddings-events-coordinator"),
            DemoPerson("Cllr Dev Shah", "cllr.shah", category=COUNCILLOR),
            DemoPerson("Anita Rao", "auditor", "internal-auditor", category=CONTRACTOR),
        ),
        offices={"internal-auditor": "Internal Auditor"},
    ),
    DemoCouncil(
        "Ludlow Town Council",
        "ludlow",
        "ludlow",
        "#7a1f2b",
        {"second_person": [], "working_days": MONDAY_TO_FRIDAY},
        (
            DemoPerson("Gareth Owen", "clerk", "town-clerk"),
            DemoPerson("Nia Rees", "officer"),
        ),
    ),
    DemoCouncil(
        "Little Wickham Parish Council",
        "little-wickham",
        "starter",
        "#23604a",
        {
            **{f"authorise_{kind}": CLERK for kind in EVERY_KIND},
            "second_person": [],
            "team_name": "Office",
            "caretaker": "chair",
            "working_days": ["tuesday", "thursday"],
            "review": {"months": 24},
            "unread_lapse": {"suspends": True, "after_days": 28},
        },
        (
            DemoPerson("Jo Marsh", "clerk", "town-clerk"),
            DemoPerson("Cllr Alan Pike", "chair", "chair", category=COUNCILLOR),
            DemoPerson("Cllr Priya Nair", "cllr.nair", category=COUNCILLOR),
        ),
    ),
    DemoCouncil(
        "Dunstable Town Council",
        "dunstable",
        "dunstable",
        "#0f4c5c",
        {
            **{f"authorise_{kind}": CLERK for kind in EVERY_KIND},
            "second_person": ["new_post"],
            "log_moderation": {"offices": ["marketing-communications-officer", "town-clerk"]},
            "unblock_days": 10,
        },
        (
            DemoPerson("Helen Price", "clerk", "town-clerk"),
            DemoPerson("Imran Aziz", "marketing", "marketing-communications-officer"),
            DemoPerson("Farah Khan", "head", "head-of-service"),
        ),
    ),
    DemoCouncil(
        "Leighton-Linslade Town Council",
        "leighton-linslade",
        "leighton-linslade",
        "#2b4a1f",
        {**{f"authorise_{kind}": CLERK for kind in EVERY_KIND}, "second_person": []},
        (
            DemoPerson("Rachel Dunn", "clerk", "town-clerk"),
            DemoPerson("Kofi Mensah", "officer"),
        ),
    ),
    DemoCouncil(
        "Heanor and Loscoe Town Council",
        "heanor-loscoe",
        "heanor-loscoe",
        "#5a3a1a",
        {},
        (
            DemoPerson("Peter Gill", "clerk", "town-clerk"),
            DemoPerson("Cllr Joan Webb", "cllr.webb", category=COUNCILLOR),
        ),
    ),
)
