"""What lies before whoever decides a block, and the evidence that they open for it."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.people.models import Person
from moderation.blocks.actions import lift_block
from moderation.evidence.models import Evidence
from moderation.items.models import Item
from moderation.log.models import ModerationAction
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.blocking import (
    a_block,
    decided,
    page,
    removed,
    with_block_rules,
)
from tests.moderation.logging_ import captured

SignIn = Callable[[Person], Client]


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
