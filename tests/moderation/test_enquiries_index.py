"""The open enquiries by due day are read in index order, however many others there are."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, models
from django.utils import timezone

from accounts.dates import today
from moderation.enquiries.models import Enquiry
from tests.cast import Cast
from tests.moderation.enquiring import office

pytestmark = pytest.mark.database


def plan(rows: models.QuerySet[Enquiry]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE moderation_enquiry")
        if connection.vendor == "postgresql":
            # On so few rows it would rather sort than follow an index.
            for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            return json.dumps(json.loads(rows[:26].explain(format="json")))
    return rows[:26].explain()


def test_lists_are_served_in_index_order(cast: Cast) -> None:
    clerk, events = office(cast, "town-clerk"), office(cast, "events-officer")
    Enquiry.objects.bulk_create(
        Enquiry(
            council=council,
            number=number,
            kind="question" if number % 40 else "foi",
            subject="Bins",
            clock_from=timezone.now(),
            clock_in_words="",
            due_by=today() + timedelta(days=number % 90),
            office=events if number % 40 == 1 else clerk,
            raised_by=cast.cora,
            closed_at=timezone.now() if number % 3 else None,
            outcome="acted" if number % 3 else "",
            form_key=uuid4(),
        )
        for council, many in ((cast.ashford, 100), (cast.barham, 6_000))
        for number in range(1, many)
    )
    member = cast.cora.require_membership_at(cast.ashford)
    seen = cast.ashford.enquiries.visible_to(member)
    by_due = seen.open().order_by("due_by", "pk")
    lists = {
        "enquiry_open_by_due": by_due,
        "enquiry_open_of_office": by_due.filter(office=events),
        "enquiry_newest": seen.order_by("-pk"),
        "enquiry_by_kind": seen.filter(kind="foi").order_by("-pk"),
    }
    for index, rows in lists.items():
        explained = plan(rows)
        assert index in explained, explained
        assert '"Sort"' not in explained and "TEMP B-TREE" not in explained, explained
