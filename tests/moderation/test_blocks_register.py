"""The register of blocks and the page of one: who reads it, and what it tells."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from moderation.blocks.actions import withdraw_proposal
from moderation.blocks.models import Block, BlockDecision, BlockNotice
from moderation.evidence.erasing import erase_words
from moderation.items.actions import restrict_item
from moderation.items.linking import link_authors
from moderation.items.models import Author
from tests.cast import Cast
from tests.moderation.blocking import (
    a_block,
    again,
    decided,
    lifted,
    noticed,
    removed,
    responded,
    with_block_rules,
)
from tests.moderation.logging_ import COMMENT, log
from tests.moderation.test_blocks_ends import LIST, shown
from tests.moderation.test_blocks_places import said

As = Callable[[Person], Client]


def page(browser: Client, path: str = LIST) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def some(cast: Cast, number: int, **changes: Any) -> list[Block]:
    """So many proposals to block as many people."""
    found = []
    for one in range(number):
        entry = removed(cast, handle=f"@r{one}", url=f"{COMMENT}{one}")
        found.append(a_block(cast, prompted_by=entry, **changes))
    return found


def test_an_empty_register_says_so(cast: Cast, as_: As) -> None:
    cora = as_(cast.cora)
    assert "Nobody is blocked" in page(cora)
    for show, words in (
        ("proposed", "No block is proposed"),
        ("review", "No block is due for review"),
        ("ended", "No block has ended"),
        ("mismatched", "Every platform shows what was decided"),
        ("nonsense", "Nobody is blocked"),
    ):
        assert words in page(cora, f"{LIST}?show={show}")


def test_each_part_holds_its_own_and_counts_it(cast: Cast, as_: As, queries: Any) -> None:
    proposed, stands, over = some(cast, 3)
    decided(cast, stands)
    said(cast, stands, "blocked")
    lifted(cast, decided(cast, over))
    cora = as_(cast.cora)
    cora.get(LIST)
    with queries(at_most=8):
        said_here = page(cora)
    assert "Current (1)" in said_here and "Proposed (1)" in said_here and "Ended (1)" in said_here
    assert "Not as decided (0)" in said_here and "Abuse or a threat" in said_here
    assert shown(cora, "current") == [stands.reference]
    assert shown(cora, "proposed") == [proposed.reference]
    assert shown(cora, "ended") == [over.reference]


def test_a_long_register_is_paged_with_as_few_questions(cast: Cast, as_: As, queries: Any) -> None:
    some(cast, 27)
    cora = as_(cast.cora)
    first = cora.get(f"{LIST}?show=proposed")
    assert len(first.context["rows"]) == 25 and first.context["page"].showing.endswith("of 27")
    older = f"{LIST}{first.context['page'].older_url}"
    with queries(at_most=8):
        rest = cora.get(older)
    assert [row.reference for row in rest.context["rows"]] == ["B-0002", "B-0001"]
    assert rest.context["show"] == "proposed"


def test_who_reads_blocks(cast: Cast, as_: As) -> None:
    block = decided(cast)
    for path in (LIST, block.get_absolute_url()):
        for name in ("cora", "priya", "rita"):
            assert as_(getattr(cast, name)).get(path).status_code == 200
        for name, status in (("ana", 403), ("dev", 403), ("adam", 403), ("oscar", 404)):
            assert as_(getattr(cast, name)).get(path).status_code == status
    assert as_(cast.cora).get(f"{LIST}B-0099/").status_code == 404
    found = as_(cast.cora).get("/c/ashford/find/?reference=b-1")
    assert found["Location"] == block.get_absolute_url()


def test_the_page_tells_how_it_was_decided(cast: Cast, as_: As, queries: Any) -> None:
    """Reason and source, what was weighed, how long, who, by which rules, what lay there."""
    entry = removed(cast)
    log(cast, "warned", item=entry.item, note="Once more and you are blocked.")
    block = decided(cast, a_block(cast, prompted_by=entry))
    said(cast, block, "blocked")
    cora = as_(cast.cora)
    cora.get(LIST)
    with queries(at_most=13):
        told = page(cora, block.get_absolute_url())
    for words in (
        "Rex.Roe",
        "Abuse or a threat",
        "council&#x27;s decision of 12 May 2026, minute 24/101",
        "You insulted staff four times after a warning.",
        "Two warnings changed nothing.",
        "By e-mail, by telephone and at the office.",
        "Decided by Priya, Town Clerk",
        "rulebook 1</a>)",
        "What lay before them: 2 entries",
        "Blocked there",
        "Blocked on the platform",
        "Send them the decision",
    ):
        assert words in told, words
    assert "/lift/" not in told
    assert "/lift/" in page(as_(cast.priya), block.get_absolute_url())


def test_a_restricted_entry_is_not_shown_any_more(cast: Cast, as_: As) -> None:
    entry = removed(cast)
    block = decided(cast, a_block(cast, prompted_by=entry))
    assert entry.item.reference in page(as_(cast.priya), block.get_absolute_url())
    restrict_item(item=entry.item, actor=cast.priya)
    told = page(as_(cast.priya), block.get_absolute_url())
    assert entry.item.reference not in told and "Why it was proposed" in told


def test_other_profiles_of_the_same_person_are_not_blocked(cast: Cast, as_: As) -> None:
    """A human linked them; each would take a block of its own."""
    block = decided(cast)
    log(cast, handle="@rex_again", url=f"{COMMENT}5")
    other = Author.objects.get(handle="rex_again")
    link_authors(author=block.author, other=other, reason="Says so", actor=cast.cora)
    told = page(as_(cast.cora), block.get_absolute_url())
    assert "<bdi>rex_again</bdi>" in told and "Not blocked." in told
    assert f"/blocks/new/?author={other.pk}" in told
    assert shown(as_(cast.cora), "current") == [block.reference]
    second = decided(cast, a_block(cast, author=other))
    told = page(as_(cast.cora), block.get_absolute_url())
    assert "Not blocked." not in told and second.reference in told


@pytest.mark.clause("FTC-6.5-l", "FTC-A-8")
def test_the_log_leads_to_a_proposal_in_one_step_and_shows_it(cast: Cast, as_: As) -> None:
    """From the removal, from the profile, and from an entry that says a block is proposed."""
    entry = removed(cast)
    cora, record = as_(cast.cora), f"/c/ashford/moderation/{entry.item.reference}/"
    propose = f"/c/ashford/blocks/new/?entry={entry.pk}"
    assert propose in page(cora, record)
    assert cora.get(propose).status_code == 200
    author = f"/c/ashford/moderation/authors/{entry.author_id}/"
    assert f"/c/ashford/blocks/new/?author={entry.author_id}" in page(cora, author)
    assert "No block was proposed" in page(cora, author)
    answer = cora.post(f"{record}action/", {"kind": "blocked"})
    latest = entry.item.actions.latest("pk")
    assert latest.kind == "blocked"
    assert answer["Location"] == f"/c/ashford/blocks/new/?entry={latest.pk}"
    block = a_block(cast, prompted_by=entry)
    for path in (record, author):
        told = page(cora, path)
        assert block.reference in told and "Proposed" in told
    decided(cast, block)
    assert "until" in page(cora, record)


def test_erasing_an_item_empties_what_the_proposal_says_of_it(cast: Cast, as_: As) -> None:
    """The reasons of the council stay while somebody can be told apart, and go with the handle."""
    entry = removed(cast)
    other = removed(cast, url=f"{COMMENT}6")
    block = responded(cast, noticed(cast, a_block(cast, prompted_by=entry)))
    block = decided(cast, block, response_considered="He says he was angry.")
    said(cast, block, "blocked", note="Rex is in its list")
    assert block.prompted_by
    erase_words(block.prompted_by.item, who=False)
    block = again(block)
    decision, notice = BlockDecision.objects.get(), BlockNotice.objects.get()
    assert (block.why, notice.words, notice.response, decision.response_considered) == ("",) * 4
    assert decision.reasons and block.places.get().steps.get().note == ""
    assert not AuditDetail.objects.filter(event__object_kind="moderation.block").exists()
    assert "Erased" in page(as_(cast.priya), block.get_absolute_url())
    for item in (other.item, entry.item):
        erase_words(item)
    decision.refresh_from_db()
    assert (decision.reasons, decision.other_ways) == ("", "")
    assert decision.reason_label == "Abuse or a threat"  # the rulebook's words, nobody's own
    assert "Erased" in page(as_(cast.priya))


def test_what_was_taken_back_says_why(cast: Cast, as_: As) -> None:
    block = a_block(cast)
    withdraw_proposal(block=block, why="It was somebody else.", actor=cast.cora)
    told = page(as_(cast.cora), block.get_absolute_url())
    assert "It was somebody else." in told and "Nothing is left to do." in told
    assert shown(as_(cast.cora), "ended") == [block.reference]
    assert block.prompted_by
    erase_words(block.prompted_by.item)
    assert again(block).why_withdrawn == ""


def test_a_search_goes_along_to_the_other_parts(cast: Cast, as_: As) -> None:
    decided(cast)
    cora = as_(cast.cora)
    found = cora.get(f"{LIST}?show=ended&who=@Rex").text
    assert "No profile here" in found
    assert f'href="{LIST}?show=current&amp;who=%40Rex"' in found
    assert "Part: Ended, names with “@Rex” in them" in " ".join(found.split())  # on paper


def test_the_history_tells_what_was_decided_in_words(cast: Cast, as_: As) -> None:
    """The reason as the rules call it, never its code; nothing of the decider's own words."""
    page = as_(cast.cora).get(decided(cast).get_absolute_url())
    told = {entry.title: entry.description for entry in page.context["events"]}
    assert told["Block decided"] == "Block: Abuse or a threat"


def test_whoever_reads_blocks_alone_finds_no_dead_link(cast: Cast, as_: As) -> None:
    """Who decides requests reads the register, and not the log."""
    with_block_rules(cast, decide_unblocks={"offices": ["events-officer"]})
    block = decided(cast)
    ana = as_(cast.ana)
    for path in (LIST, block.get_absolute_url()):
        shown = ana.get(path)
        assert shown.status_code == 200 and "/moderation/M-" not in shown.text
        assert "/c/ashford/moderation/" not in shown.text.split("<main")[1]
    assert "/c/ashford/moderation/M-0001/" in as_(cast.cora).get(path).text
