"""What the caretaker records of the clerk alone: gone, away, and that all was done after them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.leavers.models import Departure
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import OutboxMessage
from tests.accounts.absenting import member
from tests.accounts.caretaking import PAGE, acted, clerk, gone, told, with_caretaker
from tests.accounts.changing import in_boxes
from tests.accounts.granting import asked
from tests.accounts.leaving import leaves
from tests.cast import Cast, chosen

As = Callable[[Person], Client]


@pytest.mark.parametrize("kind", ["dismissal", "suspension"])
def test_a_dismissal_needs_its_minute_and_is_told_to_the_clerk(
    cast: Cast, as_: As, kind: str
) -> None:
    with_caretaker(cast)
    dev = as_(cast.dev)
    assert dev.post(f"{PAGE}gone/", gone(cast, kind)).status_code == 422
    priya = as_(cast.priya)
    assert priya.get("/c/ashford/approvals/").status_code == 200
    assert dev.post(f"{PAGE}gone/", gone(cast, kind, minute="26/9")).status_code == 302
    cast.priya.refresh_from_db()
    assert as_(cast.priya).get("/c/ashford/approvals/").status_code == 404
    assert told() == {cast.ashford.email, cast.adam.email, cast.priya.email}


@pytest.mark.parametrize("first", ["notice", "suspension"])
def test_who_has_given_notice_or_is_suspended_may_be_gone_as_well(
    cast: Cast, as_: As, first: str
) -> None:
    """The planned departure gives way, and nobody writes to the dead that it is cancelled."""
    dev = as_(with_caretaker(cast))
    if first == "notice":
        leaves(cast, cast.priya, ends_at=timezone.now() + timedelta(days=30))
    else:
        dev.post(f"{PAGE}gone/", gone(cast, "suspension", minute="26/9"))
        assert "Kept out" in dev.get(PAGE).content.decode()
    OutboxMessage.objects.all().delete()
    assert dev.post(f"{PAGE}gone/", gone(cast)).status_code == 302
    assert clerk(cast).is_closed and clerk(cast).ends_on == today()
    assert cast.priya.email not in set(OutboxMessage.objects.values_list("recipient", flat=True))
    planned = Departure.objects.get(number=1)
    assert bool(planned.cancelled_at) is (first == "notice")


def test_the_trail_names_the_caretakers_office_for_all_that_ends_with_it(
    cast: Cast, as_: As
) -> None:
    """She has asked for access, and belongs to no other council, so that her session ends."""
    dev = with_caretaker(cast)
    asked(cast, cast.priya)
    assert as_(dev).post(f"{PAGE}gone/", gone(cast)).status_code == 302
    events = AuditEvent.objects.filter(actor_id=dev.pk)
    assert {event.verb for event in events} >= {
        *(Verb.DEPARTURE_RECORDED, Verb.DEPARTURE_ENDED, Verb.MEMBERSHIP_ENDED),
        *(Verb.APPOINTMENT_ENDED, Verb.GRANT_REFUSED, Verb.SESSIONS_ENDED),
    }
    (auditor,) = cast.ashford.offices.filter(key="auditor")
    assert {event.office_id for event in events} == {auditor.pk}


def test_only_the_clerks_sign_in_is_ended(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    dev = as_(cast.dev)
    for other in (cast.adam, cast.dev, cast.oscar):
        typed = gone(cast) | {"membership": member(other).pk}
        assert dev.post(f"{PAGE}gone/", typed).status_code == 422
    planned = dev.post(f"{PAGE}gone/", gone(cast, "planned"))
    assert planned.status_code == 422
    assert not Departure.objects.exists()


def test_the_clerks_absence_is_recorded_by_the_caretaker(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    dev = as_(cast.dev)
    typed = {"membership": clerk(cast).pk, **in_boxes("starts_on", today()), "reason": "other"}
    assert dev.post(f"{PAGE}away/", typed | {"membership": member(cast.ana).pk}).status_code == 422
    assert dev.post(f"{PAGE}away/", typed).status_code == 302
    absence = cast.ashford.absences.get()
    assert absence.membership == clerk(cast)
    assert told() == {cast.ashford.email, cast.adam.email, cast.priya.email}
    acted(Verb.CARETAKER_RECORDED_ABSENCE)
    # It is through this page alone; and the clerk may end it.
    assert dev.get(f"/c/ashford/absences/{absence.pk}/").status_code == 404
    assert as_(cast.priya).post(f"/c/ashford/absences/{absence.pk}/end/").status_code == 302


def test_the_departure_is_attested_once_all_is_done(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    dev = as_(cast.dev)
    dev.post(f"{PAGE}gone/", gone(cast))
    departure = Departure.objects.get()
    url = f"{PAGE}{departure.reference}/attest/"
    words = {"words": "All reasonable measures were taken."}
    if departure.tasks.filter(state="open").exists():
        assert dev.post(url, words).status_code == 409
    departure.tasks.filter(state="open").update(
        state="not_applicable", note="No.", closed_by=cast.adam, closed_at=timezone.now()
    )
    assert dev.post(url, {"words": ""}).status_code == 422
    assert dev.post(url, words).status_code == 302
    departure.refresh_from_db()
    assert departure.attested_by == cast.dev
    acted(Verb.CARETAKER_ATTESTED)
    assert dev.get(url).status_code == 404


def test_no_departure_but_the_clerks_is_attested(cast: Cast, as_: As) -> None:
    """Ana acted as clerk for a day last month; she leaves as herself."""
    with_caretaker(cast, read_trail=chosen({"offices": ["administrator"]}))
    clerk(cast).appointments.get().office.appointments.create(
        council=cast.ashford,
        membership=member(cast.ana),
        kind="acting",
        starts_on=today() - timedelta(days=30),
        ends_on=today() - timedelta(days=29),
    )
    departure = Departure.objects.create(
        council=cast.ashford,
        number=1,
        membership=member(cast.ana),
        kind="died",
        ends_at=timezone.now(),
        ended_at=timezone.now(),
        recorded_by=cast.adam,
    )
    dev = as_(cast.dev)
    assert dev.get(f"{PAGE}L-0001/attest/").status_code == 404
    assert dev.get(departure.get_absolute_url()).status_code == 403
