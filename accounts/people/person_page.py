"""What the page of one person shows."""

from datetime import date
from typing import Any

from accounts.as_read import fingerprint
from accounts.dates import today
from accounts.people.absences import cover_today
from accounts.people.actions.contacts import contact_of
from accounts.people.forms import AppointForm, ChangeContactForm, EndForm
from accounts.people.history import history
from accounts.people.models import Appointment, Membership, TeamMember
from accounts.people.models.resting import GROUNDS
from accounts.people.untold import leave_out_ending
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.tenancy import CouncilForm


def person_context(
    membership: Membership, viewer: Membership, typed: CouncilForm | None = None
) -> dict[str, Any]:
    """The page's variables.

    Args:
        viewer: who looks, with their duties: only what they may do is offered.
        typed: a form that was not taken; it takes the place of the empty one of its prefix.
    """
    council = viewer.council
    forms: dict[str, CouncilForm] = {}

    def form(kind: type[CouncilForm], prefix: str, **initial: str) -> CouncilForm:
        if typed is not None and typed.prefix == prefix:
            forms[prefix] = typed
        else:
            forms[prefix] = kind(council=council, prefix=prefix, initial=initial)
        return forms[prefix]

    rows = (membership, *membership.appointments.all(), *membership.team_seats.all())
    leave_out_ending(viewer, rows)
    here = membership.ends_on is None or membership.ends_on >= today()
    appointments = sorted(membership.appointments.all(), key=_newest_first)
    seats = sorted(membership.team_seats.all(), key=_newest_first)
    return {
        "person": membership.person,
        "theirs": membership,
        "here": here,
        "duties": duties(membership),
        "appointments": [
            (held, form(EndForm, f"office-{held.pk}") if _can_end(held) else None)
            for held in appointments
        ],
        "seats": seats,
        "absences": [row for row in reversed(membership.absences.all()) if not row.is_over],
        "covers": [
            post.sentence
            for post in cover_today(council)
            if membership.person in [*post.holders, *(post.acting.there if post.acting else ())]
        ],
        "may_be_given": here and not membership.is_closed,
        "may_appoint_team": viewer.allows(Duty.APPOINT_TEAM),
        "on_team_for_good": any(seat.ends_on is None for seat in seats),
        "team_name": council.rulebook.rules.team_name.value or "admin team",
        "appoint_form": form(AppointForm, "appoint"),
        "contact_form": form(
            ChangeContactForm,
            "contact",
            **contact_of(membership),
            read=fingerprint(contact_of(membership)),
        ),
        "may_invite": here and membership.sign_in not in Membership.NOT_INVITED_NOW,
        "signs_in": here and membership.sign_in == Membership.SignIn.YES and not viewer.in_handover,
        "events": history(membership, viewer),
        "form": typed,
        "typed_prefix": typed.prefix if typed else "",
    }


def duties(membership: Membership) -> list[tuple[str, str]]:
    """Each duty somebody has today at a council, with the office or the team it comes through."""
    standing = membership.person.membership_at(membership.council)
    if standing is None or standing.pk != membership.pk:
        return []
    team = membership.council.rulebook.rules.team_name.value or "Admin team"
    return [
        (duty.label, _through(standing, duty, key) or team) for duty, key in standing.duties.items()
    ] + [
        (duty.label, f"Rests since {when_in_words(day)}: {_because(standing, duty)}")
        for duty, day in standing.resting.items()
    ]


def _through(standing: Membership, duty: Duty, key: str) -> str:
    """The office that gives a duty; empty where the team does."""
    if duty is Duty.SUBMIT_DRAFTS:
        return "Every member"
    words = standing.title_of(key) if key else ""
    if duty not in standing.kept:
        return words
    return f"{words} ({_because(standing, duty)}; nobody else could do it)"


def _because(standing: Membership, duty: Duty) -> str:
    """Why a duty rests, or would."""
    return GROUNDS[standing.rests_by[duty]].because


def _can_end(row: Appointment) -> bool:
    return row.ends_on is None or row.ends_on >= today()


def _newest_first(row: Appointment | TeamMember) -> tuple[int, int]:
    began = row.starts_on or row.meant_from if isinstance(row, TeamMember) else row.starts_on
    return -(began or date.max).toordinal(), row.pk
