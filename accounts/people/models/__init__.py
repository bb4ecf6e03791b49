"""A person, and what makes them somebody at a council."""

from accounts.people.models.invitation import Invitation
from accounts.people.models.membership import Membership
from accounts.people.models.office import Appointment, Office, TeamMember
from accounts.people.models.person import Person

__all__ = [
    "Appointment",
    "Invitation",
    "Membership",
    "Office",
    "Person",
    "TeamMember",
]
