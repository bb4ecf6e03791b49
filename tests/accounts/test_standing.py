"""The gate's own SQL answers as the same questions put together from querysets."""

from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Holders
from accounts.dates import in_force, moment_of
from accounts.people.models import (
    Absence,
    Appointment,
    Invitation,
    Membership,
    Office,
    Person,
    TeamMember,
)
from accounts.people.models.membership import MembershipQuerySet
from accounts.people.models.standing import standing_of
from accounts.training.models import Completion, Course, Need
from tests.cast import CouncilFactory, a_rulebook, chosen

pytestmark = pytest.mark.database

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
HOLDERS = [
    None,
    Holders(offices=("administrator",)),
    Holders(offices=("comms-officer", "events-officer"), team=True),
    Holders(team=True),
]


@pytest.fixture
def councils(db: None) -> list[Council]:
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


# --- The same questions, from querysets ----------------------------------------------------------


def open_memberships(day: date) -> QuerySet[Membership]:
    return not_closed(day).joined().filter(can_sign_in=True)


def not_closed(day: date) -> MembershipQuerySet:
    members: MembershipQuerySet = Membership.objects.in_force(day)
    return members.exclude(pk__in=Membership.objects.closed(moment_of(day)))


def rows_of_standing(person: Person, day: date) -> Any:
    """One row for each office held."""
    newest = RulebookVersion.objects.filter(council=OuterRef("council")).in_force(day)
    seats = TeamMember.objects.filter(in_force(day), membership=OuterRef("pk"))
    factors = Authenticator.objects.filter(user=OuterRef("person"))
    return (
        open_memberships(day)
        .filter(person=person)
        .annotate(
            held=FilteredRelation("appointments", condition=in_force(day, "appointments__")),
            rulebook=Subquery(newest.values("pk")[:1]),
            team=Exists(seats),
            factor=Exists(factors),
        )
        .order_by("council__name", "pk", "held__pk")
        .values("pk", "held__office_id", "held__office__key", "rulebook", "team", "factor")
    )


def staffed(council: Council, day: date) -> set[str]:
    """The offices that somebody holds who is not away."""
    away = Absence.objects.filter(in_force(day), called_off_on=None).values("membership")
    held = council.appointments.in_force(day).filter(membership__in=not_closed(day))
    return set(held.exclude(membership__in=away).values_list("office__key", flat=True))


def acting(council: Council, day: date) -> dict[str, str]:
    """Each office that needs cover, with the one that acts for it."""
    there, found = staffed(council, day), {}
    for place, key in enumerate(COVER):
        others = [other for other in COVER[place + 1 :] if other in there]
        if key not in there and others:
            found[key] = others[0]
    return found


def is_away(membership: Membership, day: date) -> bool:
    return membership.absences.filter(in_force(day), called_off_on=None).exists()


def lapsed(membership: Membership, day: date) -> dict[str, date]:
    found: dict[str, date] = {}
    for need in membership.council.training_needs.filter(category=""):
        done = need.course.completions.filter(membership=membership, completed_on__lte=day)
        if need.course.ended_on and need.course.ended_on <= day:
            continue
        if done and not any(one.counts_on(day) for one in done):
            found["team" if need.team else need.duty] = max(
                one.expires_on for one in done if one.expires_on
            )
    return found


def holding(council: Council, holders: Holders | None, day: date) -> QuerySet[Person]:
    keys = holders.offices if holders else ("town-clerk",)
    held = Appointment.objects.in_force(day).filter(office__key__in=keys)
    standing_in = [own for key, own in acting(council, day).items() if key in keys]
    away = Absence.objects.filter(in_force(day), called_off_on=None).values("membership")
    here = Appointment.objects.in_force(day).filter(office__council=council)
    held |= here.filter(office__key__in=standing_in).exclude(membership__in=away)
    through = Q(pk__in=held.values("membership_id"))
    if holders and holders.team:
        through |= Q(pk__in=TeamMember.objects.filter(in_force(day)).values("membership_id"))
    members = open_memberships(day).filter(through, council=council)
    return Person.objects.filter(pk__in=members.values("person_id"), is_active=True)


# --- The comparison ------------------------------------------------------------------------------


def test_standing_is_what_querysets_say(councils: list[Council]) -> None:
    seen = []
    for somebody, day in product(Person.objects.all(), DAYS):
        rows = rows_of_standing(somebody, day)
        found = standing_of(somebody, day)
        assert [membership.pk for membership in found] == list(dict.fromkeys(r["pk"] for r in rows))
        for membership in found:
            own = [row for row in rows if row["pk"] == membership.pk]
            assert membership == Membership.objects.get(pk=membership.pk)
            assert vars_of(membership) == vars_of(Membership.objects.get(pk=membership.pk))
            assert vars_of(membership.council) == vars_of(
                Council.objects.get(pk=membership.council_id)
            )
            held = {
                row["held__office__key"]: row["held__office_id"]
                for row in own
                if row["held__office_id"]
            }
            away = is_away(membership, day)
            covers = {} if away else acting(membership.council, day)
            assert membership.is_away is away
            assert membership.covering == {k: by for k, by in covers.items() if by in held}
            ids = dict(membership.council.offices.values_list("key", "pk"))
            assert membership.offices == held | {key: ids[key] for key in membership.covering}
            assert membership.lapsed == lapsed(membership, day)
            assert membership.on_team is own[0]["team"]
            assert membership.has_others is (len({one.council_id for one in found}) > 1)
            assert membership.has_second_factor is own[0]["factor"]
            assert membership.council.rulebook_id == own[0]["rulebook"]
            assert membership.duties == membership.council.rulebook.duties_of(
                set(membership.offices), team=membership.on_team
            )
        for council in councils:
            at = standing_of(somebody, day, slug=council.slug)
            assert at == [membership for membership in found if membership.council == council]
        seen += found
    # The comparison means something: there was some of everything.
    assert {len(membership.offices) for membership in seen} >= {0, 1, 2}
    assert {membership.on_team for membership in seen} == {True, False}
    assert {membership.has_second_factor for membership in seen} == {True, False}
    assert {membership.is_away for membership in seen} == {True, False}
    assert {bool(membership.covering) for membership in seen} == {True, False}
    assert {frozenset(m.lapsed) for m in seen} >= {frozenset(), frozenset({"record_posts"})}
    assert len({membership.council.rulebook_id for membership in seen}) == 4


@pytest.mark.parametrize("holders", HOLDERS, ids=str)
def test_who_holds_an_office_is_what_querysets_say(
    councils: list[Council], holders: Holders | None
) -> None:
    numbers = set()
    for council, day in product(councils, DAYS):
        expected = set(holding(council, holders, day))
        assert set(Person.objects.holding(council, holders, on=day)) == expected
        numbers.add(len(expected))
    assert max(numbers) > 1


def test_who_belongs_to_a_council_is_what_querysets_say(
    councils: list[Council], monkeypatch: pytest.MonkeyPatch
) -> None:
    for council, day in product(councils, DAYS):
        monkeypatch.setattr("accounts.people.models.person.today", lambda day=day: day)
        members = open_memberships(day).filter(council=council)
        expected = Person.objects.filter(pk__in=members.values("person_id"), is_active=True)
        assert set(Person.objects.at(council)) == set(expected)
        assert expected


def vars_of(row: Any) -> dict[str, Any]:
    """A row's own values, as its fields read them."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
