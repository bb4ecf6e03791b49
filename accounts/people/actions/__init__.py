"""People join, hold office, sit on the team and leave; each step is on the council's trail."""

from accounts.people.actions.contacts import change_contact
from accounts.people.actions.members import NewAppointment, add_member, add_person, end_membership
from accounts.people.actions.offices import (
    appoint,
    appoint_team_member,
    end_appointment,
    end_team_member,
)
from accounts.people.actions.signing_in import (
    change_password,
    end_sessions,
    record_failed_sign_in,
    record_sign_in,
)

__all__ = [
    "NewAppointment",
    "add_member",
    "add_person",
    "appoint",
    "appoint_team_member",
    "change_contact",
    "change_password",
    "end_appointment",
    "end_membership",
    "end_sessions",
    "end_team_member",
    "record_failed_sign_in",
    "record_sign_in",
]
