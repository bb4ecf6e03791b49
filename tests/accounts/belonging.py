"""People, their memberships, and what the pages about them post."""

from datetime import date, timedelta

from django.urls import reverse

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership, Person
from tests.cast import Cast

LIST, NEW = "/c/ashford/people/", "/c/ashford/people/new/"
YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)


def membership(person: Person, council: Council) -> Membership:
    return Membership.objects.get(person=person, council=council)


def boxes(name: str, day: date | None) -> dict[str, str]:
    """What the three boxes of a date post."""
    parts = (day.day, day.month, day.year) if day else ("", "", "")
    return {f"{name}_{box}": str(p) for box, p in zip(("day", "month", "year"), parts, strict=True)}


def page(cast: Cast, person: Person, name: str = "detail", *more: int) -> str:
    return reverse(f"people:{name}", args=["ashford", membership(person, cast.ashford).pk, *more])
