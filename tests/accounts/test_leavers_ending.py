"""The moment: rights end by date alone, and a worker carries out the rest, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import in_force, today
from accounts.devices.actions import accept_commitments, permit_device
from accounts.grants.access import had_access
from accounts.leavers.actions import (
    cancel_departure,
    complete_task,
    end_rights,
    move_departure,
    record_return,
)
from accounts.leavers.actions import ending as leavers_ending
from accounts.leavers.models import Departure
from accounts.leavers.tasks import end_rights as end_due
from accounts.people.models import Appointment, Person
from councilsm.audit.models import AuditEvent
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.granting import asked, member_of, there
from tests.accounts.leaving import (
    DONE,
    Kind,
    State,
    Task,
    at,
    back,
    device_of,
    fresh,
    in_a_week,
    later,
    leaves,
    shared_login,
    step,
    steps,
)
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
PERMITTED = {"use": "with_permission", "permission_from": ["town-clerk"]}


def test_at_the_moment_nothing_opens_though_no_worker_has_run(cast: Cast, as_: As) -> None:
    leaves(cast)
    assert as_(cast.ana).get("/c/ashford/home/").status_code == 200
    with later(at(in_a_week()) - timedelta(minutes=2)):
        assert as_(fresh(cast.ana)).get("/c/ashford/home/").status_code == 200
    with later(at(in_a_week())):
        assert as_(fresh(cast.ana)).get("/c/ashford/home/").status_code == 404
        assert Departure.objects.get().ended_at is None


@pytest.mark.clause("FTC-6.2-l")
def test_the_worker_ends_access_devices_and_sessions_once(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES, devices=chosen(PERMITTED))
    grant = there(cast)
    request = asked(cast, what=shared_login(cast), level="shared")
    phone = device_of(cast)
    month = today() + timedelta(days=30)
    permission = permit_device(device=phone, starts_on=today(), ends_on=month, actor=cast.priya)
    accept_commitments(permission=permission, actor=cast.ana)
    browser = as_(cast.ana)
    departure, last = leaves(cast, minute="26/014"), in_a_week()
    with pytest.raises(RuleBroken, match="go on until"):
        end_rights(departure=departure)
    with later(at(in_a_week())):
        assert end_due() == 1
        assert end_due() == 0
        for row in (grant, request, permission, departure, cast.ana):
            row.refresh_from_db()
        assert (grant.status, grant.ends_on) == ("ended", last)
        assert (request.status, permission.withdrawn_by) == ("refused", cast.adam)
        decision = grant.decisions.latest("pk")
        assert (decision.outcome, decision.decided_by) == ("ended", cast.adam)
        assert "L-0001" in decision.reason
        assert not had_access(cast.ana, cast.page, today() + timedelta(days=1))
        assert had_access(cast.ana, cast.page, last - timedelta(days=1))
        assert cast.ana.session_version == 2
        assert browser.get("/c/ashford/home/").url.startswith("/sign-in/")
        assert not cast.ashford.appointments.filter(
            in_force(today() + timedelta(days=1)), membership=departure.membership
        ).exists()
        assert (Task.ACCESS, State.OPEN) in steps(departure)  # to remove on the platform
        again = end_rights(departure=departure)
        assert again.ended_at == departure.ended_at
    assert AuditEvent.objects.filter(verb="departure.ended").count() == 1
    ended = OutboxMessage.objects.filter(subject__contains="have ended (L-0001)")
    assert [message.recipient for message in ended] == [cast.ana.email]


def test_another_council_is_not_touched(cast: Cast, as_: As) -> None:
    """A locum leaves one of two councils."""
    a_member(cast.barham, "Ana", "events-officer")
    leaves(cast, kind=Kind.CONTRACT_END)
    with later(at(in_a_week())):
        end_due()
        browser = as_(fresh(cast.ana))
        assert browser.get("/c/ashford/home/").status_code == 404
        assert browser.get("/c/barham/home/").status_code == 200
        assert Person.objects.get(pk=cast.ana.pk).session_version == 1


def test_a_worker_that_is_days_late_ends_it_as_of_the_last_day(cast: Cast) -> None:
    grant = there(cast)
    departure, last = leaves(cast), in_a_week()
    with later(at(last + timedelta(days=5))):
        end_due()
        grant.refresh_from_db()
        assert grant.ends_on == last
        task = complete_task(
            task=step(departure, Task.ACCESS), done_on=today(), note=DONE, actor=cast.adam
        )
        assert task.is_late


def test_one_that_fails_does_not_hold_up_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves(cast)
    leaves(cast, cast.cora)
    real = leavers_ending._end_access

    def fails(departure: Departure, actor: Person | None, duty: Duty) -> object:
        if departure.number == 1:
            raise RuntimeError("broken")
        return real(departure, actor, duty)

    monkeypatch.setattr(leavers_ending, "_end_access", fails)
    with later(at(in_a_week())):
        assert end_due() == 1
        assert Departure.objects.due().count() == 1


def test_moved_it_ends_at_the_new_moment(cast: Cast) -> None:
    there(cast)
    departure = leaves(cast)
    sooner, further = in_a_week() - timedelta(days=3), in_a_week() + timedelta(days=30)
    with pytest.raises(RuleBroken, match="why the moment moves"):
        move_departure(departure=departure, ends_at=at(further), actor=cast.adam, why="")
    for day in (further, sooner):
        departure = move_departure(
            departure=departure, ends_at=at(day), actor=cast.adam, why="Agreed with them"
        )
        member = back(departure.membership)
        assert (member.ends_on, member.closes_at) == (day, at(day))
        held = Appointment.objects.get(membership=member)
        assert held.ends_on == day
        assert {task.due_on for task in departure.tasks.all()} == {day}
    with later(at(sooner)), pytest.raises(Stale, match="ended"):
        move_departure(departure=departure, ends_at=at(further), actor=cast.adam, why="Late")


def test_cancelled_everything_is_as_before(cast: Cast, as_: As) -> None:
    member = member_of(cast, cast.ana)
    last = today() + timedelta(days=300)
    Appointment.objects.filter(membership=member).update(ends_on=last)
    departure = leaves(cast)
    with pytest.raises(RuleBroken, match="why it is cancelled"):
        cancel_departure(departure=departure, actor=cast.adam, why=" ")
    cancel_departure(departure=departure, actor=cast.adam, why="They stay after all")
    member = back(member)
    assert (member.ends_on, member.closes_at) == (None, None)
    assert Appointment.objects.get(membership=member).ends_on == last
    with later(at(in_a_week())):
        assert end_due() == 0
        assert as_(fresh(cast.ana)).get("/c/ashford/home/").status_code == 200
    again = leaves(cast)  # and they can leave later on
    assert again.reference == "L-0002"
    with later(at(in_a_week())):
        end_due()
        with pytest.raises(Stale, match="added under People"):
            cancel_departure(departure=again, actor=cast.adam, why="Too late")
        with pytest.raises(RuleBroken, match="joins anew"):
            record_return(departure=again, actor=cast.adam)


def test_a_dismissal_ends_everything_with_the_same_click(cast: Cast, as_: As) -> None:
    grant = there(cast)
    browser = as_(cast.ana)
    departure = leaves(cast, kind=Kind.DISMISSAL, ends_at=None)
    assert departure.ended_at and departure.ends_at <= timezone.now()
    assert browser.get("/c/ashford/home/").status_code in (302, 404)
    assert as_(fresh(cast.ana)).get("/c/ashford/home/").status_code == 404
    grant.refresh_from_db()
    assert grant.status == "ended"
    assert {task.due_on for task in departure.tasks.all()} == {today()}


@pytest.mark.parametrize(("doer", "office"), [("priya", "town-clerk"), ("cora", "comms-officer")])
@pytest.mark.parametrize("kind", [Task.ACCESS, Task.PASSWORD])
def test_the_trail_says_in_which_office_a_step_ended_access(
    cast: Cast, kind: str, doer: str, office: str
) -> None:
    """Priya grants access, and the step is Cora's; neither manages people."""
    what = shared_login(cast) if kind == Task.PASSWORD else cast.page
    grant = there(cast, what=what, level="shared" if kind == Task.PASSWORD else "task")
    task, actor = step(leaves(cast), kind), getattr(cast, doer)
    task.owner = cast.ashford.offices.get(key="comms-officer")
    task.save(update_fields=["owner"])
    complete_task(task=task, done_on=today(), note=DONE, actor=actor)
    (event,) = AuditEvent.objects.about(grant).filter(verb="grant.ended")
    assert event.actor_id == actor.pk
    assert event.office_id == cast.ashford.offices.get(key=office).pk
