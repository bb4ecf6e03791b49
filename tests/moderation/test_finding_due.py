"""What of the moderation log waits for somebody: on Home, and for the clock."""

from collections.abc import Callable
from datetime import datetime

import time_machine
from django.test import Client

from accounts.dates import LONDON, today
from accounts.people.models import Person
from councilsm.inbox.due import Due, due_for
from moderation.log import deadlines
from moderation.log.actions import answer_appeal, confirm_action, record_appeal
from moderation.log.models import Appeal
from tests.cast import Cast
from tests.moderation.finding import LIST, an_entry, shown
from tests.moderation.logging_ import log

As = Callable[[Person], Client]


def told(cast: Cast, person: Person) -> dict[str, Due]:
    """The lines of Home that lead to the log, by what the address shows."""
    membership = person.membership_at(cast.ashford)
    assert membership
    return {due.url.partition("show=")[2]: due for due in due_for(membership) if LIST in due.url}


def lines(cast: Cast, person: Person) -> dict[str, Due]:
    """Those of what waits, without what was logged while the office was closed."""
    return {show: due for show, due in told(cast, person).items() if show}


def an_appeal(cast: Cast) -> Appeal:
    held = log(cast, "not_let_through")
    return record_appeal(action=held, words="Why not?", asked_on=today(), actor=cast.cora)


def test_who_logs_sees_what_is_to_confirm(cast: Cast, as_: As) -> None:
    hidden = log(cast, done=False)
    reported = an_entry(
        cast, kind="reported", confirmed_at=None, confirmed_by=None, none_given=None
    )
    found = lines(cast, cast.cora)
    assert found["to_confirm"].text == "1 action to confirm on its platform"
    assert found["no_reference"].text == "1 report without its reference"
    assert shown(as_(cast.cora).get(found["to_confirm"].url)) == {hidden.item.reference}
    assert shown(as_(cast.cora).get(found["no_reference"].url)) == {reported.item.reference}
    assert not lines(cast, cast.ana)
    confirm_action(action=hidden, actor=cast.cora)
    confirm_action(action=reported, reference="FB-1", actor=cast.cora)
    assert not lines(cast, cast.cora)


def test_the_proper_officer_sees_objections_until_they_are_answered(cast: Cast, as_: As) -> None:
    appeal = an_appeal(cast)
    found = lines(cast, cast.priya)
    assert found["objections"].text == "1 objection to answer"
    assert "objections" not in lines(cast, cast.cora)
    page = as_(cast.cora).get(found["objections"].url)
    assert shown(page) == {appeal.action.item.reference}
    answer_appeal(appeal=appeal, answer="It stays out.", let_through=False, actor=cast.priya)
    assert not lines(cast, cast.priya)


def test_nothing_of_a_restricted_case_waits_on_home(cast: Cast) -> None:
    an_entry(cast, confirmed_at=None, confirmed_by=None, item={"restricted": True})
    assert not lines(cast, cast.cora)
    assert not list(deadlines.to_confirm([cast.ashford.pk], today()))


@time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=LONDON), tick=False)
def test_monday_tells_what_was_logged_over_the_weekend(cast: Cast) -> None:
    an_entry(cast, at=datetime(2026, 11, 21, 2, 10, tzinfo=LONDON))
    an_entry(cast, at=datetime(2026, 11, 19, 2, 10, tzinfo=LONDON))
    line = told(cast, cast.cora)[""]
    assert line.text == "1 moderation action logged"
    assert "since_day=21" in line.url


def test_the_clock_hears_of_each_council_once(cast: Cast) -> None:
    day = today()
    for _ in range(2):
        an_entry(cast, confirmed_at=None, confirmed_by=None)
    (deadline,) = deadlines.to_confirm([cast.ashford.pk, cast.barham.pk], day)
    assert (deadline.council_id, deadline.due_on) == (cast.ashford.pk, day)
    assert deadline.text == "Confirm on the platform: 2 moderation actions"
    an_entry(cast, kind="reported", confirmed_at=None, confirmed_by=None, none_given=None)
    *_, deadline = deadlines.to_confirm([cast.ashford.pk], day)
    assert deadline.text == "Report, and enter the reference: 1 report"
    appeal = an_appeal(cast)
    (deadline,) = deadlines.objections_to_answer([cast.ashford.pk], day)
    assert deadline.office_id == cast.ashford.offices.get(key="town-clerk").pk
    assert deadline.due_on == day + deadlines.ANSWERED_IN
    assert f"/appeals/{appeal.pk}/" in deadline.url
