"""Who decides a request to be unblocked: the office that the rules name, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Appointment, Membership, Person
from councilsm.inbox.due import due_for
from councilsm.refusals import RuleBroken
from moderation.blocks.actions import second_block
from moderation.unblocks.actions.matching import match_request
from moderation.unblocks.before import before
from tests.cast import Cast, a_member
from tests.moderation.asking import a_request
from tests.moderation.blocking import a_block, a_second_decider, decided, lifted, renewed
from tests.moderation.blocking import again as block_again
from tests.moderation.unblocking import (
    YES,
    a_deputy,
    again,
    answered,
    decide_by,
    matched,
    matched_with_none,
    page_of,
    with_head,
)

As = Callable[[Person], Client]


def decides_today(person: Person, cast: Cast) -> bool:
    """Whether Home tells somebody to decide a request."""
    due = due_for(person.require_membership_at(cast.ashford))
    return any("unblocked: decide" in line.text for line in due)


@pytest.mark.clause("DTC-3.2-d")
def test_the_named_office_decides_and_a_moderator_cannot(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    for person in (cast.cora, cast.priya):  # who logs, and who decided the block
        assert decide_by(as_(person), asked).status_code == 403
        assert as_(person).get(page_of(asked, "decide/")).status_code == 403
    assert as_(cast.cora).post(page_of(asked, "letter/"), {"outcome": "unblock"}).status_code == 403
    with pytest.raises(RuleBroken, match="Only the Events Officer decides"):
        answered(cast, asked, cast.cora)
    assert again(asked).state == "waiting"
    assert decide_by(as_(head), asked).status_code == 302
    decision = again(asked).decision
    assert (decision.decided_by, str(decision.office)) == (head, "Events Officer")
    assert decision.source.endswith("minute 24/101") and decision.rulebook_version_id


@pytest.mark.clause("HLTC-gap-a")
def test_unset_it_goes_to_the_proper_officer_and_says_so(cast: Cast, as_: As) -> None:
    asked = matched_with_none(cast)
    clerk = as_(cast.priya)
    for path in ("", "decide/"):
        assert "Rule not set" in clerk.get(page_of(asked, path)).text
    listed = clerk.get("/c/ashford/unblock-requests/").text
    assert "No rule says who decides, so the Town Clerk does." in listed
    assert decide_by(clerk, asked, outcome="not_ours").status_code == 302
    assert again(asked).decision.source == "rule not set"
    assert "Rule not set" in clerk.get(page_of(asked)).text


def test_rights_that_ended_this_morning_decide_nothing(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    browser = as_(head)
    assert browser.get(page_of(asked, "decide/")).status_code == 200
    Appointment.objects.filter(membership__person=head).update(ends_on=today() - timedelta(days=1))
    assert decide_by(browser, asked).status_code == 403
    Membership.objects.filter(person=head).update(closes_at=timezone.now() - timedelta(hours=1))
    assert decide_by(browser, asked).status_code == 404
    assert again(asked).state == "waiting"


def test_somebody_else_is_required(cast: Cast, as_: As) -> None:
    with_head(
        cast,
        decide_unblocks={"offices": ["town-clerk"]},
        unblock_other_decider="required",
    )
    asked = matched(cast)
    page = as_(cast.priya).get(page_of(asked, "decide/")).text
    assert "You decided the block yourself." in page
    assert "Somebody else must decide this request." in page
    assert "Nobody else may decide today." in page and 'name="reasons"' not in page
    refused = decide_by(as_(cast.priya), asked, afresh="I read it all again.")
    assert refused.status_code == 409
    case = as_(cast.priya).get(page_of(asked)).text
    assert "so somebody else decides this request" in case
    assert f'href="{page_of(asked, "decide/")}"' not in case
    assert not decides_today(cast.priya, cast)
    assert "somebody else decides this request" in refused.text
    assert "minute 24/101" in refused.text
    other = a_member(cast.ashford, "Dee", "town-clerk")
    assert "Dee" in as_(cast.priya).get(page_of(asked, "decide/")).text
    assert "You decided the block yourself" not in as_(other).get(page_of(asked, "decide/")).text
    assert decides_today(other, cast)
    assert decide_by(as_(other), asked).status_code == 302
    assert not again(asked).decision.same_decider


def test_who_agreed_and_who_renewed_last_decided_it_too(cast: Cast, as_: As) -> None:
    with_head(
        cast,
        decide_unblocks={"offices": ["town-clerk"]},
        unblock_other_decider="required",
    )
    other = a_member(cast.ashford, "Dee", "town-clerk")
    block = decided(cast)
    renewed(cast, block, actor=other)
    asked = matched(cast, block)
    for person in (cast.priya, other):
        assert decide_by(as_(person), asked, afresh="Again.").status_code == 409


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("preferred", "Your rules prefer somebody else."),
        ("not_asked", "Your rules let you decide."),
        (None, "No rule asks for somebody else."),
    ],
)
def test_else_they_say_how_they_looked_afresh(
    cast: Cast, as_: As, rule: str | None, said: str
) -> None:
    rules: dict[str, Any] = {"unblock_other_decider": rule} if rule else {}
    with_head(cast, decide_unblocks={"offices": ["town-clerk"]}, **rules)
    asked = matched(cast)
    clerk = as_(cast.priya)
    page = clerk.get(page_of(asked, "decide/")).text
    assert said in page and "How did you look at it afresh?" in page
    wrong = decide_by(clerk, asked)
    assert wrong.status_code == 422 and "Say how you looked at it afresh" in wrong.text
    assert decide_by(clerk, asked, afresh="I read every entry again.").status_code == 302
    decision = again(asked).decision
    assert decision.same_decider and decision.afresh == "I read every entry again."
    assert "I read every entry again." in clerk.get(page_of(asked)).text


def test_a_deputy_is_offered_by_name(cast: Cast, as_: As) -> None:
    with_head(cast, decide_unblocks={"offices": ["town-clerk", "events-officer"]})
    a_deputy(cast)
    page = as_(cast.priya).get(page_of(matched(cast), "decide/")).text
    assert "as deputy or acting holder: Ana, Dee." in page


def test_while_nobody_holds_the_office_it_waits_and_says_so(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched_with_none(cast)
    assert "so it waits" not in as_(cast.cora).get(page_of(asked)).text
    Appointment.objects.filter(membership__person=head).update(ends_on=today() - timedelta(days=1))
    for page in (page_of(asked), "/c/ashford/unblock-requests/"):
        assert "Nobody is Events Officer today" in as_(cast.cora).get(page).text


def test_reading_and_preparing_is_for_few(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = a_request(cast)
    for person, status in (
        *((cast.cora, 200), (head, 200), (cast.rita, 200)),
        *((cast.adam, 403), (cast.dev, 403), (cast.oscar, 404), (cast.leo, 404)),
    ):
        assert as_(person).get(page_of(asked)).status_code == status, person
    assert as_(cast.rita).get(page_of(asked, "match/")).status_code == 403
    assert "Find the block</a>" not in as_(cast.rita).get(page_of(asked)).text
    with pytest.raises(RuleBroken):
        match_request(request=asked, block=None, actor=cast.rita)


REFUSING = {"decide_unblocks": {"offices": ["town-clerk"]}, "unblock_other_decider": "required"}


def test_whoever_is_refused_does_not_match_it_with_another(cast: Cast, as_: As) -> None:
    """Nor with none; and what somebody else matches anew does not make them somebody else."""
    with_head(cast, **REFUSING)
    old = lifted(cast, decided(cast, actor=a_second_decider(cast)))
    asked = matched(cast, decided(cast, a_block(cast, author=old.author)))
    clerk = as_(cast.priya)
    for choice in ("none", str(old.number)):
        refused = clerk.post(page_of(asked, "match/?q=rex"), {"block": choice})
        assert refused.status_code == 409 and "somebody else says" in refused.text
    match_request(request=again(asked), block=None, actor=cast.cora)
    assert "Somebody else must decide" in " ".join(
        clerk.get(page_of(asked, "decide/")).text.split()
    )
    for block in (None, old):
        match_request(request=again(asked), block=block, actor=cast.cora)
        with pytest.raises(RuleBroken, match="somebody else decides"):
            answered(cast, asked, cast.priya, outcome="not_ours" if block is None else "unblock")
    assert [match.block for match in asked.matches.order_by("pk")][1:] == [None, None, old]
    assert again(asked).state == "waiting"


def test_else_it_is_said(cast: Cast, as_: As) -> None:
    with_head(cast, decide_unblocks={"offices": ["town-clerk"]})
    asked = matched(cast)
    clerk = as_(cast.priya)
    assert clerk.post(page_of(asked, "match/"), {"block": "none"}).status_code == 302
    page = " ".join(clerk.get(page_of(asked, "decide/")).text.split())
    assert "or one that this request was matched with before" in page
    assert decide_by(clerk, asked, outcome="not_ours").status_code == 422
    assert decide_by(clerk, asked, outcome="not_ours", afresh="With Sam.").status_code == 302
    assert again(asked).decision.same_decider


def test_a_renewal_that_waits_counts_already(cast: Cast) -> None:
    """Also before somebody else has agreed to it; not once they have disagreed."""
    sam, other = a_second_decider(cast), a_second_decider(cast, "Ed")
    with_head(cast, **REFUSING, block_second_person=True)
    block = decided(cast, actor=sam)
    second_block(block=block, agreed=True, note="", actor=other)
    renewed(cast, block_again(block))
    asked = matched(cast, block_again(block))
    with pytest.raises(RuleBroken, match="somebody else decides"):
        answered(cast, asked, cast.priya, outcome="keep")


def test_others_read_which_office_decides_and_who_holds_it(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    shown = " ".join(as_(cast.cora).get(page_of(asked)).text.split())
    assert f"The Events Officer decides it. Today that is {head}." in shown
    assert "Today that is" not in as_(head).get(page_of(asked)).text
    Appointment.objects.filter(membership__person=head).update(ends_on=today() - timedelta(days=1))
    shown = " ".join(as_(cast.cora).get(page_of(asked)).text.split())
    assert "Nobody is Events Officer today" in shown and "Today that is" not in shown


def test_the_button_fits_however_the_letter_goes(cast: Cast, as_: As) -> None:
    """Without JavaScript it cannot follow what is chosen above it."""
    head = with_head(cast)
    asked = matched(cast)
    page = as_(head).post(page_of(asked, "decide/"), YES | {"seen": before(asked).seen}).text
    assert "Confirm the decision" in page and "Decide and send" not in page
    assert "A letter by e-mail then goes at once" in page
