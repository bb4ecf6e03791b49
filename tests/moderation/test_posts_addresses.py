"""One address is one post: nothing goes into the archive twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from accounts.register.post_addresses import post_address_key
from moderation.posts.actions import set_outside_post_aside
from moderation.posts.models import Post
from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import approved, posted
from tests.moderation.posting import ADDRESS, address, elsewhere, made_outside, recorded

As = Callable[[Person], Client]
OUTSIDE = "/c/ashford/posts/outside/"

ALIKE = [
    ADDRESS,
    f"{ADDRESS}/",
    f"{ADDRESS}?fbclid=abc&utm_source=letter#top",
    ADDRESS.replace("www.", "m."),
    ADDRESS.replace("ashfordcouncil", "AshfordCouncil"),
]


@pytest.mark.parametrize("url", ALIKE)
def test_a_second_post_at_the_same_address_is_refused_with_the_first(
    cast: Cast, as_: As, url: str
) -> None:
    posted(cast, title="Road closure")
    second = approved(cast, title="Another")
    browser = as_(cast.cora)
    for path, sent in (
        (address(second), recorded(second, url=url)),
        (OUTSIDE, elsewhere(cast, url=url)),
    ):
        refused = browser.post(path, sent)
        assert refused.status_code == 409
        assert "recorded already, as P-0001 Road closure" in refused.text
        assert 'href="/c/ashford/posts/P-0001/"' in refused.text
        assert f'value="{url.replace("&", "&amp;")}"' in refused.text
    assert Post.objects.count() == 1
    assert browser.post(address(second), recorded(second, url=f"{ADDRESS}1")).status_code == 302


def test_what_was_recorded_by_mistake_leaves_its_address(cast: Cast, as_: As) -> None:
    wrong = made_outside(cast, url=ADDRESS)
    draft = approved(cast)
    browser = as_(cast.cora)
    refused = browser.post(address(draft), recorded(draft))
    assert (refused.status_code, "recorded by mistake" in refused.text) == (409, True)
    set_outside_post_aside(post=wrong, reason="It is D-0001.", actor=cast.priya)
    assert browser.post(address(draft), recorded(draft)).status_code == 302


def test_other_accounts_and_comments_under_a_post_are_no_second_post(cast: Cast) -> None:
    posted(cast)
    made_outside(cast, url=ADDRESS, account=AccountFactory(council=cast.ashford, handle="events"))
    made_outside(cast, url=ADDRESS, voice="individual", words="Well done.")
    made_outside(cast, url=ADDRESS, voice="individual", words="Hear, hear.")
    assert Post.objects.count() == 4


def test_a_comment_sent_twice_is_one(cast: Cast, as_: As) -> None:
    sent = elsewhere(cast, voice="individual", authority="")
    assert as_(cast.cora).post(OUTSIDE, sent).status_code == 302
    assert as_(cast.cora).post(OUTSIDE, sent).status_code == 409
    assert Post.objects.count() == 1


KEYS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a channel has no addresses of posts": (
        {"platform": "whatsapp", "url": "https://whatsapp.com/channel/abc"},
        "https://whatsapp.com/channel/abc",
        "",
    ),
    "nor is the account's own one of a post": (
        {"platform": "facebook", "url": "https://www.facebook.com/ashford"},
        "https://m.facebook.com/ashford/",
        "",
    ),
    "what names the post stays": (
        {"platform": "youtube", "url": "https://www.youtube.com/@ashford"},
        "https://www.youtube.com/watch?v=aB1&t=20s&si=xyz",
        "/watch?v=ab1",
    ),
    "twitter is X": (
        {"platform": "x", "url": "https://x.com/ashford"},
        "https://twitter.com/Ashford/status/2?s=20",
        "/ashford/status/2",
    ),
}


@pytest.mark.parametrize(("facts", "url", "key"), KEYS.values(), ids=list(KEYS))
def test_the_key_of_an_address(facts: dict[str, Any], url: str, key: str) -> None:
    assert post_address_key(OfficialAccount(handle="ashford", **facts), url) == key
