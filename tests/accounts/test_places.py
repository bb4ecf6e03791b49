"""Places that the council watches, and the exceptional post in one of them."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Membership, Person
from accounts.places.actions import link_to_us
from accounts.places.models import Place, PlacePost
from accounts.places.views import COLUMNS
from accounts.register.actions import change_state
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from tests.accounts.watching import ADDRESS, a_place, posting_is
from tests.cast import AccountFactory, Cast
from tests.councilsm.files.samples import picture, upload

As = Callable[[Person], Client]
LIST, NEW, POSTS, EXPORT = (
    "/c/ashford/places/",
    "/c/ashford/places/new/",
    "/c/ashford/places/posts/",
    "/c/ashford/places/posts.csv",
)
WORDS = "The water is safe. More at https://www.facebook.com/ashfordcouncil/posts/7."


def record_page(place: Place) -> str:
    return f"{LIST}{place.pk}/record/"


def member(person: Person) -> Membership:
    return Membership.objects.get(person=person)


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


# --- By exception -----------------------------------------------------------------------------


@pytest.mark.clause("DTC-1.1-f")
def test_an_exceptional_post_is_kept_with_its_ground_link_and_authority(
    cast: Cast, as_: As
) -> None:
    posting_is(cast, "exceptional")
    place = a_place(cast)
    sent = typed(cast.dev, capture=upload(picture(), "it.jpg"))
    assert as_(cast.dev).post(record_page(place), sent).status_code == 302
    post = PlacePost.objects.get()
    assert (post.ground, post.channel, post.author.person, post.rule_not_set) == (
        "misinformation",
        cast.page,
        cast.dev,
        False,
    )
    assert post.leads_to == "https://www.facebook.com/ashfordcouncil/posts/7"
    assert post.capture is not None
    for path in (POSTS, place.get_absolute_url()):
        page = " ".join(as_(cast.ana).get(path).text.split())
        for words in (
            *("The water is safe.", "False information among the public", "Cllr Dev"),
            *("Town Clerk, by telephone", "Leads to Facebook: Main page", "minute 24/101"),
        ):
            assert words in page
    assert [e.verb for e in AuditEvent.objects.about(place)][-1] == "place.posted"
    assert not OutboxMessage.objects.exists()


FEBRUARY = {"posted_at_day": 20, "posted_at_month": 2}
BAD: dict[str, tuple[dict[str, Any], int, str]] = {
    "no ground": ({"ground": ""}, 422, "Select one of the three grounds"),
    "another ground": ({"ground": "fun"}, 422, "Select one of the choices"),
    "no link": ({"words": "The water is safe."}, 409, "must link to one of your live official"),
    "a link elsewhere": (
        {"words": "See https://www.facebook.com/groups/ashfordcouncil"},
        409,
        "must link to one of your live official",
    ),
    "no words": ({"words": ""}, 422, "Copy the words of the post"),
    "no authority": ({"authority": ""}, 422, "Say on whose authority"),
    "next year": (
        {**FEBRUARY, "posted_at_year": timezone.localdate().year + 1},
        409,
        "The time it was posted is in the future",
    ),
    "before they came": (
        {**FEBRUARY, "posted_at_year": 2020},
        409,
        "did not belong to the council",
    ),
    "on our own page": (
        {"url": "https://www.facebook.com/ashfordcouncil/posts/7"},
        409,
        "Record it under Posts",
    ),
    "no public address": ({"url": "ftp://x.example/"}, 422, "begins with https://"),
}


@pytest.mark.clause("DTC-1.1-f")
@pytest.mark.parametrize(("fields", "status", "said"), BAD.values(), ids=list(BAD))
def test_without_ground_or_link_it_is_refused_and_kept(
    cast: Cast, as_: As, fields: dict[str, Any], status: int, said: str
) -> None:
    posting_is(cast, "exceptional")
    place = a_place(cast)
    sent = typed(cast.dev, **fields)
    answer = as_(cast.dev).post(record_page(place), sent)
    assert answer.status_code == status
    assert said in answer.text
    assert "authority" in fields or "Town Clerk, by telephone" in answer.text
    assert not PlacePost.objects.exists()


@pytest.mark.parametrize("state", ["dormant", "closed", "private"])
def test_the_link_leads_to_a_live_public_account(cast: Cast, state: str) -> None:
    assert link_to_us(cast.ashford, WORDS)
    if state == "private":
        OfficialAccount.objects.filter(pk=cast.page.pk).update(is_public=False)
    else:
        change_state(
            account=cast.page,
            status=state,
            on=timezone.localdate(),
            reason="Unused.",
            actor=cast.adam,
        )
    assert link_to_us(cast.ashford, WORDS) is None


def test_the_councils_own_website_will_do(cast: Cast) -> None:
    """Known by its address for mail under .gov.uk, or because it is on the register."""
    words = "Roads: www.ashford-tc.gov.uk/roads, updated hourly."
    assert link_to_us(cast.ashford, words) is None
    cast.ashford.email = "clerk@ashford-tc.gov.uk"
    found = link_to_us(cast.ashford, words)
    assert found
    assert (found.url, found.account) == ("https://www.ashford-tc.gov.uk/roads", None)
    assert link_to_us(cast.ashford, "Write to clerk@ashford-tc.gov.uk.") is None
    assert link_to_us(cast.ashford, "www.evil-ashford-tc.gov.uk.example/roads") is None
    cast.ashford.email = "ashfordcouncil@mail.example"
    assert link_to_us(cast.ashford, "https://mail.example/x") is None
    site = {"platform": "other", "handle": "site", "url": "https://ashford.example/"}
    AccountFactory(council=cast.ashford, kind="microsite", **site)
    found = link_to_us(cast.ashford, "Roads: ashford.example/roads.")
    assert found
    assert found.account


# --- Never, allowed, not set ------------------------------------------------------------------


def test_never_is_refused_and_sent_to_the_clerk(cast: Cast, as_: As) -> None:
    posting_is(cast, "never")
    place = a_place(cast)
    ana = as_(cast.ana)
    assert "Record a post made here" not in ana.get(place.get_absolute_url()).text
    assert "tell the Town Clerk" in ana.get(record_page(place)).text
    answer = ana.post(record_page(place), typed(cast.ana))
    assert answer.status_code == 409
    assert "Tell the Town Clerk of this post" in answer.text
    assert "minute 24/101" in answer.text
    assert not PlacePost.objects.exists()


def test_where_it_is_allowed_no_ground_is_asked(cast: Cast, as_: As) -> None:
    posting_is(cast, "allowed")
    place = a_place(cast)
    ana = as_(cast.ana)
    assert "Why there, for once?" not in ana.get(record_page(place)).text
    assert ana.post(record_page(place), typed(cast.ana, words="Hello.")).status_code == 302
    post = PlacePost.objects.get()
    assert (post.ground, post.channel, post.rule_not_set) == ("", None, False)


def test_while_the_rule_is_not_set_it_is_recorded_and_the_proper_officer_told(
    cast: Cast, as_: As
) -> None:
    place = a_place(cast)
    ana = as_(cast.ana)
    assert "What is recorded goes to the Town Clerk" in ana.get(LIST).text
    assert ana.post(record_page(place), typed(cast.ana, words="Hello.")).status_code == 302
    assert PlacePost.objects.get().rule_not_set
    assert "Rule not set" in ana.get(POSTS).text
    message = OutboxMessage.objects.get()
    assert message.recipient == cast.priya.email
    assert POSTS in message.body
    assert "Spotted in Ashford" in message.subject


# --- Whose post -------------------------------------------------------------------------------


def test_people_record_their_own_and_keepers_anybodys(cast: Cast, as_: As) -> None:
    place = a_place(cast)
    answer = as_(cast.ana).post(record_page(place), typed(cast.dev))
    assert answer.status_code == 422
    assert as_(cast.adam).post(record_page(place), typed(cast.dev)).status_code == 302
    post = PlacePost.objects.get()
    assert (post.author.person, post.recorded_by) == (cast.dev, cast.adam)
    theirs = as_(cast.adam).post(record_page(place), typed(cast.oscar))
    assert theirs.status_code == 422


def test_the_database_wants_the_link_too(cast: Cast) -> None:
    place = a_place(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_post(place, cast, ground="urgent")
    a_post(place, cast)
    with pytest.raises(Exception, match="append"), transaction.atomic():
        PlacePost.objects.update(words="Other.")


# --- The list ---------------------------------------------------------------------------------


def a_post(place: Place, cast: Cast, **more: Any) -> PlacePost:
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
