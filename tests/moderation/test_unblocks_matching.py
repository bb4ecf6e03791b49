"""A human says which block a request is about, or that there is none."""

import json
from collections.abc import Callable

from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from moderation.unblocks.actions.erasing import erase_request
from tests.cast import Cast
from tests.moderation.asking import a_request
from tests.moderation.blocking import a_block, decided, lifted
from tests.moderation.unblocking import (
    again,
    answered,
    page_of,
    with_head,
)

As = Callable[[Person], Client]


def test_a_human_finds_the_block(cast: Cast, as_: As) -> None:
    block = decided(cast)
    asked = a_request(cast, handle="@rex.roe")
    cora = as_(cast.cora)
    page = cora.get(page_of(asked, "match/")).text
    assert 'value="@rex.roe"' in page and block.reference in page, "looked for by their handle"
    found = cora.get(page_of(asked, "match/?q=Rex.R")).text
    assert f"{block.reference}, Rex.Roe (Facebook): blocked" in found
    assert "checked" not in found
    assert block.reference not in cora.get(page_of(asked, "match/?q=@")).text
    for typed in ("b-1", "B-0001", "https://www.facebook.com/rex.roe"):
        assert block.reference in cora.get(page_of(asked, f"match/?q={typed}")).text, typed
    nothing = cora.get(page_of(asked, "match/?q=rexx")).text
    assert "No block of ours is of a profile that begins with" in nothing
    assert "None of our blocks is about it" in nothing
    unsought = cora.get(page_of(asked, "match/?q=")).text
    assert "None of our blocks is about it" not in unsought, "nobody has looked"
    assert cora.post(page_of(asked, "match/?q="), {"block": "none"}).status_code == 422
    assert cora.post(page_of(asked, "match/?q=rex"), {"block": ""}).status_code == 422
    assert cora.post(page_of(asked, "match/?q=zzz"), {"block": "1"}).status_code == 422
    done = cora.post(page_of(asked, "match/?q=rex"), {"block": "1"}, follow=True).text
    assert "U-0001 is about B-0001." in done
    assert again(asked).block == block and again(asked).matched_by == cast.cora
    none = cora.post(page_of(asked, "match/"), {"block": "none"}, follow=True).text
    assert "none of our blocks is about it" in none and again(asked).block is None


def test_only_what_stood_once_is_offered(cast: Cast, as_: As) -> None:
    asked = a_request(cast)
    proposed = a_block(cast)
    search = page_of(asked, "match/?q=rex")
    assert proposed.reference not in as_(cast.cora).get(search).text
    lifted(cast, decided(cast, proposed))
    assert "Rex.Roe (Facebook): lifted" in as_(cast.cora).get(search).text


REFUSING = {"decide_unblocks": {"offices": ["town-clerk"]}, "unblock_other_decider": "required"}


def test_whoever_decided_a_block_of_that_name_is_not_the_first_to_find_none(
    cast: Cast, as_: As
) -> None:
    """They would answer for their own block, as if there were none; whatever they look for."""
    with_head(cast, **REFUSING)
    block = decided(cast)
    asked, clerk = a_request(cast, handle="rex.roe"), as_(cast.priya)
    for typed in ("rex", "nobody"):
        refused = clerk.post(page_of(asked, f"match/?q={typed}"), {"block": "none"})
        assert refused.status_code == 409 and "so somebody else says" in refused.text
        assert "minute 24/101" in refused.text
    other = a_request(cast, handle="somebody")
    looked = clerk.post(page_of(other, "match/?q=rex"), {"block": "none"})
    assert looked.status_code == 409, "what they look for counts too"
    assert again(asked).matched_by_id is None
    found = as_(cast.cora).post(page_of(asked, "match/?q=rex"), {"block": "none"})
    assert found.status_code == 302
    assert clerk.post(page_of(other, "match/?q=somebody"), {"block": "none"}).status_code == 302
    assert block.is_in_force


def test_what_was_looked_for_is_on_the_trail_until_it_is_erased(cast: Cast, as_: As) -> None:
    asked, cora = a_request(cast, handle="jo.reed"), as_(cast.cora)
    assert cora.post(page_of(asked, "match/?q=jo.r"), {"block": "none"}).status_code == 302
    event = AuditEvent.objects.get(verb="unblock.matched")
    assert json.loads(event.detail.new)["looked_for"] == "jo.r"
    assert "With none of our blocks. Looked for: jo.r" in cora.get(page_of(asked)).text
    answered(cast, asked, cast.priya, outcome="not_ours")
    erase_request(request=again(asked), why="They asked for it.", actor=cast.priya)
    assert "jo.r" not in cora.get(page_of(asked)).text
