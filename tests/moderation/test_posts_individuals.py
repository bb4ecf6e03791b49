"""What somebody says as themself on the council's page is theirs, and needs no approval."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.councils.actions import create_council
from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from tests.cast import AccountFactory, a_member
from tests.moderation.posting import moment

As = Callable[[Person], Client]


@pytest.mark.clause("FTC-6-a")
def test_at_flitwick_a_councillors_own_comment_waits_for_nobodys_approval(
    as_: As, db: None
) -> None:
    """Logged by the team on the council's page, by the council's own rules; ours do wait."""
    council = create_council(
        name="Flitwick", slug="flitwick", email="o@f.example", rulebook="flitwick", actor=None
    )
    page = AccountFactory(council=council)
    clerk = as_(a_member(council, "Tessa Clerk", "town-clerk", team=True))
    team = as_(a_member(council, "Mo Manager", "communications-manager", team=True))
    a_member(council, "Cllr Cole", category="councillor")
    cole = council.memberships.get(person__name="Cllr Cole")
    new, home = "/c/flitwick/posts/outside/", "/c/flitwick/home/"
    sent = {
        "account": page.pk,
        "url": page.url + "/posts/7",
        "words": "I shall vote against this.",
        **moment("posted_at", timezone.now()),
        "who": "colleague",
        "colleague": cole.pk,
    }
    assert "Say whose words they are" in team.post(new, sent).text
    assert not council.posts.exists()
    assert team.post(new, {**sent, "voice": "individual"}).status_code == 302
    post = council.posts.get()
    assert (post.voice, post.poster, post.authority) == ("individual", cole.person, "")
    assert not OutboxMessage.objects.exists()
    assert "to decide about" not in clerk.get(home).text
    assert "not approved beforehand" not in clerk.get("/c/flitwick/posts/").text
    shown = clerk.get("/c/flitwick/posts/P-0001/").text
    assert "Somebody’s own words, not the council’s" in shown
    assert "None needed: it is somebody’s own" in shown
    assert "/c/flitwick/policies/clauses/FTC-6-a/" in shown
    review = "/c/flitwick/posts/P-0001/review/"
    assert clerk.post(review, {"outcome": "accept"}).status_code == 409
    # The council's words on the same page do wait for whoever authorises them.
    ours = {**sent, "voice": "council", "authority": "none", "url": page.url + "/posts/8"}
    assert team.post(new, ours).status_code == 302
    assert "1 post made outside councilsm to decide about" in clerk.get(home).text
    assert "None needed" not in clerk.get("/c/flitwick/posts/P-0002/").text
