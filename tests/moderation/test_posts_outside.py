"""A post made outside councilsm: recorded honestly, then accepted or ordered down."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.inbox.models import OutboxMessage
from moderation.posts.models import OutsideReview, Post, PostChange
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.drafting import posted
from tests.moderation.posting import BURST, a_picture, elsewhere, made_outside, moment

As = Callable[[Person], Client]
NEW = "/c/ashford/posts/outside/"
REVIEW = "/c/ashford/posts/P-0001/review/"


@pytest.mark.clause("FTC-6.6-d", "LLTC-13-a")
def test_it_is_recorded_with_who_and_on_what_authority(cast: Cast, as_: As) -> None:
    response = as_(cast.cora).post(NEW, elsewhere(cast, screenshot=a_picture()))
    assert response.headers["Location"] == "/c/ashford/posts/P-0001/"
    post = Post.objects.get()
    assert (post.words, post.poster, post.made_outside) == (BURST, cast.cora, True)
    assert post.screenshot is not None
    page = as_(cast.ana).get("/c/ashford/posts/P-0001/").text
    assert "Not approved beforehand" in page
    assert "Anglian Water rang" in page
    assert AuditEvent.objects.about(post).get().verb == "post.recorded_outside"
    assert OutboxMessage.objects.get().recipient == cast.priya.email
    assert "1 not approved beforehand" in as_(cast.ana).get("/c/ashford/posts/").text


def test_a_colleague_or_somebody_else_posted_it(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    deputy = cast.ashford.memberships.get(person=cast.adam)
    browser.post(NEW, elsewhere(cast, who="colleague", colleague=deputy.pk))
    browser.post(NEW, elsewhere(cast, url=f"{NEW_URL}3", who="other", posted_by="The printers"))
    assert [post.by for post in Post.objects.order_by("pk")] == ["Adam", "The printers"]


NEW_URL = "https://www.facebook.com/ashfordcouncil/posts/"

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no words": ({"words": " "}, "Enter the words as they were posted"),
    "no account": ({"account": ""}, "Choose the account it is on"),
    "no authority": ({"authority": ""}, "Say on what authority it was posted"),
    "nobody": ({"who": ""}, "Say who posted it"),
    "no colleague": ({"who": "colleague"}, "Choose who posted it"),
    "no name": ({"who": "other"}, "Enter the name of whoever posted it"),
    "no voice": ({"voice": ""}, "Say whose words they are"),
    "no address": ({"url": ""}, "Enter the address of the post"),
    "another page": ({"url": "https://www.facebook.com/other/posts/1"}, "by “other”"),
    "no time": ({"posted_at_time": ""}, "must include"),
}


@pytest.mark.parametrize(("changes", "words"), BAD.values(), ids=list(BAD))
def test_bad_input_is_explained_and_kept(
    cast: Cast, as_: As, changes: dict[str, Any], words: str
) -> None:
    response = as_(cast.cora).post(NEW, elsewhere(cast, **changes))
    assert response.status_code == 422
    assert words in response.text
    if "words" not in changes:
        assert BURST in response.text
    assert not Post.objects.exists()


def test_neither_another_councils_account_nor_its_people(cast: Cast, as_: As) -> None:
    theirs = cast.barham.official_accounts.get()
    oscar = cast.barham.memberships.get()
    browser = as_(cast.cora)
    for changes in ({"account": theirs.pk}, {"who": "colleague", "colleague": oscar.pk}):
        assert browser.post(NEW, elsewhere(cast, **changes)).status_code == 422
    assert not Post.objects.exists()


def test_the_future_and_the_same_address_twice_are_refused(cast: Cast, as_: As) -> None:
    browser = as_(cast.cora)
    ahead = moment("posted_at", timezone.now() + timedelta(days=2))
    assert browser.post(NEW, elsewhere(cast, **ahead)).status_code == 409
    browser.post(NEW, elsewhere(cast))
    again = browser.post(NEW, elsewhere(cast))
    assert (again.status_code, "recorded already, as P-0001" in again.text) == (409, True)
    assert Post.objects.count() == 1


def test_the_clerk_accepts_it(cast: Cast, as_: As) -> None:
    made_outside(cast)
    assert as_(cast.priya).get(REVIEW).status_code == 200
    response = as_(cast.priya).post(REVIEW, {"outcome": "accept", "note": "Rightly done."})
    assert response.status_code == 302
    review = OutsideReview.objects.get()
    assert (review.outcome, review.decider) == ("accepted", cast.priya)
    assert review.office and review.office.key == "town-clerk"
    assert "minute 24/101" in review.source
    page = as_(cast.ana).get("/c/ashford/posts/P-0001/").text
    assert "Accepted afterwards" in page
    assert "Not approved beforehand" not in page
    assert "Rightly done." in page
    assert OutboxMessage.objects.latest("pk").recipient == cast.cora.email
    assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize(
    ("name", "status"),
    {"ana": 403, "cora": 403, "rita": 403, "dev": 403, "leo": 404, "oscar": 404}.items(),
)
def test_nobody_else_decides(cast: Cast, as_: As, name: str, status: int) -> None:
    made_outside(cast)
    response = as_(getattr(cast, name)).post(REVIEW, {"outcome": "accept"})
    assert response.status_code == status
    assert not OutsideReview.objects.exists()


def test_nobody_accepts_their_own_where_a_second_person_is_required(cast: Cast, as_: As) -> None:
    made_outside(cast, by=cast.priya)
    refused = as_(cast.priya).post(REVIEW, {"outcome": "accept"})
    assert refused.status_code == 409
    assert "You made this post, so somebody else must look at it" in refused.text
    assert "minute 24/101" in refused.text
    assert not OutsideReview.objects.exists()


def test_nobody_is_offered_to_accept_their_own(cast: Cast, as_: As) -> None:
    made_outside(cast, by=cast.priya)
    page = as_(cast.priya).get(REVIEW).text
    assert "You cannot accept this one" in page and "somebody else must look at it" in page
    assert 'value="accept"' not in page and 'value="down"' in page and 'value="aside"' in page
    assert "to decide about" not in as_(cast.priya).get("/c/ashford/home/").text
    tom = as_(a_member(cast.ashford, "Tom", "town-clerk"))
    assert 'value="accept"' in tom.get(REVIEW).text
    assert "1 post made outside councilsm to decide about" in tom.get("/c/ashford/home/").text


def test_a_councillor_is_offered_no_decision(cast: Cast, as_: As) -> None:
    made_outside(cast)
    a_rulebook(
        cast.ashford, **RULES | {"authorise_new_post": chosen({"offices": ["events-officer"]})}
    )
    val = as_(a_member(cast.ashford, "Cllr Val", "events-officer", category="councillor"))
    assert "Decide<" not in val.get("/c/ashford/posts/changes/?show=outside").text
    assert "to decide about" not in val.get("/c/ashford/home/").text


def test_a_colleagues_record_of_it_is_still_her_own_post(cast: Cast, as_: As) -> None:
    made_outside(cast, poster=cast.priya, actor=cast.cora)
    assert as_(cast.priya).post(REVIEW, {"outcome": "accept"}).status_code == 409
    assert not OutsideReview.objects.exists()


def test_whoever_recorded_a_mere_name_is_not_the_second_person(cast: Cast, as_: As) -> None:
    made_outside(cast, poster=None, posted_by="The printers", actor=cast.priya)
    refused = as_(cast.priya).post(REVIEW, {"outcome": "accept"})
    assert (refused.status_code, "You recorded this post" in refused.text) == (409, True)
    assert not OutsideReview.objects.exists()


def test_naming_a_colleague_makes_nobody_a_second_person(cast: Cast, as_: As) -> None:
    made_outside(cast, poster=cast.cora, actor=cast.priya)
    refused = as_(cast.priya).post(REVIEW, {"outcome": "accept"})
    assert (refused.status_code, "You recorded this post" in refused.text) == (409, True)
    assert not OutsideReview.objects.exists()


def test_party_words_are_asked_about_before_they_are_accepted(cast: Cast, as_: As) -> None:
    made_outside(cast, words="Vote Labour on Thursday.")
    priya = as_(cast.priya)
    assert "affect support for a party" in priya.get(REVIEW).text
    silent = priya.post(REVIEW, {"outcome": "accept"})
    assert (silent.status_code, "the law asks this" in silent.text) == (422, True)
    yes = priya.post(REVIEW, {"outcome": "accept", "for_a_party": "yes"})
    assert (yes.status_code, "Order it down." in yes.text) == (409, True)
    assert not OutsideReview.objects.exists()
    assert priya.post(REVIEW, {"outcome": "accept", "for_a_party": "no"}).status_code == 302


def test_a_mere_name_recorded_by_another_is_hers_to_accept(cast: Cast, as_: As) -> None:
    made_outside(cast, poster=None, posted_by="The printers", actor=cast.cora)
    assert as_(cast.priya).post(REVIEW, {"outcome": "accept"}).status_code == 302


@pytest.mark.parametrize("kind", ["reply", "correction"])
def test_calling_it_something_else_makes_no_difference(cast: Cast, as_: As, kind: str) -> None:
    """Of what kind it is, only whoever recorded it says."""
    made_outside(cast, by=cast.priya, kind=kind)
    browser = as_(cast.priya)
    assert browser.post(REVIEW, {"outcome": "accept"}).status_code == 409
    aside = {"outcome": "aside", "why": "Recorded twice."}
    assert browser.post(REVIEW, aside).status_code == 409
    assert not OutsideReview.objects.exists()


def test_she_may_where_the_rules_ask_for_nobody_else(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    made_outside(cast, by=cast.priya)
    assert as_(cast.priya).post(REVIEW, {"outcome": "accept"}).status_code == 302
    assert OutsideReview.objects.get().outcome == "accepted"


def test_without_a_rule_nobody_accepts_but_it_can_come_down(cast: Cast, as_: As) -> None:
    silent = {name: rule for name, rule in RULES.items() if name != "authorise_new_post"}
    a_rulebook(cast.ashford, **silent)
    made_outside(cast)
    browser = as_(cast.priya)
    assert browser.post(REVIEW, {"outcome": "accept"}).status_code == 409
    down = {"outcome": "down", "reason": "Not so.", "record_copy": "paper file 12"}
    assert browser.post(REVIEW, down).status_code == 302
    assert PostChange.objects.get().kind == "taken_down"


@pytest.mark.clause("FTC-A-15")
def test_it_is_ordered_down_with_a_record_copy(cast: Cast, as_: As) -> None:
    made_outside(cast)
    browser = as_(cast.priya)
    bare = browser.post(REVIEW, {"outcome": "down", "reason": "The street is open."})
    assert (bare.status_code, "Say where the record copy is" in bare.text) == (422, True)
    assert not OutsideReview.objects.exists()
    assert not PostChange.objects.exists()
    silent = browser.post(REVIEW, {"outcome": "down", "record_copy": "paper file 12"})
    assert silent.status_code == 422
    whole = {"outcome": "down", "reason": "The street is open.", "record_copy": "paper file 12"}
    assert browser.post(REVIEW, whole).status_code == 302
    change = PostChange.objects.get()
    assert (change.kind, change.decider, change.record_copy) == (
        "taken_down",
        cast.priya,
        "paper file 12",
    )
    page = browser.get("/c/ashford/posts/P-0001/").text
    assert "Not accepted" in page
    assert "To be taken down" in page


def test_a_record_made_by_mistake_is_set_aside(cast: Cast, as_: As) -> None:
    made_outside(cast)
    browser = as_(cast.priya)
    assert browser.post(REVIEW, {"outcome": "aside"}).status_code == 422
    browser.post(REVIEW, {"outcome": "aside", "why": "It is the district council’s."})
    assert OutsideReview.objects.get().outcome == "not_ours"
    assert "Recorded by mistake" in browser.get("/c/ashford/posts/P-0001/").text


def test_it_is_decided_once(cast: Cast, as_: As) -> None:
    made_outside(cast)
    browser = as_(cast.priya)
    browser.post(REVIEW, {"outcome": "accept"})
    again = browser.post(REVIEW, {"outcome": "aside", "why": "x"})
    assert (again.status_code, "already decided about P-0001" in again.text) == (409, True)
    assert OutsideReview.objects.get().outcome == "accepted"
    assert browser.get(REVIEW).status_code == 302


def test_an_individuals_comment_is_theirs_and_needs_nobody(cast: Cast, as_: As) -> None:
    browser = as_(cast.cora)
    browser.post(
        NEW,
        elsewhere(cast, voice="individual", authority="", who="other", posted_by="Cllr Dev"),
    )
    post = Post.objects.get()
    assert not post.is_councils
    assert not OutboxMessage.objects.exists()
    page = browser.get("/c/ashford/posts/P-0001/").text
    assert "An individual’s own words" in page
    assert "Not approved beforehand" not in page
    assert as_(cast.priya).post(REVIEW, {"outcome": "accept"}).status_code == 409
    assert (
        as_(cast.priya)
        .post("/c/ashford/posts/P-0001/edit/", {"words": "New", "reason": "x"})
        .status_code
        == 409
    )


def test_what_was_approved_here_needs_no_acceptance(cast: Cast, as_: As) -> None:
    posted(cast)
    assert as_(cast.priya).post(REVIEW, {"outcome": "accept"}).status_code == 409
    assert not OutsideReview.objects.exists()


def test_those_that_wait_are_listed(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    made_outside(cast)
    made_outside(cast, url=f"{NEW_URL}8")
    browser = as_(cast.priya)
    with queries(at_most=10):
        page = browser.get("/c/ashford/posts/changes/?show=outside").text
    assert "P-0002" in page
    assert "/c/ashford/posts/P-0001/review/" in page
    browser.post(REVIEW, {"outcome": "accept"})
    left = browser.get("/c/ashford/posts/changes/?show=outside").text
    assert "P-0001/review/" not in left
    assert "P-0002/review/" in left
