"""Each kind of leaving does what it says, and nothing else."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client

from accounts.councils.rulebook import shipped
from accounts.dates import today
from accounts.leavers.actions import (
    attest,
    complete_task,
    confirm_self_removal,
    end_rights,
    record_election,
    record_return,
    set_aside_task,
)
from accounts.leavers.due import to_remove_oneself
from accounts.leavers.questions import may_see
from accounts.leavers.tasks import end_rights as end_due
from accounts.people.models import Person
from accounts.register.actions import add_account
from councilsm.inbox.due import due_for
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.granting import Travel, member_of, there
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
    later,
    leaves,
    shared_login,
    step,
    steps,
)
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"


def test_somebody_suspended_is_kept_out_and_comes_back(cast: Cast, as_: As) -> None:
    office = cast.ashford.offices.get(key="events-officer")
    grant = there(cast)
    a_rulebook(cast.ashford, **RULES, grant_access=chosen({"offices": ["administrator"]}))
    departure = leaves(cast, kind=Kind.SUSPENSION, ends_at=None)
    member = back(departure.membership)
    assert (member.ends_on, member.is_closed) == (None, True)
    assert as_(fresh(cast.ana)).get(HOME).status_code == 404
    grant.refresh_from_db()
    assert grant.status == "suspended"
    assert member.appointments.in_force(today()).filter(office=office).exists()
    with pytest.raises(RuleBroken, match="duty"):
        record_return(departure=departure, actor=cast.cora)
    departure = record_return(departure=departure, actor=cast.adam)
    assert as_(fresh(cast.ana)).get(HOME).status_code == 200
    grant.refresh_from_db()
    assert grant.status == "granted"
    assert grant.decisions.latest("pk").outcome == "resumed"
    assert State.OPEN not in {state for _, state in steps(departure)}
    with pytest.raises(Stale, match="back"):
        record_return(departure=departure, actor=cast.adam)


def test_somebody_suspended_is_then_dismissed(cast: Cast, as_: As) -> None:
    suspension = leaves(cast, kind=Kind.SUSPENSION, ends_at=None)
    closed = back(suspension.membership).closes_at
    leaves(cast, kind=Kind.DISMISSAL, ends_at=at(in_a_week()))
    assert back(suspension.membership).closes_at == closed  # it opens nothing meanwhile
    record_return(departure=suspension, actor=cast.adam)  # to work until then
    assert back(suspension.membership).closes_at == at(in_a_week())


def test_who_was_dismissed_meanwhile_does_not_come_back(cast: Cast) -> None:
    suspension = leaves(cast, kind=Kind.SUSPENSION, ends_at=None)
    dismissal = leaves(cast, kind=Kind.DISMISSAL, ends_at=None)
    close_all(dismissal, cast.adam)
    attest(departure=dismissal, words="All done", actor=cast.adam)
    with pytest.raises(RuleBroken, match="left for good: L-0002"):
        record_return(departure=suspension, actor=cast.adam)
    assert back(suspension.membership).is_closed
    with pytest.raises(RuleBroken, match="has left: L-0002"):
        leaves(cast, kind=Kind.DIED, ends_at=None)


def test_an_attested_list_is_no_end_of_a_suspension(cast: Cast, as_: As) -> None:
    suspension = leaves(cast, kind=Kind.SUSPENSION, ends_at=None)
    close_all(suspension, cast.adam)
    attested = attest(departure=suspension, words="All done", actor=cast.adam)
    assert attested.tag["label"] == "Suspended"
    record_return(departure=attested, actor=cast.adam)
    assert as_(fresh(cast.ana)).get(HOME).status_code == 200


@pytest.mark.parametrize("kind", [Kind.DISMISSAL, Kind.SUSPENSION, Kind.DIED])
def test_somebody_on_notice_goes_at_once(cast: Cast, kind: str) -> None:
    """A dismissal or death takes the place of the notice; a suspension stands beside it."""
    notice = leaves(cast)
    OutboxMessage.objects.all().delete()
    leaves(cast, kind=kind, ends_at=None)
    assert back(notice.membership).is_closed
    notice.refresh_from_db()
    assert bool(notice.cancelled_at) is (kind != Kind.SUSPENSION)
    told = set(OutboxMessage.objects.filter(recipient=cast.ana.email).values_list("subject"))
    assert not [subject for (subject,) in told if "cancelled" in subject]


def test_in_a_change_of_job_each_access_is_kept_for_a_reason_or_ends(cast: Cast, as_: As) -> None:
    kept = there(cast)
    lost = there(cast, what=shared_login(cast), level="shared")
    office = cast.ashford.offices.get(key="events-officer")
    with pytest.raises(RuleBroken, match="does not hold"):
        leaves(cast, cast.priya, kind=Kind.JOB_CHANGE, office=office)
    departure = leaves(cast, kind=Kind.JOB_CHANGE, office=office)
    assert departure.ends_at == at(in_a_week(), time(23, 59))  # an office is held by the day
    task = departure.tasks.get(grant=kept)
    with pytest.raises(RuleBroken, match="why their new job needs it"):
        set_aside_task(task=task, state=State.KEPT, note="", actor=cast.adam)
    set_aside_task(task=task, state=State.KEPT, note="Still posts", actor=cast.adam)
    assert Task.DEVICE not in {kind for kind, _ in steps(departure)}
    with later(departure.ends_at):
        end_due()
        for grant in (kept, lost):
            grant.refresh_from_db()
        assert (kept.status, lost.status) == ("granted", "ended")
        assert as_(fresh(cast.ana)).get(HOME).status_code == 200
        task = departure.tasks.get(grant=lost)
        with pytest.raises(RuleBroken, match="Ask for it anew"):
            set_aside_task(task=task, state=State.KEPT, note="After all", actor=cast.adam)
    tomorrow = in_a_week() + timedelta(days=1)
    member = back(departure.membership)
    assert (member.ends_on, member.closes_at) == (None, None)
    assert not member.appointments.in_force(tomorrow).exists()


def test_one_list_after_the_election_gives_each_their_own(cast: Cast) -> None:
    a_member(cast.ashford, "Cllr Eve", category="councillor")
    eve = Person.objects.get(name="Cllr Eve")
    members = [member_of(cast, cast.dev), member_of(cast, eve)]
    with pytest.raises(RuleBroken, match="no councillor"):
        record_election(
            council=cast.ashford,
            memberships=[*members, member_of(cast, cast.ana)],
            ends_at=at(in_a_week()),
            actor=cast.adam,
        )
    assert not cast.ashford.departures.exists()  # all of them or none
    found = record_election(
        council=cast.ashford, memberships=members, ends_at=at(in_a_week()), actor=cast.adam
    )
    assert [one.reference for one in found] == ["L-0001", "L-0002"]
    assert {one.kind for one in found} == {Kind.NOT_RE_ELECTED}


def test_nobody_writes_to_somebody_who_died(cast: Cast) -> None:
    departure = leaves(cast, kind=Kind.DIED, ends_at=None)
    assert departure.ended_at
    assert not OutboxMessage.objects.filter(recipient=cast.ana.email).exists()


def test_the_civic_account_passes_on(cast: Cast, as_: As) -> None:
    mayor = a_member(cast.ashford, "Cllr May", "mayor", category="councillor")
    office = cast.ashford.offices.get(key="mayor")
    account = add_account(
        council=cast.ashford,
        actor=cast.adam,
        name="Mayor",
        kind="civic",
        platform="facebook",
        handle="ashfordmayor",
        url="https://www.facebook.com/ashfordmayor",
        owner=office,
    )
    theirs, other = there(cast, mayor, what=account, level="full"), there(cast, mayor)
    departure = leaves(cast, mayor, kind=Kind.CIVIC, office=office)
    assert departure.account == account
    assert {(Task.ACCESS, State.OPEN), (Task.CIVIC, State.OPEN), (Task.OFFICE, State.OPEN)} <= (
        steps(departure)
    )
    assert not departure.tasks.filter(grant=other).exists()
    with later(departure.ends_at):
        end_rights(departure=departure)
        for grant in (theirs, other):
            grant.refresh_from_db()
        assert (theirs.status, other.status) == ("ended", "granted")
        assert as_(mayor).get(HOME).status_code == 200
    task = step(departure, Task.CIVIC)
    with later(departure.ends_at):
        complete_task(task=task, done_on=today(), note="Now Cllr Eve", actor=cast.adam)


@pytest.mark.clause("FTC-6.7-e")
def test_on_dismissal_the_owner_of_a_device_removes_themself_first(
    cast: Cast, travel: Travel
) -> None:
    assert shipped("flitwick").rules.self_removal.clause == "FTC-6.7-e"
    a_rulebook(cast.ashford, **RULES, self_removal=chosen(True))
    device_of(cast)
    travel(today() + timedelta(days=1))  # it is noon
    departure = leaves(cast, kind=Kind.DISMISSAL, ends_at=at(today()))
    task = step(departure, Task.SELF_REMOVAL)
    assert task.due_on == today()
    membership = cast.ana.require_membership_at(cast.ashford)
    assert may_see(departure, membership)
    assert "Remove yourself from every account" in {due.text for due in due_for(membership)}
    with pytest.raises(RuleBroken, match="Only the one who leaves"):
        confirm_self_removal(task=task, actor=cast.adam)
    task = confirm_self_removal(task=task, actor=cast.ana)
    assert task.confirmed_at and task.is_open
    assert not list(to_remove_oneself(membership))
    with pytest.raises(Stale):
        confirm_self_removal(task=task, actor=cast.ana)
    done = complete_task(task=task, done_on=today(), note=DONE, actor=cast.adam)
    assert done.closed_by == cast.adam


def test_where_no_rule_says_so_nobody_removes_themself(cast: Cast) -> None:
    device_of(cast)
    departure = leaves(cast, kind=Kind.REDUNDANCY)
    assert Task.SELF_REMOVAL not in {kind for kind, _ in steps(departure)}


def test_who_sees_a_departure(cast: Cast) -> None:
    planned = leaves(cast)
    dismissed = leaves(cast, cast.cora, kind=Kind.DISMISSAL, ends_at=at(in_a_week()))

    def sees(person: Person) -> list[bool]:
        membership = person.require_membership_at(cast.ashford)
        return [may_see(one, membership) for one in (planned, dismissed)]

    assert sees(cast.adam) == sees(cast.rita) == [True, True]
    assert sees(cast.ana) == [True, False]
    assert sees(cast.cora) == [False, False]
