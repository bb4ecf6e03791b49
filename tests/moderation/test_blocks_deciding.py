"""Deciding a block: what is weighed, what the rules want, and who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import months_later, today
from accounts.people.models import Appointment, Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.actions import lift_block, second_block
from moderation.blocks.conduct import seen_of
from moderation.blocks.models import Block, BlockDecision
from moderation.evidence.models import Evidence
from moderation.items.models import Item
from moderation.log.actions import reverse_action
from moderation.log.models import ModerationAction
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.blocking import (
    a_block,
    a_second_decider,
    again,
    decided,
    lifted,
    removed,
    renewed,
    urgent,
    with_block_rules,
)
from tests.moderation.logging_ import SLUR, captured, log

SignIn = Callable[[Person], Client]


def page(block: Block, name: str = "decide") -> str:
    return f"/c/ashford/blocks/{block.reference}/{name}/"


def day(name: str, when: Any) -> dict[str, str]:
    """A date as its three boxes send it."""
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def answers(block: Block, **changes: Any) -> dict[str, Any]:
    """The decide page, filled in: a block until its review in three months."""
    return {
        "outcome": "block",
        "reason": "abuse",
        "reasons": "You insulted staff four times after a warning.",
        "why_not_hide": "Each was hidden, and another followed.",
        "why_not_warn": "Two warnings changed nothing.",
        "why_not_restrict": "There is no other way on this page.",
        "why_not_shorter": "A month would change nothing.",
        "other_ways": "By e-mail and at the office.",
        "statutory": "no",
        "length": "review",
        **day("review_until", months_later(today(), 3)),
        "telling": "written",
        "seen": seen_of(block),
        **changes,
    }


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
    with pytest.raises(RuleBroken, match="another office"):
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


def test_the_rules_length_binds(cast: Cast, as_: SignIn, travel: Any) -> None:
    with_block_rules(cast, block_length={"length": "fixed", "months": 6})
    block, clerk = a_block(cast), as_(cast.priya)
    assert 'name="length"' not in clerk.get(page(block)).content.decode()
    last = months_later(today(), 6)
    sent = answers(block, **day("fixed_until", last + timedelta(days=1)))
    told = clerk.post(page(block), sent)
    assert told.status_code == 409 and "minute 24/101" in told.content.decode()
    told = clerk.post(page(block), answers(block, **day("fixed_until", today())))
    assert told.status_code == 422 and "Its last day: it must be after today" in told.text
    assert clerk.post(page(block), answers(block)).status_code == 422
    assert clerk.post(page(block), answers(block, **day("fixed_until", last))).status_code == 302
    block = again(block)
    assert (block.ends_on, block.review_on) == (last, None)
    # Its months do not begin anew with a renewal; sooner is always possible.
    travel(today() + timedelta(days=40))
    with pytest.raises(RuleBroken, match="at the latest"):
        renewed(cast, block, length="fixed", ends_on=last + timedelta(days=1), review_on=None)
    renewed(cast, block, length="fixed", ends_on=last - timedelta(days=9), review_on=None)
    assert again(block).ends_on == last - timedelta(days=9)


def test_an_open_block_has_a_review_and_may_be_shorter(cast: Cast) -> None:
    with_block_rules(cast, block_length={"length": "open", "months": 12})
    block = a_block(cast)
    with pytest.raises(RuleBroken, match="looks at it again"):
        decided(cast, block, length="open", review_on=None)
    block = decided(cast, block, length="open")
    assert block.ends_on is None and block.review_on == months_later(today(), 3)


def test_without_a_rule_every_block_has_a_day_of_review(cast: Cast) -> None:
    block = a_block(cast)
    end = today() + timedelta(days=40)
    for changes in (
        {"length": "fixed", "ends_on": end, "review_on": None},
        {"length": "fixed", "ends_on": end, "review_on": end + timedelta(days=1)},
        {"length": "open", "review_on": None},
        {"length": "review", "review_on": None},
        {"length": "for ever"},
    ):
        with pytest.raises(RuleBroken):
            decided(cast, block, **changes)
    assert decided(cast, block, length="fixed", ends_on=end, review_on=end).ends_on == end


def test_who_must_be_told_by_rule_is_told(cast: Cast) -> None:
    with_block_rules(cast, block_telling={"telling": "written"})
    block = a_block(cast)
    with pytest.raises(RuleBroken) as refused:
        decided(cast, block, telling="not_told")
    assert "minute 24/101" in refused.value.source
    assert decided(cast, block, telling="written").is_in_force


def test_a_second_person_agrees_before_it_stands(cast: Cast, as_: SignIn) -> None:
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = decided(cast, a_block(cast))
    assert block.state == Block.State.SECOND and not block.is_in_force and block.ends_on is None
    own = as_(cast.priya).get(page(block, "second")).content.decode()
    assert "You decided this yourself" in own and "Sam" in own
    told = as_(cast.priya).post(page(block, "second"), {"answer": "yes"})
    assert told.status_code == 409 and "Sam" in told.content.decode()
    second = as_(sam)
    assert "Two warnings changed nothing." in second.get(page(block, "second")).content.decode()
    assert second.post(page(block, "second"), {"answer": ""}).status_code == 422
    assert second.post(page(block, "second"), {"answer": "no"}).status_code == 422
    assert second.post(page(block, "second"), {"answer": "yes"}).status_code == 409  # unread
    sent = {"answer": "yes", "seen": seen_of(block)}
    assert second.post(page(block, "second"), sent).status_code == 302
    block = again(block)
    assert block.is_in_force and block.ends_on == months_later(today(), 3)
    told = second.post(page(block, "second"), {"answer": "yes"})
    assert told.status_code == 409 and "Sam decided last" in told.content.decode()


def test_a_block_the_second_person_does_not_agree_to_does_not_stand(cast: Cast) -> None:
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = decided(cast, a_block(cast))
    with pytest.raises(RuleBroken, match="do not agree"):
        second_block(block=block, agreed=False, note=" ", actor=sam)
    second_block(block=block, agreed=False, note="A warning would do.", actor=sam)
    assert again(block).state == Block.State.REFUSED


def test_a_second_person_agrees_to_no_day_that_has_passed(cast: Cast, travel: Any) -> None:
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = decided(cast, a_block(cast), review_on=today() + timedelta(days=2))
    travel(today() + timedelta(days=4))
    with pytest.raises(RuleBroken, match="passed meanwhile"):
        second_block(block=again(block), agreed=True, note="", actor=sam)


def test_a_renewal_waits_for_its_second_person_and_changes_nothing_before(cast: Cast) -> None:
    block = decided(cast)
    end, later = block.ends_on, months_later(today(), 5)
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = again(block)
    renewed(cast, block, review_on=later)
    assert again(block).ends_on == end and again(block).is_in_force
    with pytest.raises(Stale, match="waits for a second person already"):
        renewed(cast, block)
    second_block(block=again(block), agreed=True, note="", actor=sam)
    assert again(block).ends_on == later


def test_a_renewed_block_stands_longer_and_keeps_its_reason(cast: Cast, as_: SignIn) -> None:
    block, clerk = decided(cast), as_(cast.priya)
    assert clerk.get(page(block, "renew")).status_code == 200
    later = months_later(today(), 5)
    sent = {
        "reasons": "Again last week.",
        "why_not_shorter": "It would begin again.",
        "length": "review",
        **day("review_until", later),
        "telling": "written",
        "seen": seen_of(block),
    }
    assert clerk.post(page(block, "renew"), {**sent, "reasons": ""}).status_code == 422
    assert clerk.post(page(block, "renew"), sent).status_code == 302
    assert clerk.post(page(block, "renew"), sent).status_code == 409  # pressed twice
    assert again(block).ends_on == later
    last = again(block).decided
    assert last and last.kind == "renew" and last.reason == "abuse"


def test_what_has_ended_is_neither_renewed_nor_lifted(cast: Cast, as_: SignIn, travel: Any) -> None:
    block = decided(cast, review_on=today() + timedelta(days=5))
    travel(today() + timedelta(days=6))
    for act in (lambda: renewed(cast, again(block)), lambda: lifted(cast, again(block))):
        with pytest.raises(Stale, match=r"“ended” by now\. Priya"):
            act()
    assert as_(cast.priya).get(page(block, "renew")).status_code == 302


def test_a_lifted_block_is_over_at_once(cast: Cast, as_: SignIn) -> None:
    block, clerk = decided(cast), as_(cast.priya)
    assert "Facebook: Main page" in clerk.get(page(block, "lift")).content.decode()
    assert clerk.post(page(block, "lift"), {"reasons": " "}).status_code == 422
    assert clerk.post(page(block, "lift"), {"reasons": "He apologised."}).status_code == 302
    assert again(block).state == Block.State.LIFTED and not again(block).is_in_force
    told = clerk.post(page(block, "lift"), {"reasons": "Again."})
    assert told.status_code == 409 and "Priya decided last" in told.content.decode()


def test_the_page_of_somebody_with_500_entries_asks_little(
    cast: Cast, as_: SignIn, queries: Any
) -> None:
    block = a_block(cast)
    entry = block.prompted_by
    assert entry is not None
    Item.objects.bulk_create(copy_of(entry.item, number) for number in range(2, 502))
    rows = Item.objects.filter(number__gt=1).order_by("pk")
    ModerationAction.objects.bulk_create(entry_about(entry, item) for item in rows)
    assert ModerationAction.objects.count() == 501
    clerk = as_(cast.priya)
    clerk.get("/c/ashford/")
    with queries(at_most=12):
        shown = clerk.get(page(block))
    assert "newest of 501 entries" in shown.content.decode()


def copy_of(item: Item, number: int) -> Item:
    """Another comment like it."""
    values = {field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}
    return Item(**values | {"id": None, "number": number, "url": "", "url_key": ""})


def entry_about(entry: ModerationAction, item: Item) -> ModerationAction:
    """The same about another item."""
    fields = entry._meta.concrete_fields
    values = {field.attname: getattr(entry, field.attname) for field in fields}
    return ModerationAction(**values | {"id": None, "item_id": item.pk, "form_key": None})


def test_whoever_decides_opens_what_is_about_the_person_and_nothing_else(
    cast: Cast, as_: SignIn
) -> None:
    """Neither duty opens what shows somebody of whom nothing is to be decided."""
    offices = {"offices": ["events-officer"]}
    with_block_rules(cast, decide_blocks=offices, decide_unblocks=offices)
    entry = removed(cast, captures=[captured(cast)], no_capture="")
    there = f"/c/ashford/moderation/evidence/{Evidence.objects.get().uid}/"
    ana = as_(cast.ana)
    assert ana.get(there).status_code == ana.post(f"{there}open/").status_code == 403
    block = decided(cast, a_block(cast, prompted_by=entry), actor=cast.ana)
    assert ana.get(there).status_code == 200
    assert ana.post(f"{there}open/").status_code == 302
    assert ana.get(f"{there}original/").status_code == 200
    lift_block(block=block, reasons="Over.", actor=cast.ana)
    assert ana.get(f"{there}original/").status_code == 403


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


def test_whoever_decides_blocks_opens_what_shows_it_and_no_more(cast: Cast, as_: SignIn) -> None:
    entry = removed(cast, captures=[captured(cast)], no_capture="")
    a_rulebook(
        cast.ashford,
        **RULES
        | {
            "decide_blocks": chosen({"offices": ["events-officer"]}),
            "destroy_evidence": chosen({"offices": ["town-clerk"]}),
        },
    )
    cast.ashford.refresh_from_db()
    block = a_block(cast, prompted_by=entry)
    ana = as_(cast.ana)
    shown = ana.get(page(block)).content.decode()
    uid = Evidence.objects.get().uid
    assert f"/evidence/{uid}/" in shown
    assert "/moderation/M-0001/" not in shown  # she does not read the log
    there = f"/c/ashford/moderation/evidence/{uid}/"
    known = ana.get(there).content.decode()
    assert "Open the evidence" in known and "Destroy evidence" not in known
    assert ana.post(f"{there}open/").status_code == 302
    assert ana.get(f"{there}original/").status_code == 200
    assert ana.get(f"{there}destroy/").status_code == 403
    assert ana.get(f"{there}confirm/").status_code == 403
