"""A new council with its first person, ready to be set up."""

from dataclasses import dataclass

from accounts.councils.actions.council import create_council
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.actions import add_member, appoint
from accounts.people.actions.invitations import invite
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, current_work
from councilsm.inbox.models import OutboxMessage


@dataclass(frozen=True)
class Opened:
    """A council that was just set up.

    Args:
        letter: the invitation as it goes to the clerk, with the link.
    """

    council: Council
    clerk: Membership
    letter: str


@action
def open_council(
    *,
    name: str,
    slug: str,
    email: str,
    rulebook: str,
    clerk_name: str,
    clerk_email: str,
    actor: Person | None,
) -> Opened:
    """Sets up a council and invites its clerk, who holds the proper officer's office from today.

    Args:
        name, slug, email, rulebook: as `create_council` takes them.

    Raises:
        RuleBroken: another council has that slug. Nothing is done then.
    """
    council = create_council(name=name, slug=slug, email=email, rulebook=rulebook, actor=actor)
    clerk = add_member(
        council=council,
        name=clerk_name,
        email=clerk_email,
        category=Membership.Category.EMPLOYEE,
        starts_on=today(),
        actor=actor,
    )
    office = council.offices.get(key=council.rulebook.proper_officer)
    appoint(office=office, membership=clerk, starts_on=today(), actor=actor)
    invite(membership=clerk, actor=actor)
    letters = [row.body for row in current_work().rows if isinstance(row, OutboxMessage)]
    return Opened(council, clerk, letters[-1])
