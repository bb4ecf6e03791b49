"""What was done about a block on each platform: said by a human, with proof, account by account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.actions.places import confirm_place
from moderation.blocks.models import Block, BlockPlace, BlockStep
from moderation.evidence.models import Evidence
from tests.cast import Cast
from tests.moderation.blocking import a_block, again, another_page, decided, lifted, urgent
from tests.moderation.logging_ import a_screenshot

As = Callable[[Person], Client]
PLACES = "/c/ashford/blocks/places/"


def place_of(block: Block) -> BlockPlace:
    place = block.places.select_related("account", "block__author").get()
    place.council = place.block.council = block.council
    return place


def said(cast: Cast, block: Block, kind: str, **changes: Any) -> BlockStep:
    """Cora says what she did or found at the one account of a block."""
    values: dict[str, Any] = {"note": "I saw it there", "actor": cast.cora, **changes}
    return confirm_place(place=place_of(block), kind=kind, **values)


@pytest.mark.clause("DTC-3.2-c")
def test_a_block_on_two_accounts_is_confirmed_on_each(cast: Cast, as_: As) -> None:
    """Blocked on one, it is still to be blocked on the other."""
    other = another_page(cast)
    block = decided(cast, a_block(cast, accounts=[cast.page, other]))
    cora, page = as_(cast.cora), f"/c/ashford/blocks/{block.reference}/"
    first, second = block.places.order_by("pk")
    shown = cora.get(page).content.decode()
    assert shown.count("Still to block there") == 2
    answer = cora.post(f"{PLACES}{first.pk}/confirm/", {"kind": "blocked", "note": "In its list"})
    assert answer["Location"] == page
    shown = cora.get(page).content.decode()
    assert shown.count("Still to block there") == 1 and "In its list" in shown
    assert f"Block them on {other}" in shown
    cora.post(f"{PLACES}{second.pk}/confirm/", {"kind": "blocked", "note": "In its list"})
    assert "Still to block there" not in cora.get(page).content.decode()
    assert list(block.places.values_list("is_blocked", flat=True)) == [True, True]
    events = AuditEvent.objects.filter(verb="block.done", council_id=cast.ashford.pk)
    assert events.count() == 2


def test_a_screenshot_shows_it_to_whoever_decides_blocks(cast: Cast, as_: As) -> None:
    place = place_of(decided(cast))
    path = f"{PLACES}{place.pk}/confirm/"
    nothing = as_(cast.cora).post(path, {"kind": "blocked"})
    assert nothing.status_code == 409 and "say how you know" in nothing.content.decode()
    two = {"kind": "blocked", "captures": [a_screenshot(), a_screenshot("b.png", "red")]}
    refused = as_(cast.cora).post(path, two)
    assert refused.status_code == 409 and "one file" in refused.content.decode()
    sent = {"kind": "blocked", "captures": [a_screenshot()]}
    assert as_(cast.cora).post(path, sent).status_code == 302
    proof = BlockStep.objects.get().proof
    assert proof and proof.saved_at and proof.item_id is None
    evidence = f"/c/ashford/moderation/evidence/{proof.uid}/"
    assert evidence in as_(cast.priya).get(place.block.get_absolute_url()).content.decode()
    assert as_(cast.priya).get(evidence).status_code == 200
    assert as_(cast.priya).post(f"{evidence}open/").status_code == 302
    for name in ("rita", "ana"):  # who reads the trail is told that there is one
        assert as_(getattr(cast, name)).get(evidence).status_code == 404
    shown = as_(cast.rita).get(place.block.get_absolute_url()).content.decode()
    assert "A screenshot shows it" in shown and evidence not in shown


def test_nobody_is_blocked_there_before_it_is_decided_or_after_its_end(cast: Cast) -> None:
    block = a_block(cast)
    with pytest.raises(RuleBroken, match="not decided yet"):
        said(cast, block, "blocked")
    said(cast, block, "found_blocked")  # somebody did it all the same
    assert place_of(block).to_do == "unblock"
    ended = lifted(cast, decided(cast, block))
    with pytest.raises(RuleBroken, match="is over"):
        confirm_place(place=_unblocked(cast, ended), kind="blocked", note="Again", actor=cast.cora)


def _unblocked(cast: Cast, block: Block) -> BlockPlace:
    said(cast, block, "unblocked")
    return place_of(block)


def test_nobody_is_unblocked_there_while_it_stands(cast: Cast, travel: Any) -> None:
    """A moderator would lift it so; what they find all the same they write down."""
    block = decided(cast)
    said(cast, block, "blocked")
    with pytest.raises(RuleBroken, match="Somebody decides to lift it first"):
        said(cast, block, "unblocked")
    said(cast, block, "found_open")
    assert place_of(block).to_do == "block"
    assert block.ends_on
    travel(block.ends_on + timedelta(days=1))
    said(cast, block, "found_blocked")
    said(cast, again(block), "unblocked")
    assert place_of(block).to_do == ""


def test_an_urgent_block_is_done_first(cast: Cast) -> None:
    block = urgent(cast)
    said(cast, block, "blocked")
    assert place_of(block).to_do == ""


def test_what_is_so_already_and_what_came_before_is_refused(cast: Cast) -> None:
    block = decided(cast)
    hour = timezone.now() - timedelta(hours=1)
    said(cast, block, "blocked")
    with pytest.raises(Stale, match="Cora recorded it"):
        said(cast, block, "blocked", actor=cast.priya)
    with pytest.raises(RuleBroken, match="Something later is on record"):
        said(cast, block, "found_open", happened_at=hour)
    with pytest.raises(RuleBroken, match="in the future"):
        said(cast, block, "found_open", happened_at=hour + timedelta(hours=2))
    assert BlockStep.objects.count() == 1


def test_nobody_was_blocked_before_it_was_decided_or_unblocked_before_its_end(cast: Cast) -> None:
    block, earlier = decided(cast), timezone.now() - timedelta(days=90)
    with pytest.raises(RuleBroken, match="was decided"):
        said(cast, block, "blocked", happened_at=earlier)
    said(cast, block, "found_blocked", happened_at=earlier)  # found so, whenever it was
    block = lifted(cast, block)
    with pytest.raises(RuleBroken, match="was over"):
        said(cast, block, "unblocked", happened_at=earlier + timedelta(days=1))
    said(cast, block, "unblocked")


def test_whoever_neither_logs_nor_decides_says_nothing(cast: Cast, as_: As) -> None:
    place = place_of(decided(cast))
    path = f"{PLACES}{place.pk}/confirm/"
    for name, status in (("ana", 403), ("rita", 403), ("oscar", 404), ("leo", 404)):
        assert as_(getattr(cast, name)).get(path).status_code == status
    with pytest.raises(RuleBroken, match="needs the duty"):
        said(cast, place.block, "blocked", actor=cast.ana)
    assert as_(cast.priya).post(path, {"kind": "blocked", "note": "Done"}).status_code == 302
    step = BlockStep.objects.get()
    assert step.office and step.office.key == "town-clerk" and step.happened_at.date() <= today()


def test_a_prohibited_picture_is_not_kept(cast: Cast, as_: As) -> None:
    place = place_of(decided(cast))
    sent = {
        "kind": "blocked",
        "prohibited": "child",
        "note": "I saw the list",
        "captures": [a_screenshot()],
    }
    as_(cast.cora).post(f"{PLACES}{place.pk}/confirm/", sent)
    assert not Evidence.objects.exists()
