"""Each filter of the moderation log is read by its own index, however long the log is."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from moderation.log import finding
from tests.accounts.test_registers_plans import nodes, whole_tables
from tests.moderation.finding import LIST, boxes

pytestmark = [pytest.mark.django_db, pytest.mark.database]

As = Callable[[Person], Client]
ENTRIES = "moderation_moderationaction"
TABLES = (ENTRIES, "moderation_item", "moderation_author", "moderation_evidence")

#: What is asked for, and the indexes one of which must answer on PostgreSQL: `*` is a value.
FILTERS = {
    "": {"moderation_newest"},
    "since": {"moderation_newest"},
    "account": {"moderation_of_account"},
    "reason=copyright": {"moderation_by_reason"},
    "kind=police": {"moderation_by_kind"},
    "office": {"moderation_by_office"},
    "handle": {"author_by_handle", "moderation_of_author"},
    "url": {"item_by_address", "item"},
    "words=thieves": {"moderation_newest"},
}


def a_long_log() -> Council:
    """A council with 720 entries, beside five with 3,280: a planner reads half a table whole."""
    call_command(
        *("make_world", "--yes-this-is-not-in-service", "--councils", "6", "--drafts", "0"),
        *("--log", "4000"),
        stdout=StringIO(),
        stderr=StringIO(),
    )
    return Council.objects.latest("pk")


def asked_for(council: Council, name: str) -> str:
    """The query of a filter with a value that is there."""
    entry = council.moderation_actions.for_everyone().earliest("happened_at")
    values = {
        "account": f"account={entry.account_id}",
        "office": f"office={entry.office_id}",
        "handle": f"handle={entry.author.handle if entry.author else ''}",
        "url": f"url={entry.item.url}",
        "since": boxes("since", timezone.now() - timedelta(days=10)),
    }
    return values.get(name, name)


def test_each_filter_reads_its_own_index(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SEARCHED", 500)  # the log is longer than words are looked for in
    council = a_long_log()
    clerk = as_(Person.objects.get(email=f"comms@{council.slug}.example"))
    path = LIST.replace("ashford", council.slug)
    clerk.get(path)
    for name, wanted in FILTERS.items():
        asked: list[tuple[str, Any]] = []
        with connection.execute_wrapper(noting(asked)):
            page = clerk.get(f"{path}?{asked_for(council, name)}", follow=True)
        assert page.status_code == 200
        assert page.context["rows"], name
        used: set[str] = set()
        for sql, params in asked:
            read = whole_tables(sql, params, TABLES)
            assert not read, f"For {name!r}, {read} read from end to end by\n{sql}"
            used |= indexes(sql, params)
        if connection.vendor == "postgresql":
            missing = {one for one in wanted if not any(one in index for index in used)}
            assert not missing, f"For {name!r}: {missing} not among {used}"


def noting(asked: list[tuple[str, Any]]) -> Callable[..., Any]:
    """Notes the questions asked of the tables that grow."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and any(f'"{table}"' in sql for table in TABLES):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    return note


def indexes(sql: str, params: Any) -> set[str]:
    """The indexes that PostgreSQL would use, told only not to read small tables whole."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for way in ("hashjoin", "mergejoin", "material"):
            cursor.execute(f"SET LOCAL enable_{way} = on")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        row = cursor.fetchone()
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return {node["Index Name"] for node in nodes(plan[0]["Plan"]) if "Index Name" in node}
