"""Deciding a block: what is weighed, what the rules want, and who may."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import months_later, today
from accounts.people.models import Appointment, Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from moderation.blocks.actions.noticing import record_told
from moderation.blocks.actions.places import confirm_place
from moderation.blocks.conduct import seen_of
from moderation.blocks.models import Block, BlockDecision
from moderation.log.actions import reverse_action
from tests.cast import RULES, Cast, a_rulebook
from tests.moderation.blocking import (
    a_block,
    a_second_decider,
    again,
    answers,
    decided,
    page,
    removed,
    urgent,
)
from tests.moderation.conducting import with_grounds
from tests.moderation.logging_ import SLUR, log

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)


def test_a_block_is_decided_with_all_that_was_weighed(cast: Cast, as_: SignIn) -> None:
    block = a_block(cast)
    clerk = as_(cast.priya)
    shown = clerk.get(page(block)).content.decode()
    assert "Hidden" in shown and "dirty rat" in shown
    assert "Human Rights Act 1998, section 6" in shown
    answer = clerk.post(page(block), answers(block))
    assert answer.status_code == 302, answer.content.decode()
    block = again(block)
    assert block.state == Block.State.STANDS and block.is_in_force
    assert block.ends_on == block.review_on == months_later(today(), 3)
    decision = BlockDecision.objects.get()
    assert decision.decided_by == cast.priya and decision.office
    assert decision.reason_label == "Abuse or a threat"
    assert decision.rulebook_version_id == cast.ashford.rulebook_id
    assert [one["item"] for one in decision.conduct] == ["M-0001"]
    event = AuditEvent.objects.about(block).last()
    assert event and event.verb == "block.decided" and event.actor_id == cast.priya.pk


def test_what_counts_for_nothing_is_left_out_and_told(cast: Cast, as_: SignIn) -> None:
    wrong = removed(cast, url="https://www.facebook.com/ashfordcouncil/posts/2", words=SLUR)
    reverse_action(action=wrong, why="He quoted", in_error=True, actor=cast.cora, done=True)
    log(cast, "warned", url="https://www.facebook.com/a/posts/3", words="x", note="Stop, or else.")
    block = a_block(cast)
    shown = as_(cast.priya).get(page(block)).content.decode()
    assert "1 entry was made in error" in shown and "M-0001" not in shown
    assert "Stop, or else." in shown
    decide = as_(cast.priya).post(page(block), answers(block))
    assert decide.status_code == 302
    kept = {one["item"]: one["in_error"] for one in BlockDecision.objects.get().conduct}
    assert kept == {"M-0001": True, "M-0002": False, "M-0003": False}


ASKED = (
    *("reason", "reasons", "why_not_hide", "why_not_warn", "why_not_restrict", "why_not_shorter"),
    *("other_ways", "statutory", "telling", "length"),
)


def test_nothing_that_must_be_weighed_can_be_left_out(cast: Cast, as_: SignIn) -> None:
    block, clerk = a_block(cast), as_(cast.priya)
    sent = answers(block)
    for name in ASKED:
        answer = clerk.post(page(block), {**sent, name: ""})
        assert answer.status_code == 422, name
        assert "You insulted staff" in answer.content.decode() or name == "reasons"
    for changes, sentence in (
        ({"statutory": "yes"}, "Say how they still get that"),
        ({"telling": "not_told"}, "Say why they are not told"),
        (
            {"review_until_day": "31", "review_until_month": "2"},
            "The day of its review: enter a real date",
        ),
        ({"reason": "criticism"}, "Choose a reason from the list"),
        ({"reasons": "x" * 4001}, "4,000 characters at most"),
    ):
        answer = clerk.post(page(block), {**sent, **changes})
        assert answer.status_code == 422 and sentence in answer.content.decode(), changes
    assert again(block).state == Block.State.PROPOSED


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("reason", "criticism is no reason"),
        ("why_not_hide", "hiding or deleting"),
        ("other_ways", "still reach the council"),
        ("statutory", "what the law requires"),
        ("telling", "whether they are told"),
        ("length", "how long it stands"),
    ],
)
def test_the_action_itself_asks_for_each(cast: Cast, name: str, sentence: str) -> None:
    block = a_block(cast)
    empty = None if name == "statutory" else ""
    with pytest.raises(RuleBroken, match=sentence):
        decided(cast, block, **{name: empty})


def test_where_no_reason_is_listed_the_decider_writes_one(cast: Cast, as_: SignIn) -> None:
    block = a_block(cast)
    a_rulebook(cast.ashford, **{**RULES, "removal_reasons": {}})
    cast.ashford.refresh_from_db()
    clerk = as_(cast.priya)
    refused = clerk.post(page(block), answers(block))
    assert refused.status_code == 422 and "Say which reason it is" in refused.content.decode()
    assert clerk.post(page(block), answers(block, reason_words="Threats")).status_code == 302
    decision = BlockDecision.objects.get()
    assert (decision.reason, decision.reason_label) == ("", "Threats")
    assert decision.source == "rule not set"


def test_nobody_is_blocked_where_the_decider_says_so(cast: Cast, as_: SignIn) -> None:
    block, clerk = urgent(cast), as_(cast.priya)
    assert block.is_in_force
    empty = clerk.post(page(block), {"outcome": "not"})
    assert empty.status_code == 422 and "Say why they are not blocked" in empty.content.decode()
    sent = {"outcome": "not", "why_not": "He was rude, not threatening.", "seen": seen_of(block)}
    assert clerk.post(page(block), sent).status_code == 302
    block = again(block)
    assert block.state == Block.State.REFUSED and not block.is_in_force
    assert BlockDecision.objects.get().reasons == "He was rude, not threatening."


def test_only_who_decides_blocks_decides(cast: Cast, as_: SignIn) -> None:
    block = a_block(cast)
    for name in ("decide", "second", "renew", "lift"):
        assert as_(cast.cora).get(page(block, name)).status_code == 403
        assert as_(cast.oscar).get(page(block, name)).status_code == 404
    with pytest.raises(RuleBroken, match="needs the duty"):
        decided(cast, block, actor=cast.cora)
    assert not BlockDecision.objects.exists()


def test_whose_appointment_ended_this_morning_decides_nothing(cast: Cast, as_: SignIn) -> None:
    """The page was open since yesterday; no worker ran."""
    block, clerk = a_block(cast), as_(cast.priya)
    assert clerk.get(page(block)).status_code == 200
    Appointment.objects.filter(membership__person=cast.priya).update(
        ends_on=today() - timedelta(days=1)
    )
    assert clerk.post(page(block), answers(block)).status_code == 403
    Membership.objects.filter(person=cast.priya).update(closes_at=timezone.now())
    assert clerk.post(page(block), answers(block)).status_code == 404
    assert again(block).state == Block.State.PROPOSED


def test_a_second_decider_is_told_who_was_first_and_when(cast: Cast, as_: SignIn) -> None:
    block = a_block(cast)
    sam = as_(a_second_decider(cast))
    assert sam.get(page(block)).status_code == 200
    decided(cast, block)
    told = sam.post(page(block), answers(block))
    assert told.status_code == 409
    assert "Priya decided last" in told.content.decode() and "Two warnings" in told.content.decode()
    assert sam.get(page(block)).status_code == 302  # to the block, where it stands
    assert BlockDecision.objects.count() == 1


def test_what_changed_in_the_log_meanwhile_is_read_first(cast: Cast, as_: SignIn) -> None:
    log(cast, "warned", url="https://www.facebook.com/a/posts/3", words="x", note="Stop, or else.")
    block, clerk = a_block(cast), as_(cast.priya)
    seen = clerk.get(page(block)).context["conduct"].digest
    reverse_action(
        action=block.prompted_by, why="Mistake", in_error=True, actor=cast.cora, done=True
    )
    told = clerk.post(page(block), answers(block, seen=seen))
    assert told.status_code == 409 and "changed meanwhile" in told.content.decode()
    seen = told.context["conduct"].digest
    assert f'value="{seen}"' in told.content.decode()
    assert clerk.post(page(block), answers(block, seen=seen)).status_code == 302


def test_nobody_is_blocked_for_what_was_all_made_in_error(cast: Cast) -> None:
    block = a_block(cast)
    assert block.prompted_by
    reverse_action(
        action=block.prompted_by, why="Mistake", in_error=True, actor=cast.cora, done=True
    )
    with pytest.raises(RuleBroken, match="made in error"):
        decided(cast, block)


def test_a_dot_is_no_answer(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Say why, in words"):
        decided(cast, a_block(cast), reasons=".")


def test_whoever_may_not_decide_reads_which_office_does_and_who_holds_it(
    cast: Cast, as_: SignIn
) -> None:
    block = a_block(cast)
    theirs = as_(cast.cora).get(block.get_absolute_url()).text
    assert "The Town Clerk decides it. Today that is Priya." in theirs
    assert "Decide it" not in theirs
    own = as_(cast.priya).get(block.get_absolute_url()).text
    assert "Decide it." in own and "The Town Clerk decides it" not in own
    Appointment.objects.filter(membership__person=cast.priya).update(ends_on=today() - DAY)
    assert "Nobody holds that office today" in as_(cast.cora).get(block.get_absolute_url()).text


def test_whoever_may_not_renew_a_block_reads_who_does(
    cast: Cast, as_: SignIn, travel: Callable[[date], None]
) -> None:
    block = decided(cast)
    record_told(block=block, actor=cast.cora)
    place = block.places.get()
    confirm_place(place=place, kind="blocked", note="I saw it there.", actor=cast.cora)
    assert block.review_on
    travel(block.review_on - 2 * DAY)
    theirs = as_(cast.cora).get(block.get_absolute_url()).text
    assert "The Town Clerk decides that. Today that is Priya." in theirs
    assert "decides that" not in as_(cast.priya).get(block.get_absolute_url()).text


def test_the_clause_that_keeps_opinions_up_is_one_click_away(cast: Cast, as_: SignIn) -> None:
    with_grounds(cast, "FTC-A-20")
    shown = " ".join(as_(cast.priya).get(page(a_block(cast))).text.split())
    assert f'href="/c/ashford/policies/clauses/FTC-A-20/?on={today().isoformat()}"' in shown
