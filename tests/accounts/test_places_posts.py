"""A post in a place that is not the council's: its ground, its link, and whose it is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from accounts.places.actions import link_to_us
from accounts.places.models import PlacePost
from accounts.register.actions import change_state
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from tests.accounts.watching import (
    LIST,
    POSTS,
    WORDS,
    a_place,
    a_post,
    posting_is,
    record_page,
    typed,
)
from tests.cast import AccountFactory, Cast
from tests.councilsm.files.samples import picture, upload

As = Callable[[Person], Client]


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
