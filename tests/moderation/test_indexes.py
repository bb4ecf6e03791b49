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
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            return json.dumps(json.loads(rows[:26].explain(format="json")))
    return rows[:26].explain()


def sorts(explained: str) -> bool:
    return '"Sort"' in explained or "TEMP B-TREE" in explained


@pytest.mark.parametrize(
    ("name", "index"),
    {"queue": "draft_queue", "list": "draft_newest", "mine": "draft_mine"}.items(),
)
def test_lists_are_served_in_index_order(cast: Cast, name: str, index: str) -> None:
    for number in range(60):
        waiting(cast, title=f"Draft {number}")
    drafts = cast.ashford.drafts.select_related("author", "current")
    rows = {
        "queue": drafts.waiting(),
        "list": drafts.order_by("-pk"),
        "mine": drafts.filter(author=cast.ana).order_by("-pk"),
    }[name]
    explained = plan(rows)
    assert index in explained, explained
    assert not sorts(explained), explained


def test_the_measure_itself_sees_a_sort(cast: Cast) -> None:
    assert sorts(plan(cast.ashford.drafts.order_by("title")))
