"""Lists are read in index order: the database never sorts a council's drafts to show 25."""

import json

import pytest
from django.db import connection, models

from moderation.drafts.models import Draft
from tests.cast import Cast
from tests.moderation.drafting import waiting

pytestmark = pytest.mark.database


def plan(rows: models.QuerySet[Draft]) -> str:
    """How the database would find a page, told not to take a short cut on a small table."""
    with connection.cursor() as cursor:
        # Without counts of its own the planner guesses from whatever ran before this test.
        cursor.execute("ANALYZE moderation_draft")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            # Three rows, as it guesses here, are sorted as quickly as they are read in order.
            cursor.execute("SET LOCAL enable_sort = off")
            return json.dumps(json.loads(rows[:26].explain(format="json")))
    return rows[:26].explain()


def a_busy_council(cast: Cast) -> None:
    """One author's thirty waiting drafts, ten times as many of colleagues and of neighbours."""
    for number in range(30):
        waiting(cast, title=f"Draft {number}")
    Draft.objects.bulk_create(
        Draft(council=council, author=author, number=number)
        for council, author, many in (
            (cast.ashford, cast.cora, 300),
            (cast.barham, cast.oscar, 3_000),
        )
        for number in range(1_000, 1_000 + many)
    )


def sorts(explained: str) -> bool:
    return '"Sort"' in explained or "TEMP B-TREE" in explained


def test_lists_are_served_in_index_order(cast: Cast) -> None:
    a_busy_council(cast)
    drafts = cast.ashford.drafts.select_related("author", "current")
    lists = {
        "draft_queue": drafts.waiting(),
        "draft_newest": drafts.order_by("-pk"),
        "draft_mine": drafts.filter(author=cast.ana).order_by("-pk"),
    }
    for index, rows in lists.items():
        explained = plan(rows)
        assert index in explained, explained
        assert not sorts(explained), explained


def test_the_measure_itself_sees_a_sort(cast: Cast) -> None:
    assert sorts(plan(cast.ashford.drafts.order_by("title")))
