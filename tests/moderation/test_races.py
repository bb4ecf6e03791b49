"""Two at once: one wins, the others are told."""

import itertools
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.councils.actions import change_council
from accounts.councils.models import Council
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.refusals import RuleBroken, Stale
from moderation.checks.content import Content
from moderation.drafts.actions import (
    approve_draft,
    create_draft,
    request_changes,
    submit_draft,
    take_back_draft,
    withdraw_approval,
    withdraw_draft,
)
from moderation.drafts.models import Decision, Draft, Target, Withdrawal
from tests.cast import Cast, a_member, assemble
from tests.moderation.drafting import approved, recorded_post, waiting

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Runs the calls in threads that start together; returns results and refusals in order."""
    outcomes: list[Any] = [None] * len(calls)
    ready = threading.Barrier(len(calls))

    def run(index: int) -> None:
        try:
            ready.wait()
            outcomes[index] = calls[index]()
        except BaseException as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return outcomes


def test_sixteen_approvals_give_one_and_fifteen_are_told_who(cast: Cast) -> None:
    clerks = [a_member(cast.ashford, f"Clerk {number}", "town-clerk") for number in range(16)]
    draft = waiting(cast)
    assert draft.current
    digest = draft.current.digest

    def approve_as(number: int) -> Callable[[], Decision]:
        return lambda: approve_draft(
            draft=Draft.objects.select_related("council").get(pk=draft.pk),
            digest=digest,
            actor=clerks[number],
        )

    outcomes = at_once([approve_as(number) for number in range(16)])
    won = [outcome for outcome in outcomes if isinstance(outcome, Decision)]
    told = [outcome for outcome in outcomes if isinstance(outcome, Stale)]
    assert (len(won), len(told)) == (1, 15), outcomes
    winner = won[0].decider.name
    assert all(f"{winner} already decided" in stale.sentence for stale in told)
    assert Decision.objects.count() == 1
    assert AuditEvent.objects.filter(verb="draft.approved").count() == 1
    assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize("round_", range(5))
def test_approve_against_take_back_gives_one_winner(cast: Cast, round_: int) -> None:
    draft = waiting(cast)
    assert draft.current
    digest = draft.current.digest

    def fresh() -> Draft:
        return Draft.objects.select_related("council").get(pk=draft.pk)

    outcomes = at_once(
        [
            lambda: approve_draft(draft=fresh(), digest=digest, actor=cast.priya),
            lambda: request_changes(
                draft=fresh(), digest=digest, reason=None, note="No.", actor=cast.priya
            ),
            lambda: take_back_draft(draft=fresh(), actor=cast.ana),
        ]
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
    unexpected = [
        outcome
        for outcome in outcomes
        if isinstance(outcome, BaseException) and not isinstance(outcome, RuleBroken)
    ]
    assert not unexpected
    # Taking back is allowed after an approval too, so one or two of the three succeed.
    assert len(refused) in {1, 2}
    assert Decision.objects.count() <= 1
    assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize("round_", range(5))
def test_approval_withdrawn_against_posting_loses_neither(cast: Cast, round_: int) -> None:
    """What was posted in time is recorded all the same; what is recorded stays approved."""
    draft = approved(cast)

    def fresh() -> Draft:
        return Draft.objects.select_related("council").get(pk=draft.pk)

    outcomes = at_once(
        [
            lambda: withdraw_approval(draft=fresh(), reason="Wrong date.", actor=cast.priya),
            lambda: recorded_post(cast, fresh()),
            lambda: withdraw_approval(draft=fresh(), reason="Wrong day.", actor=cast.priya),
        ]
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
    draft.refresh_from_db()
    state = Target.objects.get().state
    expected = {("approved", "posted"): 2, ("changes", "proposed"): 2, ("out", "posted"): 1}
    assert len(refused) == expected[draft.status, state], outcomes
    assert Withdrawal.objects.count() == (draft.status != "approved")
    assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize("round_", range(5))
def test_approve_against_withdraw_leaves_one_of_them(cast: Cast, round_: int) -> None:
    """The author withdraws the draft while it is approved: never both, never neither."""
    draft = waiting(cast)
    assert draft.current
    digest = draft.current.digest

    def fresh() -> Draft:
        return Draft.objects.select_related("council").get(pk=draft.pk)

    outcomes = at_once(
        [
            lambda: approve_draft(draft=fresh(), digest=digest, actor=cast.priya),
            lambda: withdraw_draft(draft=fresh(), actor=cast.ana),
        ]
    )
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 1, outcomes
    draft.refresh_from_db()
    assert Decision.objects.count() == (draft.status == "approved")
    assert draft.status in {"approved", "withdrawn"}
    assert first_fault(cast.ashford.pk) is None


def test_writers_at_once_get_different_numbers_and_one_chain(cast: Cast) -> None:
    def write(number: int) -> Callable[[], Draft]:
        def go() -> Draft:
            return create_draft(
                council=cast.ashford, title=f"Draft {number}", working_copy={}, actor=cast.ana
            )

        return go

    outcomes = at_once([write(number) for number in range(16)])
    assert sorted(draft.number for draft in outcomes) == list(range(1, 17))
    assert first_fault(cast.ashford.pk) is None


def test_changing_the_council_while_people_write_is_no_deadlock(cast: Cast) -> None:
    numbers = itertools.count()

    def write() -> Draft:
        return create_draft(
            council=Council.objects.get(pk=cast.ashford.pk),
            title="Notice",
            working_copy={},
            actor=cast.ana,
        )

    def change() -> Any:
        return change_council(
            council=Council.objects.get(pk=cast.ashford.pk),
            name="Ashford Town Council",
            email=f"{next(numbers)}@ashford.example",
            colour="#1d4f6e",
            actor=cast.adam,
        )

    for _ in range(5):
        outcomes = at_once([write, change, write, change, write, change])
        assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert first_fault(cast.ashford.pk) is None


def test_two_tabs_submitting_make_one_revision(cast: Cast) -> None:
    draft = create_draft(council=cast.ashford, title="Once", working_copy={}, actor=cast.ana)
    content = Content(kind="new_post", title="Once", texts={cast.page: "Once."})

    def submit() -> Any:
        fresh = Draft.objects.select_related("council").get(pk=draft.pk)
        return submit_draft(draft=fresh, content=content, version=1, actor=cast.ana)

    outcomes = at_once([submit] * 8)
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 7, outcomes
    assert draft.revisions.count() == 1
