"""Who is here, what they hold, and how they come and go."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.dates import today
from accounts.people.actions.invitations import accept_invitation, invite, works
from accounts.people.models import Appointment, Membership, Person, TeamMember
from accounts.people.overview import vacant
from councilsm.refusals import RuleBroken
from tests.accounts.belonging import LIST, YESTERDAY, membership
from tests.accounts.changing import in_boxes
from tests.cast import Cast, a_member

As = Callable[[Person], Client]


# tests/test_access_table.py has who may use each page; here is whom they are about.
POSTED = {
    "appoint",
    "end_appointment",
    "invite",
    "withdraw",
    "end_sessions",
}


@pytest.mark.parametrize("name", sorted(POSTED))
def test_somebody_at_another_council_is_not_found(cast: Cast, as_: As, name: str) -> None:
    theirs = membership(cast.oscar, cast.barham)
    more = [theirs.appointments.all()[0].pk] if "end_" in name and "sessions" not in name else []
    more = more or ([1] if name == "withdraw" else [])
    url = reverse(f"people:{name}", args=["ashford", theirs.pk, *more])
    assert as_(cast.adam).post(url).status_code == 404


@pytest.mark.parametrize("why", ["dismissed", "suspended"])
def test_nothing_is_given_to_whose_rights_ended_within_the_day(
    cast: Cast, as_: As, why: str
) -> None:
    adam = as_(cast.adam)
    ana = cast.ashford.memberships.get(person=cast.ana)
    invitation = invite(membership=ana, actor=cast.adam)
    ana.closes_at, ana.ends_on = timezone.now(), today() if why == "dismissed" else None
    ana.save()
    invitation.refresh_from_db()
    assert not works(invitation)
    with pytest.raises(RuleBroken, match="kept out"):
        accept_invitation(invitation=invitation, password="a very long password 9", actor=None)
    page = adam.get(f"/c/ashford/people/{ana.pk}/")
    assert not page.context["may_invite"] and "Put them on the team" not in page.content.decode()
    assert ("Ended" if why == "dismissed" else "Kept out") in page.content.decode()
    assert adam.post(f"/c/ashford/people/{ana.pk}/invite/").status_code == 409
    typed = {
        "appoint-office": cast.ashford.offices.get(key="auditor").pk,
        "appoint-kind": "acting",
        **in_boxes("appoint-starts_on", today()),
        **in_boxes("appoint-ends_on", today()),
    }
    assert adam.post(f"/c/ashford/people/{ana.pk}/appoint/", typed).status_code == 409
    # Who left by a slip joins anew, today; a suspension is lifted instead.
    again = {"name": "Ana", "email": cast.ana.email, "sign_in": "yes", "category": "employee"}
    added = adam.post("/c/ashford/people/new/", again | in_boxes("starts_on", today()))
    assert added.status_code == (302 if why == "dismissed" else 409)


# --- The list -----------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["ended", "suspended"])
def test_an_office_that_nobody_holds_today_is_vacant(cast: Cast, as_: As, why: str) -> None:
    assert "Vacant" not in as_(cast.adam).get(LIST).content.decode()
    if why == "ended":
        Appointment.objects.filter(membership__person=cast.priya).update(ends_on=YESTERDAY)
    else:
        Membership.objects.filter(person=cast.priya).update(closes_at=timezone.now())
    shown = as_(cast.adam).get(LIST).content.decode()
    assert shown.count("Vacant") == 1
    row = shown[shown.index("Town Clerk") :]
    assert "Vacant" in row[: row.index("</tr>")]
    assert vacant(cast.ashford) == ["Town Clerk"]


def test_an_acting_holder_is_named_as_such(cast: Cast, as_: As) -> None:
    Appointment.objects.filter(membership__person=cast.priya).update(kind="acting")
    assert "(acting)" in as_(cast.adam).get(LIST).content.decode()


def test_a_seat_on_the_team_stands_beside_the_offices(cast: Cast, as_: As) -> None:
    a_member(cast.ashford, "Zoe", team=True)
    (zoe,) = as_(cast.adam).get(LIST, {"name": "zoe"}).context["people"]
    assert len(zoe.seats) == 1
    TeamMember.objects.update(ends_on=YESTERDAY)
    (zoe,) = as_(cast.adam).get(LIST, {"name": "zoe"}).context["people"]
    assert not zoe.seats


def test_who_has_left_is_apart(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    here, left = adam.get(LIST), adam.get(LIST, {"show": "left"})
    assert cast.leo not in [row.person for row in here.context["people"]]
    assert [row.person for row in left.context["people"]] == [cast.leo]
    assert cast.oscar not in [row.person for row in here.context["people"]]


def test_a_name_is_found(cast: Cast, as_: As) -> None:
    found = as_(cast.adam).get(LIST, {"name": "pri"})
    assert [row.person for row in found.context["people"]] == [cast.priya]
    assert "Nobody has that name" in as_(cast.adam).get(LIST, {"name": "zz"}).content.decode()


def test_a_long_list_turns_pages_within_ten_queries(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        a_member(cast.ashford, f"Volunteer {number:02}", "events-officer", team=True)
    adam = as_(cast.adam)
    adam.get(LIST)  # reads the rules once a process
    seen = []
    url = LIST
    while url:
        with django_assert_max_num_queries(10):
            response = adam.get(url)
        seen += [row.person.name for row in response.context["people"]]
        older = response.context["page"].older_url
        url = LIST + older if older else ""
    assert seen == sorted(seen)
    assert len(seen) == 46
