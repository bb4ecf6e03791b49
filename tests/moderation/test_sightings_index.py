"""The lists of reports are read in index order, however many closed ones there are."""

import json

import pytest
from django.db import connection, models
from django.utils import timezone

from moderation.sightings import questions
from moderation.sightings.models import SentTo, Sighting
from tests.cast import Cast

pytestmark = pytest.mark.database


def test_lists_are_served_in_index_order(cast: Cast) -> None:
    now = timezone.now()
    Sighting.objects.bulk_create(
        Sighting(
            council=council,
            number=number,
            kind="harmful",
            seen_at=now,
            reported_at=now,
            reported_by=cast.ana if number % 50 else cast.dev,
            state="closed" if number % 40 else "waiting",
            **(
                {"closed_at": now, "closed_by": cast.cora, "outcome": "told"} if number % 40 else {}
            ),
        )
        for council, many in ((cast.ashford, 800), (cast.barham, 6_000))
        for number in range(1, many)
    )
    office = cast.ashford.offices.get(key="comms-officer")
    SentTo.objects.bulk_create(
        SentTo(
            council=cast.ashford,
            sighting=one,
            office=office,
            way="office",
            why="rule",
            sent_by=cast.ana,
        )
        for one in cast.ashford.sightings.all()
    )
    member = cast.cora.require_membership_at(cast.ashford)
    dev = cast.dev.require_membership_at(cast.ashford)
    lists = {
        "sighting_open": questions.open_to(member),
        "sighting_by_reporter": questions.mine(dev),
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # On so few rows it would rather sort than follow an index.
            for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    for index, rows in lists.items():
        explained = plan(rows.order_by("-number")[:26])
        assert index in explained, explained
        assert '"Sort"' not in explained and "TEMP B-TREE" not in explained, explained


def plan(rows: models.QuerySet[Sighting]) -> str:
    """How the database would find a page."""
    if connection.vendor == "postgresql":
        return json.dumps(json.loads(rows.explain(format="json")))
    return rows.explain()
