"""The gate's own SQL answers as the same questions put together from querysets."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Holders
from accounts.dates import in_force, moment_of
from accounts.people.models import Absence, Appointment, Membership, Person, TeamMember
from accounts.people.models.membership import MembershipQuerySet
from accounts.people.models.standing import standing_of
from tests.accounts.peopling import COVER, DAYS, two_councils

pytestmark = pytest.mark.database

HOLDERS = [
    None,
    Holders(offices=("administrator",)),
    Holders(offices=("comms-officer", "events-officer"), team=True),
    Holders(team=True),
]


@pytest.fixture
def councils(db: None) -> list[Council]:
    return two_councils()


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
