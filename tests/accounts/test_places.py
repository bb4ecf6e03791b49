"""Places that the council watches, and the exceptional post in one of them."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from accounts.places.models import Place
from accounts.places.views import COLUMNS
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from tests.accounts.watching import ADDRESS, LIST, POSTS, a_place, a_post, record_page, typed
from tests.cast import Cast

As = Callable[[Person], Client]
NEW, EXPORT = f"{LIST}new/", f"{LIST}posts.csv"


# --- Places -----------------------------------------------------------------------------------


@pytest.mark.clause("DTC-1.1-e")
def test_a_place_is_watched_and_is_no_account_and_no_target(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    sent = {"name": "Spotted in Ashford", "url": ADDRESS, "note": "Run by Jo."}
    place_url = adam.post(NEW, sent).headers["Location"]
    place = Place.objects.get()
    assert place_url == place.get_absolute_url()
    assert place.platform == "facebook"
    assert "Spotted in Ashford" in as_(cast.ana).get(LIST).text
    assert [e.verb for e in AuditEvent.objects.about(place)] == ["place.added"]
    ana = as_(cast.ana)
    composer = ana.get("/c/ashford/drafts/new/").text
    assert "Main page" in composer
    assert "Spotted" not in composer
    assert not OfficialAccount.objects.filter(url=ADDRESS).exists()
    assert "Spotted" not in Client().get("/c/ashford/official-accounts/").text


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "our own account": (
        {"url": "https://facebook.com/ashfordcouncil"},
        409,
        "This is your own account",
    ),
    "no public address": ({"url": "http://localhost/x"}, 422, "Enter a public web address"),
    "no name": ({"name": ""}, 422, "Enter name of the place"),
    "watched already": ({"url": ADDRESS.replace("spotted", "Spotted")}, 409, "watch this place"),
    "watched already, by another spelling": (
        {"url": "https://m.facebook.com/groups/SpottedInAshford/"},
        409,
        "watch this place",
    ),
    "turned letters": ({"name": "Spotted \u202edrofhsa"}, 409, "cannot be seen"),
    "a password": ({"note": "password is Xy12!abc"}, 409, "This looks like a password"),
}


@pytest.mark.parametrize(("fields", "status", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_place_is_refused_and_kept(
    cast: Cast, as_: As, fields: dict[str, Any], status: int, said: str
) -> None:
    a_place(cast)
    sent = {"name": "Chat", "url": f"{ADDRESS}2", "note": "Run by Jo.", **fields}
    answer = as_(cast.adam).post(NEW, sent)
    assert answer.status_code == status
    assert said in answer.text
    assert "note" in fields or "Run by Jo." in answer.text
    assert Place.objects.count() == 1


def test_a_place_is_given_up_and_watched_again(cast: Cast, as_: As) -> None:
    place = a_place(cast)
    adam = as_(cast.adam)
    end = f"{LIST}{place.pk}/end/"
    assert adam.post(end, {"reason": "The password is Xy7!kLm9#pQ"}).status_code == 409
    assert adam.post(end, {"reason": "It is closed."}).status_code == 302
    link = f'href="{place.get_absolute_url()}"'
    assert link not in adam.get(LIST).text
    assert link in adam.get(f"{LIST}?show=ended").text
    assert adam.post(end, {}).status_code == 409
    assert adam.post(record_page(place), typed(cast.adam)).status_code == 409
    again = adam.post(NEW, {"name": "Spotted in Ashford", "url": ADDRESS, "note": ""})
    assert again.headers["Location"] == place.get_absolute_url()
    verbs = [e.verb for e in AuditEvent.objects.about(place).order_by("sequence")]
    assert verbs == ["place.added", "place.ended", "place.added"]


def test_members_see_places_and_only_keepers_change_them(cast: Cast, as_: As) -> None:
    place = a_place(cast)
    ana = as_(cast.ana)
    page = ana.get(place.get_absolute_url()).text
    assert "Record a post made here" in page
    assert "Stop watching it" not in page
    assert "Add a place" not in ana.get(LIST).text
    assert ana.post(NEW, {}).status_code == 403
    assert ana.post(f"{LIST}{place.pk}/end/", {}).status_code == 403
    assert as_(cast.oscar).get(f"/c/barham/places/{place.pk}/").status_code == 404


# --- The list ---------------------------------------------------------------------------------


def test_the_export_holds_no_formula_and_no_other_council(cast: Cast, as_: As) -> None:
    place = a_place(cast)
    a_post(place, cast, words="=1+1", authority="@A1")
    whole = b"".join(as_(cast.rita).get(EXPORT).streaming_content).decode()  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(whole.removeprefix("\ufeff"), newline=""))
    assert tuple(row) == COLUMNS
    assert (row["Words"], row["Authority"], row["Place"]) == ("'=1+1", "'@A1", place.name)
    other = as_(cast.oscar).get("/c/barham/places/posts.csv")
    assert place.name not in b"".join(other.streaming_content).decode()  # type: ignore[attr-defined]
    assert place.name not in as_(cast.oscar).get("/c/barham/places/posts/").text


def test_lists_ask_little(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    place = a_place(cast)
    for number in range(30):
        a_place(cast, name=f"Place {number}", url=f"{ADDRESS}{number}")
        a_post(place, cast)
    browser = as_(cast.ana)
    for path in (LIST, POSTS):
        with queries(at_most=7):
            assert "Showing 25 of" in browser.get(path).text
    with queries(at_most=10):
        browser.get(place.get_absolute_url())


@pytest.mark.database
def test_posts_are_read_in_index_order(cast: Cast) -> None:
    place = a_place(cast)
    for number in range(60):
        a_post(place, cast, posted_at=timezone.now() - timedelta(hours=number))
    rows = cast.ashford.place_posts.order_by("-posted_at", "-pk")[:26]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_placepost")
        if connection.vendor == "postgresql":
            # So few rows are sorted as quickly as they are read in order.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            explained = json.dumps(json.loads(rows.explain(format="json")))
        else:
            explained = rows.explain()
    assert "place_post_newest" in explained, explained
    assert '"Sort"' not in explained
    assert "TEMP B-TREE" not in explained
