"""What the addresses of the access table name: something of Ashford to find there."""

from collections.abc import Callable
from typing import Any

from accounts.people.actions import add_member
from accounts.people.actions.invitations import invite
from accounts.people.models import Membership
from tests.accounts.absenting import ADDRESSES as ABSENCES
from tests.accounts.caretaking import ADDRESSES as CARETAKING
from tests.accounts.covering import ADDRESSES as HOURS
from tests.accounts.departing import ADDRESSES as LEAVERS
from tests.accounts.granting import ADDRESSES as GRANTS
from tests.accounts.importing import ADDRESSES as IMPORTS
from tests.accounts.lookalikes import ADDRESSES as LOOKALIKES
from tests.accounts.registering import ADDRESSES as REGISTER
from tests.accounts.teaming import ADDRESSES as TEAM
from tests.accounts.watching import ADDRESSES as PLACES
from tests.cast import Cast
from tests.councilsm.files.samples import a_file
from tests.councilsm.posting import not_sent
from tests.moderation.addresses import MODERATION
from tests.policies.electing import ADDRESSES as ELECTIONS
from tests.policies.reading import ADDRESSES as READING
from tests.policies.reviewing import ADDRESSES as REVIEWS
from tests.policies.writing import ADDRESSES as DOCUMENTS

#: What follows the council in an address, where that takes more than a line here.
ARGUMENTS: dict[str, Callable[[Cast], list[Any]]] = {
    name: arguments
    for feature in (
        *(MODERATION, TEAM, GRANTS, LEAVERS, REGISTER, ABSENCES, HOURS, CARETAKING),
        *(IMPORTS, LOOKALIKES, PLACES, ELECTIONS, DOCUMENTS, READING, REVIEWS),
    )
    for name, arguments in feature.items()
}


def arguments(cast: Cast, name: str) -> list[Any]:
    """An address of that name in Ashford, with something there to find."""
    council = cast.ashford.slug
    if name in ARGUMENTS:
        return [council, *ARGUMENTS[name](cast)]
    ana = Membership.objects.get(person=cast.ana)
    match name.split(":")[-1]:
        case "front" if name == "front":
            return []
        case "healthz" | "readyz" | "choose":
            return []
        case "page" | "pdf" | "csv" if name.startswith("paper:"):
            return [council, "access"]
        case "setup_question":
            return [council, "who-authorises"]
        case "rule":
            return [council, "team-name"]
        case "help":
            return [council, "contact"]
        case "any_help":
            return ["contact"]
        case "detail" | "record" | "appoint" | "contact" | "invite" | "end_sessions" if (
            name.startswith("people:")
        ):
            return [council, ana.pk]
        case "end_appointment":
            return [council, ana.pk, ana.appointments.get().pk]
        case "end_team":
            seat = cast.ashford.team_members.create(membership=ana, starts_on=ana.starts_on)
            return [council, ana.pk, seat.pk]
        case "withdraw" if name.startswith("people:"):
            newcomer = add_member(
                council=cast.ashford,
                name="Newcomer",
                email="newcomer@example.org",
                category=Membership.Category.EMPLOYEE,
                starts_on=ana.starts_on,
                actor=cast.adam,
            )
            return [council, newcomer.pk, invite(membership=newcomer, actor=cast.adam).pk]
        case "join":
            return ["unknown"]
        case "page" | "send_again" if name.startswith("operator:"):
            return []
        case "again" | "leave" if name.startswith("undelivered:"):
            return [council, not_sent(cast).pk]
        case "download" | "thumbnail":
            return [council, a_file(cast).digest]
    return [council]
