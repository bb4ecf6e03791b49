"""Attested by somebody else once nothing is left; and what a departure leaves without anybody."""

import pytest

from accounts.dates import today
from accounts.leavers.actions import attest, complete_task, end_rights, set_aside_task
from accounts.leavers.questions import progress, risks
from accounts.people.actions import appoint
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.granting import member_of, there
from tests.accounts.leaving import (
    DONE,
    Kind,
    State,
    Task,
    at,
    back,
    close_all,
    in_a_week,
    later,
    leaves,
    step,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.clause("FTC-6.2-n")
def test_attested_by_somebody_else_once_nothing_is_left(cast: Cast) -> None:
    there(cast)
    departure = leaves(cast)
    words = "Looked through every account and device."
    with pytest.raises(RuleBroken, match="Their rights end"):
        attest(departure=departure, words=words, actor=cast.adam)
    with later(at(in_a_week())):
        departure = end_rights(departure=departure)
        with pytest.raises(RuleBroken, match="still to be done"):
            attest(departure=departure, words=words, actor=cast.adam)
        close_all(departure, cast.adam)
        with pytest.raises(RuleBroken, match="Say what was done"):
            attest(departure=departure, words="", actor=cast.adam)
        with pytest.raises(RuleBroken, match="duty"):
            attest(departure=departure, words=words, actor=cast.cora)
        attested = attest(departure=departure, words=words, actor=cast.adam)
        assert attested.attested_by == cast.adam
        assert attested.attested_in and attested.attested_in.key == "administrator"
        assert not attested.is_open and progress(attested)[0] == progress(attested)[1]
        with pytest.raises(Stale):
            attest(departure=departure, words=words, actor=cast.adam)
    assert AuditEvent.objects.filter(verb="departure.attested").count() == 1


def test_nobody_attests_their_own(cast: Cast) -> None:
    """Adam plans his own leaving and is gone: also a membership that goes on cannot attest it."""
    office = cast.ashford.offices.get(key="administrator")
    departure = leaves(cast, cast.adam, kind=Kind.JOB_CHANGE, office=office)
    appoint(
        office=office,
        membership=member_of(cast, cast.priya),
        starts_on=today(),
        actor=cast.adam,
    )
    with pytest.raises(RuleBroken, match="Nobody attests their own"):
        attest(departure=departure, words="All done.", actor=cast.adam)


def test_the_last_with_full_control_is_told_as_soon_as_it_is_planned(cast: Cast) -> None:
    there(cast, level="full")
    departure = leaves(cast)
    risk = step(departure, Task.LAST_ADMIN)
    assert risk.account == cast.page
    with pytest.raises(RuleBroken, match="Nobody else"):
        complete_task(task=risk, done_on=today(), note=DONE, actor=cast.adam)
    there(cast, cast.cora, level="full")
    met = {risk.task.kind: risk.is_met for risk in risks(departure)}
    assert met[Task.LAST_ADMIN]
    with later(at(in_a_week())):
        departure = end_rights(departure=departure)
        for task in departure.tasks.filter(state=State.OPEN).exclude(kind=Task.LAST_ADMIN):
            state = State.ACCEPTED if task.is_risk else State.NOT_APPLICABLE
            set_aside_task(task=task, state=state, note="A plan", actor=cast.adam)
        attest(departure=departure, words="All looked through.", actor=cast.adam)
    risk.refresh_from_db()
    assert risk.state == State.DONE and not risk.is_late


def test_the_only_administrator_and_the_last_holder_of_a_duty_are_warned_of(cast: Cast) -> None:
    departure = leaves(cast, cast.adam)
    risk = step(departure, Task.LAST_SITE_ADMIN)
    lost = set(departure.tasks.filter(kind=Task.LAST_DUTY).values_list("duty", flat=True))
    assert {"keep_register", "manage_rules", "appoint_team"} <= lost
    assert "authorise_posts" not in lost
    assert back(departure.membership).hands_over
    member = member_of(cast, cast.priya)
    office = cast.ashford.offices.get(key="administrator")
    appoint(office=office, membership=member, starts_on=today(), actor=cast.adam)
    assert all(one.is_met for one in risks(departure))
    complete_task(task=risk, done_on=today(), note="Priya has it", actor=cast.priya)
    with later(at(in_a_week())):
        end_rights(departure=departure)
    assert not back(departure.membership).hands_over
