"""Who can get into a demonstration council's page: sorted out, still found, and not yet gone."""

from datetime import timedelta

from accounts.dates import today
from accounts.grants.actions import (
    confirm_on_platform,
    end_access,
    grant_access,
    record_by_office,
    record_found,
    request_access,
)
from accounts.grants.models import AccessGrant
from accounts.people.actions import appoint
from accounts.people.models import Membership
from accounts.register.actions import accept_gap, add_way_in
from accounts.register.levels import Level
from accounts.register.models import OfficialAccount, WayIn

LOOKED = "Page access on Facebook, looked at together"


def access_at(page: OfficialAccount, clerk: Membership, writer: Membership) -> None:
    """The clerk's by office, a colleague's granted, one found, and one ended and not yet gone."""
    if page.council.rulebook.rules.grant_access.is_set:
        become_granter(clerk)
    portfolio = add_way_in(
        council=page.council,
        accounts=[page],
        kind=WayIn.Kind.PORTFOLIO,
        name="Meta Business Suite",
        platform=OfficialAccount.Platform.FACEBOOK,
        recovery_email=page.council.email,
        two_factor=WayIn.TwoFactor.APP,
        password_kept="Sealed envelope in the office safe",
        actor=clerk.person,
    )
    own = clerk.appointments.select_related("office").earliest("pk")
    record_by_office(
        what=portfolio,
        membership=clerk,
        office=own.office,
        level=Level.FULL,
        clause="The clerk answers for the council’s accounts",
        actor=clerk.person,
    )
    asked = request_access(
        membership=writer,
        what=page,
        level=Level.TASK,
        why="Writes posts",
        starts_on=today(),
        actor=writer.person,
    )
    given = grant_access(grant=asked, ends_on=None, actor=clerk.person)
    confirm_on_platform(
        grant=given, confirmed_on=today(), how="Page access shows task access", actor=clerk.person
    )
    found(page, "J Smith", clerk)
    end_access(
        grant=found(page, "Former webmaster", clerk),
        reason="The council has no contract with them now.",
        actor=clerk.person,
    )
    accept_gap(
        account=page,
        code="unmonitored",
        about="",
        reason="Nobody is on duty for comments before the new officer starts.",
        minute="demo 2",
        decided_on=today() - timedelta(days=30),
        until=today() + timedelta(days=90),
        actor=clerk.person,
    )


def found(page: OfficialAccount, name: str, clerk: Membership) -> AccessGrant:
    """Somebody whom Facebook lists and nobody here had recorded."""
    return record_found(
        what=page,
        found_name=name,
        level=Level.PARTIAL,
        found_on=today() - timedelta(days=9),
        found_source=LOOKED,
        actor=clerk.person,
    )


def become_granter(clerk: Membership) -> None:
    """The clerk holds the office that grants access too, where that is another one."""
    granting = clerk.council.rulebook.rules.grant_access.value
    assert granting is not None  # it is set
    held = set(clerk.appointments.values_list("office__key", flat=True))
    if not held & set(granting.offices):
        office = clerk.council.offices.get(key=granting.offices[0])
        appoint(office=office, membership=clerk, starts_on=clerk.starts_on, actor=None)


def carnival(page: OfficialAccount, clerk: Membership, officer: Membership) -> None:
    """Access from 10 to 15 June for the carnival, granted beforehand."""
    first = today().replace(month=6, day=10)
    if first < today():
        first = first.replace(year=first.year + 1)
    last = first + timedelta(days=5)
    asked = request_access(
        membership=officer,
        what=page,
        level=Level.PARTIAL,
        why="Posts from the carnival",
        starts_on=first,
        ends_on=last,
        actor=officer.person,
    )
    grant_access(grant=asked, ends_on=last, actor=clerk.person)
