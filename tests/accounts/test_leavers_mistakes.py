"""What closes a step and what does not, and how a mistake is put right."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.devices.actions import accept_commitments, permit_device
from accounts.grants.access import had_access
from accounts.leavers.actions import (
    attest,
    complete_task,
    end_rights,
    reopen_task,
    set_aside_task,
    take_back,
)
from accounts.leavers.proof import taken_over
from accounts.people.actions import appoint
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.granting import asked, found, member_of, there
from tests.accounts.leaving import (
    DONE,
    Kind,
    State,
    Task,
    at,
    back,
    close_all,
    device_of,
    fresh,
    in_a_week,
    knows,
    later,
    leaves,
    shared_login,
    step,
)
from tests.cast import RULES, Cast, a_rulebook, chosen

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"


@pytest.mark.clause("FTC-6.2-m")
def test_nobody_is_taken_off_a_shared_login_but_by_a_new_password(cast: Cast) -> None:
    knows(cast, shared_login(cast))
    departure = leaves(cast)
    access, password = step(departure, Task.ACCESS), step(departure, Task.PASSWORD)
    with pytest.raises(RuleBroken, match="still know the password"):
        complete_task(task=access, done_on=today(), note=DONE, actor=cast.adam)
    complete_task(task=password, done_on=today(), note=DONE, actor=cast.adam)
    access.refresh_from_db()
    assert access.grant and access.grant.removed_on == today()
    assert access.state == State.DONE
    with later(at(in_a_week())):
        end_rights(departure=departure)
        assert step(departure, Task.PASSWORD).state == State.DONE


def test_an_office_is_taken_over_by_what_its_register_says_or_for_a_reason(cast: Cast) -> None:
    departure = leaves(cast)
    office = step(departure, Task.OFFICE)
    with pytest.raises(RuleBroken, match="does not say who takes over"):
        complete_task(task=office, done_on=today(), note="I will sort this later", actor=cast.adam)
    appoint(
        office=cast.ashford.offices.get(key="events-officer"),
        membership=member_of(cast, cast.cora),
        starts_on=in_a_week(),
        actor=cast.adam,
    )
    assert "Cora is Events Officer from" in taken_over(office)
    done = complete_task(task=office, done_on=today(), note="Cora follows", actor=cast.adam)
    assert done.state == State.DONE


def test_a_step_closed_by_mistake_is_opened_again(cast: Cast) -> None:
    there(cast)
    departure = leaves(cast)
    access, office = step(departure, Task.ACCESS), step(departure, Task.OFFICE)
    set_aside_task(task=office, state=State.NOT_APPLICABLE, note="A slip", actor=cast.adam)
    with pytest.raises(RuleBroken, match="This step is for"):
        reopen_task(task=office, why="It is to be filled", actor=cast.cora)
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        reopen_task(task=office, why=" ", actor=cast.adam)
    assert reopen_task(task=office, why="It is to be filled", actor=cast.adam).is_open
    with pytest.raises(Stale):
        reopen_task(task=office, why="Again", actor=cast.adam)
    complete_task(task=access, done_on=today(), note=DONE, actor=cast.adam)
    with pytest.raises(RuleBroken, match="over in the register of access"):
        reopen_task(task=access, why="She is still there", actor=cast.adam)


@pytest.mark.parametrize("kind", [Kind.DISMISSAL, Kind.SUSPENSION, Kind.PLANNED])
def test_recorded_by_mistake_everything_is_given_back_the_same_day(
    cast: Cast, as_: As, kind: str
) -> None:
    permitted = {"use": "with_permission", "permission_from": ["town-clerk"]}
    a_rulebook(cast.ashford, **RULES, devices=chosen(permitted))
    grant, request = there(cast), asked(cast, what=shared_login(cast), level="shared")
    month = today() + timedelta(days=30)
    permission = permit_device(
        device=device_of(cast), starts_on=today(), ends_on=month, actor=cast.priya
    )
    accept_commitments(permission=permission, actor=cast.ana)
    was = [grant.ends_on, request.status]
    departure = leaves(cast, kind=kind, ends_at=timezone.now() - timedelta(minutes=1))
    assert as_(fresh(cast.ana)).get(HOME).status_code == 404
    with pytest.raises(RuleBroken, match="duty"):
        take_back(departure=departure, actor=cast.cora, why="The wrong Ana")
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        take_back(departure=departure, actor=cast.adam, why=" ")
    departure = take_back(departure=departure, actor=cast.adam, why="The wrong Ana")
    assert as_(fresh(cast.ana)).get(HOME).status_code == 200
    member = back(departure.membership)
    assert (member.ends_on, member.closes_at) == (None, None)
    assert member.appointments.get().ends_on is None
    for row in (grant, request, permission):
        row.refresh_from_db()
    assert (grant.status, [grant.ends_on, request.status]) == ("granted", was)
    assert had_access(cast.ana, cast.page, today())
    assert permission.in_force
    assert AuditEvent.objects.filter(verb="departure.taken_back").count() == 1
    subject = OutboxMessage.objects.filter(recipient=cast.ana.email).latest("pk").subject
    assert subject == "Your rights at Ashford Town Council go on: a mistake (L-0001)"
    with pytest.raises(Stale):
        take_back(departure=departure, actor=cast.adam, why="Again")


def test_a_day_later_it_was_no_mistake_any_more(cast: Cast) -> None:
    departure = leaves(cast)
    with pytest.raises(Stale, match="Cancel it instead"):
        take_back(departure=departure, actor=cast.adam, why="The wrong Ana")
    dismissal = leaves(cast, cast.cora, kind=Kind.DISMISSAL, ends_at=None)
    with (
        time_machine.travel(timezone.now() + timedelta(days=1), tick=False),
        pytest.raises(Stale, match="has passed"),
    ):
        take_back(departure=dismissal, actor=cast.adam, why="The wrong Cora")


def test_what_was_late_stays_late_however_it_is_closed(cast: Cast) -> None:
    there(cast)
    departure = leaves(cast)
    with later(at(in_a_week() + timedelta(days=9))):
        set_aside_task(
            task=step(departure, Task.ACCESS),
            state=State.NOT_APPLICABLE,
            note="Never set up",
            actor=cast.adam,
        )
        assert step(departure, Task.ACCESS).is_late


def test_a_warning_is_never_not_applicable(cast: Cast) -> None:
    risk = step(leaves(cast, cast.adam), Task.LAST_SITE_ADMIN)
    with pytest.raises(RuleBroken, match="Choose what becomes of it"):
        set_aside_task(task=risk, state=State.NOT_APPLICABLE, note="No", actor=cast.priya)


@pytest.mark.clause("FTC-6.2-n")
def test_the_registers_are_looked_at_once_more_before_it_is_attested(cast: Cast) -> None:
    departure = leaves(cast, ends_at=timezone.now() - timedelta(minutes=1))
    close_all(departure, cast.adam)
    found(cast, "A Smith", membership=member_of(cast, cast.ana))
    with pytest.raises(RuleBroken, match="1 step is still to be done"):
        attest(departure=departure, words="All done", actor=cast.adam)
