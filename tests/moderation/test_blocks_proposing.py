"""Proposing a block from the log in one step, taking it back, and blocking first for safety."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.dates import today
from accounts.hours.working_days import working_days_after
from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.actions import withdraw_proposal
from moderation.blocks.models import Block, BlockPlace
from moderation.evidence.models import Evidence
from moderation.items.models import Item
from moderation.log.actions import reverse_action
from tests.cast import AccountFactory, Cast
from tests.moderation.blocking import (
    a_block,
    again,
    another_page,
    decided,
    lifted,
    noticed,
    removed,
    urgent,
    with_block_rules,
)
from tests.moderation.logging_ import a_screenshot, captured

SignIn = Callable[[Person], Client]
NEW = "/c/ashford/blocks/new/"


def sent(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The page, filled in."""
    return {
        "why": "He insults staff every week.",
        "accounts": [cast.page.pk],
        "urgent": "no",
        "form_key": str(uuid4()),
        **changes,
    }


@pytest.mark.clause("FTC-6.5-l", "FTC-A-8")
def test_a_block_is_proposed_from_a_removal_in_one_step(cast: Cast, as_: SignIn) -> None:
    entry, other = removed(cast), another_page(cast)
    cora = as_(cast.cora)
    page = f"{NEW}?entry={entry.pk}"
    form = cora.get(page).context["form"]
    assert form.initial["accounts"] == [cast.page.pk]  # where it stood
    values = sent(cast, accounts=[cast.page.pk, other.pk], captures=a_screenshot())
    answer = cora.post(page, values)
    block = Block.objects.get()
    assert answer.status_code == 302 and answer["Location"] == block.get_absolute_url()
    assert (block.author, block.prompted_by) == (entry.author, entry)
    assert block.state == Block.State.PROPOSED and not block.is_in_force
    assert {place.account for place in block.places.all()} == {cast.page, other}
    assert Evidence.objects.get().item == entry.item
    told = OutboxMessage.objects.get()
    assert told.recipient == cast.priya.email and "B-0001" in told.subject
    assert "Rex" not in told.body + told.subject
    # The trail tells nothing of the words, nor whom it is about.
    label = AuditDetail.objects.get(event__verb="block.proposed")
    assert "Rex" not in f"{label.label}{label.new}" and "insults" not in label.new
    values["captures"] = a_screenshot()
    assert cora.post(page, values).status_code == 302  # the same page again
    assert Block.objects.count() == 1


def test_a_profile_is_proposed_on_all_accounts_of_its_platform(cast: Cast, as_: SignIn) -> None:
    entry = removed(cast)
    AccountFactory(council=cast.ashford, platform="x", handle="ashfordx", name="X")
    form = as_(cast.cora).get(f"{NEW}?author={entry.author_id}").context["form"]
    assert [str(label) for _, label in form.fields["accounts"].choices] == ["Facebook: Main page"]


def test_what_shows_a_proposal_from_a_profile_is_found_again(cast: Cast, as_: SignIn) -> None:
    """It belongs to the block: whoever decides opens it, and so does whoever proposed."""
    author, capture = removed(cast).author, captured(cast)
    block = a_block(cast, author=author, captures=[capture])
    there = f"/c/ashford/moderation/evidence/{capture.uid}/"
    for person in (cast.cora, cast.priya):
        assert there in as_(person).get(block.get_absolute_url()).text
        assert as_(person).get(there).status_code == 200
    assert as_(cast.ana).get(there).status_code == 404
    two = [captured(cast, colour="red"), captured(cast, colour="blue")]
    withdraw_proposal(block=block, why="Once more.", actor=cast.cora)
    with pytest.raises(RuleBroken, match="one file"):
        a_block(cast, author=author, captures=two)


def test_what_cannot_be_proposed_is_refused_with_all_that_was_typed(
    cast: Cast, as_: SignIn
) -> None:
    page, cora = f"{NEW}?entry={removed(cast).pk}", as_(cast.cora)
    other = AccountFactory(council=cast.ashford, platform="x", handle="ashfordx", name="X")
    wrong: tuple[dict[str, Any], ...] = (
        {"why": " "},
        {"why": "x" * 4001},
        {"accounts": []},
        {"accounts": [other.pk]},
        {"accounts": ["1; DROP"]},
        {"urgent": "yes"},
        {"urgent": "yes", "urgent_why": "x" * 501},
    )
    for changes in wrong:
        answer = cora.post(page, sent(cast, **changes))
        assert answer.status_code == 422, changes
        if "why" not in changes:
            assert "He insults staff every week." in answer.content.decode()
    assert not Block.objects.exists()


def test_only_who_logs_proposes_and_only_of_their_own_council(cast: Cast, as_: SignIn) -> None:
    entry = removed(cast)
    page = f"{NEW}?entry={entry.pk}"
    assert as_(cast.ana).get(page).status_code == 403
    assert as_(cast.oscar).get(page).status_code == 404
    assert as_(cast.oscar).get(page.replace("ashford", "barham")).status_code == 404
    for broken in ("", "?entry=999999", "?entry=x", "?author=0", "?entry=" + "9" * 30):
        assert as_(cast.cora).get(NEW + broken).status_code == 404, broken
    with pytest.raises(RuleBroken, match="needs the duty"):
        a_block(cast, prompted_by=entry, actor=cast.ana)


