"""Councils that are being set up, and what their clerks type."""

from typing import Any

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.councils.questions import QUESTIONS
from tests.cast import RULES, Cast, a_rulebook

SETUP = "/c/ashford/setup/"

#: For each question: what is typed, and the rule's value that it makes.
ANSWERS: dict[str, tuple[dict[str, Any], Any]] = {
    "who-authorises": (
        {"offices": ["town-clerk", "+"]},
        {"offices": ["town-clerk"], "team": True, "consulting": []},
    ),
    "second-person": (
        {"second_person": "some", "kinds": ["new_post", "reply"]},
        ["new_post", "reply"],
    ),
    "team-name": ({"name": "Web team"}, "Web team"),
    "team-appointed-by": (
        {"offices": ["administrator"]},
        {"offices": ["administrator"], "team": False, "consulting": []},
    ),
    "new-accounts": (
        {"offices": ["town-clerk", "+"]},
        {"offices": ["town-clerk"], "meeting": True},
    ),
    "removal-reasons": (
        {"reasons": "Swearing at staff\r\n\r\n Nine  lives ", "picks": ["advertising"]},
        [
            {"code": code, "label": label, "clause": "", "needs_words": False, "asks": None}
            for code, label in [
                ("swearing_at_staff", "Swearing at staff"),
                ("nine_lives", "Nine lives"),
                ("advertising", "Advertising or spam"),
            ]
        ],
    ),
    "blocks": (
        {"offices": ["town-clerk"]},
        {"offices": ["town-clerk"], "team": False, "consulting": []},
    ),
    "unblocks": (
        {"offices": ["auditor"]},
        {"offices": ["auditor"], "team": False, "consulting": []},
    ),
    "review": ({"review": "months", "months": "12"}, {"months": 12, "due": None}),
    "caretaker": ({"office": "auditor"}, "auditor"),
    "working-days": ({"days": ["monday", "friday"]}, ["monday", "friday"]),
    "devices": (
        {"use": "with_permission", "permission_from": ["town-clerk"], "shortest_pin": "6"},
        {
            "use": "with_permission",
            "permission_from": ["town-clerk"],
            "saved_logins_from": [],
            "shortest_pin": 6,
        },
    ),
}
POLICY = {"source": "clause", "clause_number": "6.3", "clause_words": "Who does what"}
DECISION = {
    "source": "minute",
    "minute": "26/7",
    "decided_on_day": "12",
    "decided_on_month": "may",
    "decided_on_year": "2026",
}
LATER = {"source": "leave"}


def before_setup(cast: Cast) -> Council:
    """Ashford before setup: only who keeps people and rules is settled."""
    kept = {name: RULES[name] for name in ("manage_people", "manage_rules")}
    a_rulebook(cast.ashford, **kept)
    cast.ashford.setup_left = [question.key for question in QUESTIONS]
    cast.ashford.save()
    return cast.ashford


def a_council(rulebook: str) -> Council:
    """A council that begins with a shipped rulebook."""
    return create_council(
        name=f"{rulebook.title()} Town Council",
        slug=rulebook,
        email="office@example.org",
        rulebook=rulebook,
        actor=None,
    )


def latest(council: Council) -> Any:
    return council.rulebook_versions.latest("number")


def rule(council: Council, name: str) -> Any:
    return getattr(latest(council).rulebook.rules, name)


def asked(council: Council, **answer: Any) -> dict[str, Any]:
    """What a question's page posts."""
    return {"based_on": latest(council).number, **answer}
