"""Requests to be unblocked for tests, matched and decided as those of the council do it."""

from typing import Any

from django.test import Client

from accounts.people.models import Person
from moderation.blocks.models import Block
from moderation.unblocks.actions.deciding import decide_request
from moderation.unblocks.actions.matching import match_request
from moderation.unblocks.before import before
from moderation.unblocks.models import UnblockDecision, UnblockRequest
from moderation.unblocks.verdict import Verdict
from tests.cast import Cast, a_member
from tests.moderation.asking import a_request
from tests.moderation.blocking import decided, with_block_rules

REASONS = "You have said that you are sorry, and eight months have passed."
#: What a form sends that unblocks.
YES = {"outcome": "unblock", "holder": "platform", "reasons": REASONS}

HEAD = {"decide_unblocks": {"offices": ["events-officer"]}}


def matched(cast: Cast, block: Block | None = None, **letter: Any) -> UnblockRequest:
    """A request about a block that Priya decided, found by Cora."""
    asked = a_request(cast, **letter)
    return match_request(request=asked, block=block or decided(cast), actor=cast.cora)


def matched_with_none(cast: Cast, **letter: Any) -> UnblockRequest:
    """A request of which Cora found that no block is about it."""
    return match_request(request=a_request(cast, **letter), block=None, actor=cast.cora)


def answered(cast: Cast, asked: UnblockRequest, actor: Person, **changes: Any) -> UnblockDecision:
    """Decided: by default the block is lifted and the letter goes by e-mail."""
    way = changes.pop("way", "email")
    asked = again(asked)
    seen = changes.pop("seen", None) or before(asked).seen
    return decide_request(
        request=asked,
        verdict=Verdict(**YES | {"afresh": "I read it all again."} | changes),
        letter_words="Hello\n\nWe have decided.",
        way=way,
        seen=seen,
        actor=actor,
    )


def with_head(cast: Cast, **rules: Any) -> Person:
    """Ana's office decides requests, as Dunstable's Head of Service does; returns Ana."""
    with_block_rules(cast, **HEAD | rules)
    return cast.ana


def a_deputy(cast: Cast, name: str = "Dee") -> Person:
    """Somebody else in the office that decides requests."""
    return a_member(cast.ashford, name, "events-officer")


def page_of(asked: UnblockRequest, step: str = "") -> str:
    return f"/c/{asked.council.slug}/unblock-requests/{asked.reference}/{step}"


def decide_by(browser: Client, asked: UnblockRequest, **changes: Any) -> Any:
    """Goes through both pages; returns the answer of the last, or of the first that refused."""
    said = YES | {"seen": before(again(asked)).seen}
    said |= {name: value for name, value in changes.items() if name not in {"way", "words"}}
    page = browser.post(page_of(asked, "decide/"), said)
    if page.status_code != 200 or "letter_words" not in page.context["form"].fields:
        return page
    words = changes.get("words") or page.context["form"].initial["letter_words"]
    letter = {"letter_words": words, "way": changes.get("way", "email")}
    return browser.post(page_of(asked, "letter/"), said | letter)


def again(asked: UnblockRequest) -> UnblockRequest:
    """The request as it is now."""
    rows = UnblockRequest.objects.select_related("council", "block__author", "complaint")
    return rows.get(pk=asked.pk)
