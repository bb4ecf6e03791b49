"""Somebody who stands in for the clerks of two councils, with one sign-in."""

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.actions import add_member, appoint, change_password
from accounts.people.demo import DEMO_PASSWORD
from accounts.people.models import Appointment, Membership

COUNCILS = ("ludlow", "little-wickham")
EMAIL = "locum@clerks.example"


def locum_at(council: Council) -> None:
    """At this council too; it is one person wherever they serve."""
    membership = add_member(
        council=council,
        name="Ruth Adeyemi",
        email=EMAIL,
        category=Membership.Category.CONTRACTOR,
        starts_on=today(),
        actor=None,
    )
    if not membership.person.has_usable_password():
        change_password(person=membership.person, password=DEMO_PASSWORD)
    appoint(
        office=council.offices.get(key=council.rulebook.proper_officer),
        membership=membership,
        starts_on=today(),
        kind=Appointment.Kind.LOCUM,
        actor=None,
    )
