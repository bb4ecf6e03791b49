"""Blocks and requests are read by index, however many there are; their world is a true one."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.verification import chains, first_fault
from moderation.blocks import deadlines
from moderation.blocks.models import Block, BlockPlace
from moderation.blocks.register import PARTS
from moderation.log.models import ModerationAction
from moderation.unblocks.deadlines import to_answer
from moderation.unblocks.listing import SHOW
from moderation.unblocks.models import UnblockRequest
from tests.accounts.test_registers_plans import is_whole, nodes, whole_tables

pytestmark = [pytest.mark.django_db, pytest.mark.database]

As = Callable[[Person], Client]
TABLES = tuple(
    f"moderation_{name}"
    for name in ("block", "blockplace", "blockdecision", "blockstep", "unblockrequest")
)
#: Its parts; the others are short lists to which Home leads.
TABS = [name for name, part in PARTS.items() if not part.own]


@pytest.fixture
def council() -> Council:
    """One with a seventh of 900 blocks, beside others with the rest."""
    call_command(
        *("make_world", "--yes-this-is-not-in-service", "--councils", "6", "--drafts", "0"),
        *("--blocks", "900"),
        stdout=StringIO(),
        stderr=StringIO(),
    )
    return Council.objects.latest("pk")


def read_whole(sql: str, params: Any) -> set[str]:
    """As `whole_tables`, but for what PostgreSQL guesses of a few rows: that an index of proposals
    alone is short, and that places are quicker asked for all at once than block by block.
    """
    read = whole_tables(sql, params, TABLES)
    if not read or connection.vendor != "postgresql":
        return read
    with connection.cursor() as cursor:  # told not to read whole tables already
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        row = cursor.fetchone()
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return {
        node["Relation Name"]
        for node in nodes(plan[0]["Plan"])
        if is_whole(node)
        and node.get("Index Name") != "block_proposed_once"
        and node.get("Parent Relationship") != "SubPlan"
    } & set(TABLES)


def noting(asked: list[tuple[str, Any]]) -> Callable[..., Any]:
    """Notes the questions asked of blocks."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and any(f'"{table}"' in sql for table in TABLES):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    return note


def test_a_long_register_is_read_by_index(council: Council, as_: As) -> None:
    """Each part, the page of one block, who asks to be unblocked, Home and the clock; and its
    chains hold.
    """
    clerk = as_(Person.objects.get(email=f"clerk@{council.slug}.example"))
    at = f"/c/{council.slug}/"
    clerk.get(f"{at}blocks/")
    block = council.blocks.filter(state="stands").latest("pk")
    asked: list[tuple[str, Any]] = []
    with connection.execute_wrapper(noting(asked)):
        for path in (
            *(f"blocks/?show={show}" for show in TABS),
            f"blocks/{block.reference}/",
            "home/",
            *(f"unblock-requests/?show={show}" for show in SHOW),
        ):
            assert clerk.get(at + path).status_code == 200
        for tell in (deadlines.reviews, deadlines.urgent, deadlines.on_platforms):
            list(tell([council.pk], today()))
        list(to_answer([council.pk], today()))
    assert len(asked) > 30
    for sql, params in asked:
        read = read_whole(sql, params)
        assert not read, f"{read} read from end to end by\n{sql}"
    assert [first_fault(chain) for chain in chains()] == [None] * 6
    assert Block.objects.count() == 900 and UnblockRequest.objects.count() > 400
    left = BlockPlace.objects.filter(is_blocked=True, block__state="stands")
    assert left.filter(block__ends_on__lt=today()).exists()
    last = Council.objects.earliest("pk").blocks.latest("pk")
    assert last.state == "proposed"
    assert ModerationAction.objects.filter(author=last.author).count() == 500
