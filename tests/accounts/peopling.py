"""Two councils with people of every kind: in office, on the team, away, lapsed, invited."""

from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.councils.models import Council, RulebookVersion
from accounts.dates import moment_of
from accounts.people.models import (
    Absence,
    Appointment,
    Invitation,
    Membership,
    Office,
    Person,
    TeamMember,
)
from accounts.training.models import Completion, Course, Need
from tests.cast import CouncilFactory, a_rulebook, chosen

DAY = date(2026, 6, 15)
DAYS = [DAY + timedelta(days=days) for days in (-1, 0, 1, 3000)]
#: Over, under way, of one day, to come, and until further notice.
PERIODS = [
    (DAY - timedelta(days=9), DAY - timedelta(days=1)),
    (DAY - timedelta(days=9), DAY + timedelta(days=9)),
    (DAY, DAY),
    (DAY + timedelta(days=1), None),
    (DAY - timedelta(days=9), None),
]
#: The fate of each invitation that was sent: whether it was accepted.
INVITED = [[], [False], [True], [False, True]]
OFFICES = ["town-clerk", "administrator", "comms-officer", "events-officer"]
RULES: dict[str, Any] = {
    "manage_people": chosen({"offices": ["administrator"]}),
    "record_posts": chosen({"offices": ["comms-officer", "events-officer"], "team": True}),
    # The proper officer is not named, and is covered all the same.
    "cover": chosen(["administrator", "comms-officer"]),
}
COVER = ["town-clerk", "administrator", "comms-officer"]


def two_councils() -> list[Council]:
    """Two councils with people of every kind; one gets new rules on the day and the day after."""
    found: list[Council] = [
        CouncilFactory(name=name, slug=name.lower()) for name in ("Barham", "Ashford")
    ]
    chance = Random(1)
    everybody = [person(number, chance) for number in range(20)]
    for council in found:
        a_rulebook(council, **RULES)
        offices = [Office.objects.create(council=council, key=key, title=key) for key in OFFICES]
        kinds = product(PERIODS, INVITED, [True, True, False])
        for number, ((starts_on, ends_on), invited, can_sign_in) in enumerate(kinds):
            membership = Membership.objects.create(
                council=council,
                person=everybody[number % len(everybody)],
                category=Membership.Category.EMPLOYEE,
                can_sign_in=can_sign_in,
                starts_on=starts_on,
                # Nobody belongs to a council twice until further notice.
                ends_on=ends_on or (DAY + timedelta(days=90) if number < 40 else None),
            )
            if number % 5 == 0:
                closes = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))[number % 3]
                membership.closes_at = moment_of(closes) + timedelta(hours=number % 2)
                membership.save(update_fields=["closes_at"])
            give_rights(membership, offices, chance)
            absences(membership, everybody[0], chance)
            for accepted in invited:
                invite(membership, accepted)
        lapses(council, everybody[0], chance)
    for clerk in found[1].memberships.filter(appointments__office__key="town-clerk").distinct():
        # Every clerk at Ashford is away on the day, and perhaps on others.
        Absence.objects.create(
            council=found[1], membership=clerk, starts_on=DAY, ends_on=DAY, recorded_by=everybody[0]
        )
    # Whoever has rights as Barham's clerk loses them the day after.
    clerks = found[0].memberships.filter(appointments__office__key="town-clerk").values("pk")
    closed = Membership.objects.filter(pk__in=clerks)
    closed.update(closes_at=moment_of(DAY + timedelta(days=1)))
    for number, day in enumerate(DAYS[1:3], 2):
        values = RulebookVersion.objects.get(council=found[0], number=1).values
        RulebookVersion.objects.create(
            council=found[0],
            number=number,
            values=values,
            digest=RulebookVersion.digest_of(values),
            in_force_from=day,
            why="For the tests.",
        )
    return found


def person(number: int, chance: Random) -> Person:
    made = Person.objects.create(
        name=f"Person {number}",
        email=f"person.{number}@example.org",
        is_active=chance.random() < 0.8,
    )
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        if chance.random() < 0.4:
            Authenticator.objects.create(user=made, type=kind, data={})
    return made


def give_rights(membership: Membership, offices: list[Office], chance: Random) -> None:
    def rows() -> list[dict[str, Any]]:
        periods = [period for period in PERIODS if chance.random() < 0.3]
        return [{"starts_on": starts_on, "ends_on": ends_on} for starts_on, ends_on in periods[:1]]

    here = {"council": membership.council, "membership": membership}
    for office in offices:
        for dates in rows():
            Appointment.objects.create(office=office, **here, **dates)
    for dates in rows():
        TeamMember.objects.create(**here, **dates)


def absences(membership: Membership, by: Person, chance: Random) -> None:
    """Some are away; some of those absences were called off."""
    for starts_on, ends_on in PERIODS:
        if chance.random() < 0.25:
            Absence.objects.create(
                council=membership.council,
                membership=membership,
                starts_on=starts_on,
                ends_on=ends_on,
                called_off_on=starts_on if chance.random() < 0.3 else None,
                recorded_by=by,
            )


def lapses(council: Council, by: Person, chance: Random) -> None:
    """Courses, needed for a duty, by the team and by a category; done, and lapsed for some."""
    reasons = [{"duty": "record_posts"}, {"team": True}, {"category": "employee"}]
    for number, why in enumerate(reasons):
        course = Course.objects.create(council=council, title=f"Course {number}")
        Need.objects.create(council=council, course=course, **why)
        done = {
            (membership.pk, done_on): ends_on
            for membership in council.memberships.all()
            for done_on, ends_on in PERIODS
            if chance.random() < 0.3
        }
        Completion.objects.bulk_create(
            Completion(
                council=council,
                course=course,
                membership_id=membership,
                completed_on=done_on,
                expires_on=ends_on,
                recorded_by=by,
            )
            for (membership, done_on), ends_on in done.items()
        )
    Course.objects.filter(council=council, title="Course 1", council__slug="barham").update(
        ended_on=DAY
    )


def invite(membership: Membership, accepted: bool) -> None:
    now = timezone.now()
    Invitation.objects.create(
        council=membership.council,
        membership=membership,
        secret_digest=f"{Invitation.objects.count():064}",
        sent_at=now,
        expires_at=now,
        accepted_at=now if accepted else None,
        withdrawn_at=None if accepted else now,
    )
