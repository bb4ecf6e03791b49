"""What training somebody lacks before they may have access (LTC-4.2.3-c)."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from accounts.councils.models import Council
from accounts.people.missing import Lacking, tells_missing
from accounts.training.questions import rows


@tells_missing("training_first")
def training(council: Council, members: Collection[int], day: date) -> Lacking:
    """Courses that are needed and not done, or whose completion has lapsed."""
    address = reverse("training:list", args=[council.slug])
    people = council.memberships.filter(pk__in=members)
    return {
        row.membership.pk: [(f"training: {title}", address) for title in row.missing]
        for row in rows(council, people, day=day)
        if row.missing
    }
