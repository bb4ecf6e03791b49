"""A place that the council watches, for tests that need one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Person
from accounts.places.actions import add_place
from accounts.places.models import Place, PlacePost
from tests.accounts.absenting import member
from tests.cast import RULES, Cast, a_rulebook, chosen

LIST, POSTS = "/c/ashford/places/", "/c/ashford/places/posts/"
ADDRESS = "https://www.facebook.com/groups/spottedinashford"
#: The words of a post that leads to a page of the council.
WORDS = "The water is safe. More at https://www.facebook.com/ashfordcouncil/posts/7."


def a_place(cast: Cast, **more: Any) -> Place:
    """A group about the town that somebody else runs."""
    typed: dict[str, Any] = {"name": "Spotted in Ashford", "url": ADDRESS, "note": "", **more}
    return add_place(council=cast.ashford, actor=cast.adam, **typed)


def posting_is(cast: Cast, value: str) -> None:
    """Ashford's rule for places from now on: `never`, `exceptional` or `allowed`."""
    a_rulebook(cast.ashford, **RULES | {"places": chosen(value)})
    cast.ashford.refresh_from_db()


def record_page(place: Place) -> str:
    return f"{LIST}{place.pk}/record/"


def typed(author: Person, **more: Any) -> dict[str, Any]:
    """What the page of a post in a place posts: a link to our page, an hour ago."""
    at = timezone.localtime() - timedelta(hours=1)
    return {
        "author": member(author).pk,
        "ground": "misinformation",
        "words": WORDS,
        "url": f"{ADDRESS}/posts/1",
        "posted_at_day": at.day,
        "posted_at_month": at.month,
        "posted_at_year": at.year,
        "posted_at_time": f"{at:%H:%M}",
        "authority": "Town Clerk, by telephone",
        **more,
    }


def a_post(place: Place, cast: Cast, **more: Any) -> PlacePost:
    """Ana's post in it, as the database takes it."""
    given: dict[str, Any] = {
        "council": place.council,
        "place": place,
        "words": "Hello.",
        "url": ADDRESS,
        "posted_at": timezone.now(),
        "author": member(cast.ana),
        "authority": "Town Clerk",
        "recorded_by": cast.ana,
        **more,
    }
    return PlacePost.objects.create(**given)


def _place(cast: Cast) -> list[Any]:
    return [a_place(cast).pk]


#: URL name: what its address needs beside the council.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "places:detail": _place,
    "places:end": _place,
    "places:record": _place,
}
