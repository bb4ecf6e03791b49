from accounts.councils.models import Council, RulebookVersion
from accounts.people.models import (
    Appointment,
    Invitation,
    Membership,
    Office,
    Person,
    TeamMember,
)
from accounts.register.models import OfficialAccount

__all__ = [
    "Appointment",
    "Council",
    "Invitation",
    "Membership",
    "Office",
    "OfficialAccount",
    "Person",
    "RulebookVersion",
    "TeamMember",
]