def test_what_a_restricted_case_took_is_not_found(cast: Cast, as_: SignIn) -> None:
    entry = removed(cast)
    Item.objects.update(restricted=True)
    cora = as_(cast.cora)
    assert cora.get(f"{NEW}?entry={entry.pk}").status_code == 404
    assert cora.get(f"{NEW}?author={entry.author_id}").status_code == 404
    with pytest.raises(Stale, match="no longer to be found"):
        a_block(cast, prompted_by=entry)


def test_an_entry_made_in_error_blocks_nobody(cast: Cast) -> None:
    entry = removed(cast)
    reverse_action(action=entry, why="Mistake", in_error=True, actor=cast.cora, done=True)
    with pytest.raises(RuleBroken, match="reversed this entry"):
        a_block(cast, prompted_by=entry)
    someone = removed(cast, handle="other", url="", words="Rats, dirty rat")
    with pytest.raises(RuleBroken, match="somebody else"):
        a_block(cast, author=someone.author, prompted_by=entry)


def test_nobody_is_proposed_twice_or_where_they_are_blocked(cast: Cast, as_: SignIn) -> None:
    entry = removed(cast)
    block = a_block(cast, prompted_by=entry)
    told = as_(cast.cora).post(f"{NEW}?entry={entry.pk}", sent(cast))
    assert told.status_code == 409
    assert "Cora proposed this" in told.content.decode() and "B-0001" in told.content.decode()
    decided(cast, block)
    with pytest.raises(Stale, match="blocked on Facebook: Main page already, by B-0001"):
        a_block(cast, prompted_by=entry)
    market = another_page(cast)
    assert a_block(cast, prompted_by=entry, accounts=[market]).reference == "B-0002"


def test_after_a_block_another_can_be_proposed(cast: Cast) -> None:
    block = lifted(cast)
    assert a_block(cast, prompted_by=block.prompted_by).reference == "B-0002"


@pytest.mark.parametrize(("rule", "days"), [(None, 1), (3, 3)])
def test_an_urgent_block_is_in_force_until_it_is_decided_properly(
    cast: Cast, rule: int | None, days: int
) -> None:
    if rule:
        with_block_rules(cast, urgent_blocks=rule)
    block = urgent(cast)
    assert block.is_urgent and block.is_in_force
    assert block.decide_by == working_days_after(cast.ashford, today(), days)
    assert {place.to_do for place in block.places.all()} == {"block"}
    assert "for safety" in OutboxMessage.objects.get().body
    assert Block.objects.in_force(today() + timedelta(days=99)).get() == block


def test_a_proposal_is_taken_back_with_a_reason(cast: Cast, as_: SignIn) -> None:
    block, cora = urgent(cast), as_(cast.cora)
    page = f"/c/ashford/blocks/{block.reference}/withdraw/"
    BlockPlace.objects.update(is_blocked=True)
    assert "blocked first, for safety" in cora.get(page).content.decode()
    assert cora.post(page, {"why": ""}).status_code == 422
    assert as_(cast.rita).post(page, {"why": "x"}).status_code == 403
    # A moderator would lift it so: who was blocked first is let in by whoever decides.
    assert cora.post(page, {"why": "It was a joke."}).status_code == 409
    assert again(block).is_in_force and "/withdraw/" not in cora.get(block.get_absolute_url()).text
    cora = as_(cast.priya)
    assert cora.post(page, {"why": "It was a joke."}).status_code == 302
    block = again(block)
    assert block.state == Block.State.WITHDRAWN and not block.is_in_force
    assert [place.to_do for place in block.places.all()] == ["unblock"]
    told = cora.post(page, {"why": "Again"})
    assert told.status_code == 409 and "Priya did that" in told.content.decode()


def test_what_was_decided_is_not_taken_back(cast: Cast) -> None:
    block = decided(cast)
    with pytest.raises(Stale, match="Priya decided last"):
        withdraw_proposal(block=block, why="He insults staff", actor=cast.cora)


def test_whoever_had_a_notice_is_told_that_nothing_comes_of_it(cast: Cast, as_: SignIn) -> None:
    """Or it is said why not; nobody takes it back in silence."""
    block, cora = noticed(cast), as_(cast.cora)
    page = f"{block.get_absolute_url()}withdraw/"
    shown = cora.get(page).text
    assert "nothing comes of what we wrote to you" in shown
    why = {"why": "He apologised."}
    assert "Select whether they were told" in cora.post(page, why).text
    assert "Say how they were told" in cora.post(page, why | {"told": "yes"}).text
    assert "Say why not" in cora.post(page, why | {"told": "no", "how": "By post"}).text
    for told, how in ((None, ""), (True, " "), (False, ".")):
        with pytest.raises(RuleBroken, match="told"):
            withdraw_proposal(
                block=block, why="He apologised.", told=told, told_how=how, actor=cast.cora
            )
    assert again(block).state == Block.State.NOTIFIED
    sent = why | {"told": "yes", "how": "By a message on Facebook."}
    assert cora.post(page, sent).status_code == 302
    assert again(block).state == Block.State.WITHDRAWN
    said = " ".join(cora.get(block.get_absolute_url()).text.split())
    assert "They were told that nothing comes of it: " in said
    assert "By a message on Facebook." in said


def test_without_a_notice_nobody_is_asked_about_it(cast: Cast, as_: SignIn) -> None:
    block, cora = a_block(cast), as_(cast.cora)
    page = f"{block.get_absolute_url()}withdraw/"
    assert "Were they told" not in cora.get(page).text
    assert cora.post(page, {"why": "He apologised."}).status_code == 302
