"""The demonstration's people: a password that everybody knows, so never in service."""

from typing import TypedDict

from django.contrib.auth.hashers import check_password

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership

#: Published: it opens every demonstration sign-in. A system check keeps it out of service.
DEMO_PASSWORD = "demonstration only"


#: What a newcomer does first, to see the whole path.
TRY_FIRST = """
Try this first:
1. Sign in as clerk@flitwick.example. Open Approvals, read “Market day road closure”, approve it.
2. Sign in as comms@flitwick.example. Open the draft and record it as posted.
3. Sign in as clerk@flitwick.example again and read the audit trail."""


class DemoSignIn(TypedDict):
    """One way into the demonstration."""

    council: str
    name: str
    email: str
    password: str
    offices: list[str]


def demo_sign_ins() -> list[DemoSignIn]:
    """Everybody who can sign in to a demonstration council today, by council and name."""
    rows = (
        Membership.objects.in_force(today())
        .joined()
        .filter(council__is_demo=True, can_sign_in=True, person__is_active=True)
        .select_related("council", "person")
        .order_by("council__name", "person__name")
    )
    opens: dict[str, bool] = {}  # checking is slow on purpose, and the loader may share one hash
    found = []
    for row in rows:
        stored = row.person.password
        if stored not in opens:
            opens[stored] = check_password(DEMO_PASSWORD, stored)
        if opens[stored]:
            found.append(_sign_in(row))
    return found


def demo_councils() -> list[Council]:
    """The demonstration councils in this database."""
    return list(Council.objects.filter(is_demo=True).order_by("name"))


def _sign_in(membership: Membership) -> DemoSignIn:
    held = membership.appointments.in_force(today()).select_related("office")
    return {
        "council": membership.council.name,
        "name": membership.person.name,
        "email": membership.person.email or "",
        "password": DEMO_PASSWORD,
        "offices": [appointment.office.title for appointment in held.order_by("office__title")],
    }
