"""When one of the council's people works, and when its office is closed."""

from datetime import date, time

from accounts.councils.models import Council
from accounts.dates import today
from accounts.hours.actions import add_closure, record_pattern
from accounts.people.models import Person


def hours_at(council: Council, clerk: Person, part_time: Person) -> None:
    """A colleague who works from Wednesday to Friday, and the coming Christmas closure."""
    membership = council.memberships.get(person=part_time)
    record_pattern(
        membership=membership,
        starts_on=membership.starts_on,
        hours=dict.fromkeys((2, 3, 4), (time(9), time(14, 30))),
        actor=part_time,
    )
    year = today().year + (today() > date(today().year, 12, 24))
    add_closure(
        council=council,
        name="Christmas closure",
        starts_on=date(year, 12, 24),
        ends_on=date(year + 1, 1, 1),
        actor=clerk,
    )
