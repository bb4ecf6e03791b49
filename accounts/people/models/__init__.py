"""A person, and what makes them somebody at a council."""

from accounts.people.models.invitation import Invitation
from accounts.people.models.membership import Membership
from accounts.people.models.office import Absence, Appointment, Office, TeamMember
from accounts.people.models.person import Person

__all__ = [
    "Absence",
    "Appointment",
    "Invitation",
    "Membership",
    "Office",
    "Person",
    "TeamMember",
]
