"""One person at a council: what they hold, and what is done about them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from councilsm.audit.models import AuditEvent
from tests.accounts.belonging import TOMORROW, YESTERDAY, boxes, membership, page
from tests.cast import OFFICES, Cast, a_member

As = Callable[[Person], Client]
NEXT_YEAR = today() + timedelta(days=365)


def test_the_page_says_which_office_each_duty_comes_through(cast: Cast, as_: As) -> None:
    shown = as_(cast.adam).get(page(cast, cast.priya))
    assert ("Authorise posts", "Town Clerk") in shown.context["duties"]
    assert ("Grant access to official accounts", "Town Clerk") in shown.context["duties"]
    assert "Authorise posts" not in dict(as_(cast.adam).get(page(cast, cast.ana)).context["duties"])


def test_a_page_stays_within_its_queries(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    adam = as_(cast.adam)
    url = page(cast, cast.priya)
    adam.get(url)  # reads the rules once a process
    with django_assert_max_num_queries(12):
        adam.get(url)


def to_office(cast: Cast, key: str = "town-clerk", **more: Any) -> dict[str, Any]:
    office = Office.objects.get(council=cast.ashford, key=key)
    return {
        "appoint-office": office.pk,
        "appoint-kind": "acting",
        "appoint-minute": "26/14",
        **boxes("appoint-starts_on", today()),
        **boxes("appoint-ends_on", None),
        **more,
    }


def test_appointing_gives_the_offices_duties_at_once(cast: Cast, as_: As) -> None:
    ana = as_(cast.ana)
    assert ana.get("/c/ashford/approvals/").status_code == 403
    response = as_(cast.adam).post(page(cast, cast.ana, "appoint"), to_office(cast))
    assert response.url == page(cast, cast.ana)
    assert ana.get("/c/ashford/approvals/").status_code == 200
    held = Appointment.objects.get(membership__person=cast.ana, office__key="town-clerk")
    assert (held.kind, held.minute) == ("acting", "26/14")
    history = as_(cast.adam).get(page(cast, cast.ana)).context["events"]
    assert history[0].title == "Appointed to an office"
    assert history[0].by == "Adam"
    assert history[0].description.startswith("Town Clerk. Acting. Minute 26/14. From ")


REFUSED = {
    "before they join": (
        boxes("appoint-starts_on", today() - timedelta(days=9999)),
        "Ana joins on",
    ),
    "an office held already": ({"key": "events-officer"}, "already holds the office"),
}


@pytest.mark.parametrize(("changes", "words"), REFUSED.values(), ids=list(REFUSED))
def test_an_appointment_that_cannot_be_is_refused_and_kept(
    cast: Cast, as_: As, changes: dict[str, Any], words: str
) -> None:
    response = as_(cast.adam).post(page(cast, cast.ana, "appoint"), to_office(cast, **changes))
    assert response.status_code == 409
    shown = response.content.decode()
    assert words in shown
    assert 'value="26/14"' in shown
    assert Appointment.objects.filter(membership__person=cast.ana).count() == 1


def test_an_appointment_ends_with_its_day(cast: Cast, as_: As) -> None:
    held = Appointment.objects.get(membership__person=cast.priya)
    url = page(cast, cast.priya, "end_appointment", held.pk)
    early = as_(cast.adam).post(
        url, boxes(f"office-{held.pk}-ends_on", held.starts_on - timedelta(days=1))
    )
    assert early.status_code == 409
    assert "The last day cannot be before the first" in early.content.decode()
    answer = as_(cast.adam).post(url, boxes(f"office-{held.pk}-ends_on", YESTERDAY))
    assert answer.status_code == 302
    assert as_(cast.priya).get("/c/ashford/approvals/").status_code == 403
    again = as_(cast.adam).post(url, boxes(f"office-{held.pk}-ends_on", today()))
    assert again.status_code == 409
    assert "already" in again.content.decode()


def test_an_appointment_is_ended_on_its_holders_page_only(cast: Cast, as_: As) -> None:
    held = Appointment.objects.get(membership__person=cast.priya)
    url = page(cast, cast.ana, "end_appointment", held.pk)
    response = as_(cast.adam).post(url, boxes(f"office-{held.pk}-ends_on", today()))
    assert response.status_code == 404


def test_a_date_that_is_none_is_asked_for_again(cast: Cast, as_: As) -> None:
    held = Appointment.objects.get(membership__person=cast.ana)
    url, name = page(cast, cast.ana, "end_appointment", held.pk), f"office-{held.pk}-ends_on"
    response = as_(cast.adam).post(url, {f"{name}_day": "31", f"{name}_month": "2"})
    assert response.status_code == 422
    shown = response.content.decode()
    assert 'value="31"' in shown
    assert "must include a year" in shown


# --- The team -----------------------------------------------------------------------------------


def test_the_page_leads_to_the_team(cast: Cast, as_: As) -> None:
    ana = membership(cast.ana, cast.ashford)
    shown = as_(cast.adam).get(page(cast, cast.ana)).content.decode()
    assert f"/c/ashford/team/join/?membership={ana.pk}" in shown
    TeamMember.objects.create(
        council=cast.ashford, membership=ana, starts_on=None, meant_from=TOMORROW
    )
    shown = as_(cast.adam).get(page(cast, cast.ana)).content.decode()
    assert "Waits for the undertaking" in shown
    assert "/team/join/?membership" not in shown


# --- The last who manages people ----------------------------------------------------------------


def ending(cast: Cast, day: Any) -> tuple[str, dict[str, str]]:
    held = Appointment.objects.get(membership__person=cast.adam)
    url = page(cast, cast.adam, "end_appointment", held.pk)
    return url, boxes(f"office-{held.pk}-ends_on", day)


@pytest.mark.parametrize("day", [YESTERDAY, today()], ids=["yesterday", "today"])
def test_the_last_who_manages_people_cannot_end_that(cast: Cast, as_: As, day: Any) -> None:
    response = as_(cast.adam).post(*ending(cast, day))
    assert response.status_code == 409
    assert "Nobody could then invite people" in response.content.decode()
    assert "minute 24/101" in response.content.decode()
    assert not Appointment.objects.get(membership__person=cast.adam).ends_on


def test_with_somebody_else_who_manages_people_they_may(cast: Cast, as_: As) -> None:
    a_member(cast.ashford, "Zoe", "administrator")
    assert as_(cast.adam).post(*ending(cast, today())).status_code == 302


def test_an_end_further_ahead_is_taken_and_announced(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    assert adam.post(*ending(cast, NEXT_YEAR)).status_code == 302
    assert "nobody can invite people" in adam.get("/c/ashford/people/").content.decode()


def test_signing_somebody_out_everywhere(cast: Cast, as_: As) -> None:
    ana = as_(cast.ana)
    assert ana.get("/c/ashford/drafts/").status_code == 200
    as_(cast.adam).post(page(cast, cast.ana, "end_sessions"))
    assert ana.get("/c/ashford/drafts/").url.startswith("/sign-in/")
    event = AuditEvent.objects.get(verb="sessions.ended")
    assert (event.council_id, event.object_id) == (cast.ashford.pk, cast.ana.pk)


def test_somebody_still_to_come_has_no_duties_yet(cast: Cast, as_: As) -> None:
    person = a_member(cast.ashford, "Later", *OFFICES)
    Membership.objects.filter(person=person).update(starts_on=TOMORROW)
    assert as_(cast.adam).get(page(cast, person)).context["duties"] == []
    assert as_(person).get("/c/ashford/drafts/").status_code == 404


def test_a_stranger_sees_no_page(cast: Cast) -> None:
    assert Client().get(page(cast, cast.ana)).url.startswith("/sign-in/?next=/c/ashford/people/")
