"""The list of a leaver: built from the registers, and done step by step."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.grants.actions import confirm_removed, end_access
from accounts.leavers import due
from accounts.leavers.actions import (
    attest,
    complete_task,
    end_rights,
    record_departure,
    refresh_tasks,
    set_aside_task,
)
from accounts.leavers.models import DepartureTask
from accounts.leavers.questions import lateness
from accounts.people.models import Membership, Person
from accounts.register.actions import add_account, change_way_in, record_new_password
from accounts.register.models import WayIn
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from tests.accounts.granting import Travel, asked, found, member_of, there
from tests.accounts.leaving import (
    DONE,
    Kind,
    State,
    Task,
    at,
    close_all,
    device_of,
    in_a_week,
    knows,
    later,
    leaves,
    shared_login,
    step,
    steps,
)
from tests.cast import Cast, a_member

pytestmark = pytest.mark.django_db


@pytest.mark.clause("FTC-6.2-l", "FTC-6.2-n", "LLTC-12.1-e")
def test_the_list_is_built_from_every_register(cast: Cast) -> None:
    laptop = device_of(cast, name="Laptop 07", belongs="council", actor=cast.adam)
    hers = cast.ashford.offices.get(key="events-officer")
    cast.ashford.official_accounts.update(owner=hers)
    tied = there(cast, authorised_devices_only=True, devices=[laptop])
    asked(cast, what=shared_login(cast, name="Meta", kind="portfolio", is_shared=False))
    knows(cast, shared_login(cast, recovery_phone_held_by="Ana, at home"))
    group = add_account(
        council=cast.ashford,
        actor=cast.adam,
        name="Volunteers",
        kind="messaging",
        platform="whatsapp",
        handle="volunteers",
        url="https://chat.whatsapp.com/volunteers",
    )
    found(cast, "Ana", member_of(cast, cast.ana), what=group, level="admin")
    device_of(cast)
    departure = leaves(cast)
    assert departure.reference == "L-0001"
    assert steps(departure) >= {
        (kind, State.OPEN)
        for kind in (
            *(Task.ACCESS, Task.PORTFOLIO, Task.GROUP, Task.PASSWORD, Task.RECOVERY),
            *(Task.TWO_FACTOR, Task.DEVICE, Task.OFFICE),
        )
    }
    assert {task.due_on for task in departure.tasks.all()} == {in_a_week()}
    assert departure.tasks.get(grant=tied).what.endswith("used from Laptop 07")
    owners = {task.owner.key for task in departure.tasks.all() if task.owner}
    assert "events-officer" not in owners  # only Ana holds it


def test_a_page_sent_twice_records_it_once_and_a_second_departure_is_refused(cast: Cast) -> None:
    key = "7f7a3c1e-6f5b-4e0a-9a63-4b3b7d1f0001"
    first = leaves(cast, form_key=key)
    with pytest.raises(AlreadyDone) as again:
        leaves(cast, form_key=key)
    assert again.value.there == first
    with pytest.raises(RuleBroken, match="L-0001 is open"):
        leaves(cast)
    with pytest.raises(RuleBroken, match="duty"):
        leaves(cast, cast.cora, actor=cast.ana)


@pytest.mark.clause("FTC-6.2-m")
def test_a_shared_password_is_changed_by_the_last_day_or_late_for_ever(cast: Cast) -> None:
    login, unknown = shared_login(cast), shared_login(cast, name="Hootsuite", kind="tool")
    knows(cast, login)
    departure = leaves(cast)
    assert [task.way_in for task in departure.tasks.filter(kind=Task.PASSWORD)] == [login]
    assert unknown.password_changed_on is None
    task = step(departure, Task.PASSWORD)
    yesterday = today() - timedelta(days=1)
    with pytest.raises(RuleBroken, match="before"):
        complete_task(task=task, done_on=yesterday, note=DONE, actor=cast.adam)
    with later(at(in_a_week() + timedelta(days=2))):
        end_rights(departure=departure)
        complete_task(task=task, done_on=today(), note=DONE, actor=cast.adam)
        task.refresh_from_db()
        assert task.state == State.DONE and task.is_late
        assert WayIn.objects.get(pk=login.pk).password_changed_on == today()
        assert lateness(departure) > 0


def test_what_is_done_in_a_register_closes_the_step_there(cast: Cast) -> None:
    login = shared_login(cast, recovery_email=cast.ana.email)
    knows(cast, login)
    grant = there(cast)
    departure = leaves(cast)
    record_new_password(way_in=login, on=today(), actor=cast.adam)
    assert step(departure, Task.PASSWORD).state == State.OPEN  # she goes on using it for a week
    recovery = step(departure, Task.RECOVERY)
    with pytest.raises(RuleBroken, match="Change it there"):
        complete_task(task=recovery, done_on=today(), note=DONE, actor=cast.adam)
    change_way_in(
        way_in=login, accounts=[cast.page], actor=cast.adam, recovery_email=cast.ashford.email
    )
    assert step(departure, Task.RECOVERY).state == State.DONE
    grant = end_access(grant=grant, reason="Leaves", actor=cast.priya)
    confirm_removed(grant=grant, removed_on=today(), how="Gone", actor=cast.priya)
    task = departure.tasks.get(grant=grant)
    assert (task.state, task.note, task.closed_by) == (State.DONE, "Gone", cast.priya)
    with pytest.raises(Stale):
        complete_task(task=task, done_on=today(), note=DONE, actor=cast.adam)
    with later(at(in_a_week())):
        record_new_password(way_in=login, on=today(), actor=cast.adam)
    assert step(departure, Task.PASSWORD).state == State.DONE


def test_a_step_done_here_stands_in_its_register(cast: Cast) -> None:
    own_end = today() + timedelta(days=3)
    grant, phone = there(cast, ends_on=own_end), device_of(cast)
    laptop = device_of(cast, name="Laptop 07", belongs="council", actor=cast.adam)
    departure = leaves(cast)
    task = departure.tasks.get(grant=grant)
    with pytest.raises(RuleBroken, match="This step is for"):
        complete_task(task=task, done_on=today(), note=DONE, actor=cast.cora)
    with pytest.raises(RuleBroken, match="how you know"):
        complete_task(task=task, done_on=today(), note=" ", actor=cast.adam)
    for one in departure.tasks.exclude(kind__in=(Task.OFFICE, *DepartureTask.RISKS)):
        complete_task(task=one, done_on=today(), note=DONE, actor=cast.adam)
    grant.refresh_from_db()
    assert (grant.status, grant.removed_on, grant.removed_how) == ("ended", today(), DONE)
    assert "L-0001" in grant.decisions.order_by("pk").last().reason
    for device in (phone, laptop):
        device.refresh_from_db()
    assert phone.ends_on == today()
    assert laptop.ends_on is None and laptop.holder is None


def test_not_applicable_needs_a_reason_and_only_a_risk_is_accepted(cast: Cast) -> None:
    there(cast)
    task = step(leaves(cast), Task.ACCESS)
    with pytest.raises(RuleBroken, match="why it is not applicable"):
        set_aside_task(task=task, state=State.NOT_APPLICABLE, note="", actor=cast.adam)
    with pytest.raises(RuleBroken, match="no warning"):
        set_aside_task(task=task, state=State.ACCEPTED, note="Later", actor=cast.adam)
    with pytest.raises(RuleBroken, match="Only in a change of job"):
        set_aside_task(task=task, state=State.KEPT, note="Still needed", actor=cast.adam)
    done = set_aside_task(task=task, state=State.NOT_APPLICABLE, note="Never was", actor=cast.adam)
    assert done.state == State.NOT_APPLICABLE


def test_what_the_registers_learn_later_is_added(cast: Cast) -> None:
    departure = leaves(cast)
    with pytest.raises(RuleBroken, match="nothing that is not on the list"):
        refresh_tasks(departure=departure, actor=cast.adam)
    there(cast, ends_on=in_a_week())
    assert [task.kind for task in refresh_tasks(departure=departure, actor=cast.adam)] == [
        Task.ACCESS
    ]


def test_people_are_told_when_it_is_planned(cast: Cast) -> None:
    office = cast.ashford.offices.get(key="town-clerk")
    cast.ashford.official_accounts.update(owner=office)
    a_member(cast.ashford, "Pat", "town-clerk")  # suspended
    Membership.objects.filter(person__name="Pat").update(closes_at=timezone.now())
    there(cast)
    leaves(cast)
    told = set(OutboxMessage.objects.values_list("recipient", "subject"))
    ashford = "Ashford Town Council"
    assert (cast.ana.email, f"You leave {ashford}: what is planned (L-0001)") in told
    assert (cast.priya.email, "Leaver checklist: 2 steps left (L-0001)") in told
    assert "pat" not in " ".join(recipient for recipient, _ in told)


def test_dates_that_cannot_be(cast: Cast) -> None:
    member = member_of(cast, cast.ana)
    too_early = at(member.starts_on - timedelta(days=1))
    with pytest.raises(RuleBroken, match="joins on"):
        leaves(cast, ends_at=too_early)
    with pytest.raises(RuleBroken, match="no councillor"):
        leaves(cast, kind=Kind.RESIGNED)
    with pytest.raises(RuleBroken, match="is a councillor"):
        leaves(cast, cast.dev, kind=Kind.DISMISSAL, ends_at=None)
    with pytest.raises(RuleBroken, match="somebody else records it"):
        leaves(cast, cast.adam, kind=Kind.DISMISSAL, ends_at=None)
    usual = record_departure(membership=member, kind=Kind.PLANNED, ends_at=None, actor=cast.adam)
    assert usual.ends_at <= at(today(), time(23, 59))


def test_home_and_the_clock_tell_what_is_left(
    cast: Cast, queries: Callable[..., Any], as_: Callable[[Person], Client], travel: Travel
) -> None:
    cast.ashford.official_accounts.update(owner=cast.ashford.offices.get(key="comms-officer"))
    there(cast)
    departure, last = leaves(cast), in_a_week()
    keeper = cast.adam.require_membership_at(cast.ashford)
    owner = cast.cora.require_membership_at(cast.ashford)
    with queries(at_most=2):
        mine, theirs = [*due.leavers(keeper)], [*due.leavers(owner)]
    assert mine[0].text == f"1 leaver with {departure.tasks.count()} steps left"
    assert theirs[0].text == "1 leaver with 1 step left"
    assert not [*due.leavers(cast.ana.require_membership_at(cast.ashford))]
    assert not [*due.leavers(cast.oscar.require_membership_at(cast.barham))]
    assert "1 leaver with" in as_(cast.cora).get("/c/ashford/home/").content.decode()
    councils = [cast.ashford.pk, cast.barham.pk]
    assert not [*due.steps(councils, today())]  # told by mail as it was recorded
    travel(today() + timedelta(days=1))
    with queries(at_most=1):
        told = {line.office_id: line for line in due.steps(councils, today())}
    officers = told[owner.offices["comms-officer"]]
    assert officers.subject == "Leaver checklist: 1 step left (L-0001)"
    assert (officers.due_on, officers.now) == (last, False)
    assert all(line.now for line in due.steps(councils, last))
    assert not [*due.attestations(councils, today())]
    with later(at(last + timedelta(days=1))):
        end_rights(departure=departure)
        assert "LATE: 1 step since" in next(iter(due.leavers(owner))).note
        assert not [*due.attestations(councils, today()), *due.to_attest(keeper)]
        close_all(departure, cast.adam)
        assert [line.text for line in due.attestations(councils, today())] == [
            "Leaver to attest (L-0001)"
        ]
        assert not [*due.steps(councils, today())]
        (line,) = due.to_attest(keeper)
        assert line.text == "1 leaver to attest"
        leaves(cast, cast.rita)
        page = as_(cast.adam).get(line.url).content.decode()
        assert "L-0001 Ana" in page and "L-0002" not in page
        attest(departure=departure, words="All done", actor=cast.adam)
        assert not [*due.attestations(councils, today()), *due.to_attest(keeper)]
