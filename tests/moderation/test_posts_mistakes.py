"""“I made a mistake”: the right people know at once, and nobody is blamed."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.posts.models import Mistake
from tests.cast import Cast
from tests.moderation.drafting import posted

As = Callable[[Person], Client]
TELL = "/c/ashford/posts/P-0001/mistake/"
WHAT = "I wrote Friday and it is Saturday."


def test_line_manager_and_clerk_are_told_at_once(cast: Cast, as_: As) -> None:
    post = posted(cast)
    manager = cast.ashford.offices.get(key="comms-officer")
    cast.ashford.memberships.filter(person=cast.ana).update(line_manager=manager)
    before = OutboxMessage.objects.count()
    browser = as_(cast.ana)
    assert "We tell Cora and Priya by email" in browser.get(TELL).text
    assert browser.post(TELL, {"what": WHAT}).status_code == 302
    told = OutboxMessage.objects.order_by("pk")[before:]
    assert {message.recipient for message in told} == {cast.cora.email, cast.priya.email}
    assert all(WHAT not in message.subject + message.body for message in told)
    event = AuditEvent.objects.about(post).get()
    assert (event.verb, event.actor_id) == ("mistake.told", cast.ana.pk)
    assert WHAT in browser.get("/c/ashford/posts/P-0001/").text
    assert "1 mistake to put right" in browser.get("/c/ashford/posts/").text


def test_without_a_line_manager_the_page_says_so(cast: Cast, as_: As) -> None:
    posted(cast)
    page = as_(cast.ana).get(TELL).text
    assert "We tell Priya by email" in page
    assert "Your line manager is not recorded" in page


def test_the_clerks_own_mistake_is_kept(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.priya)
    assert "There is nobody else to tell here" in browser.get(TELL).text
    assert browser.post(TELL, {"what": WHAT}).status_code == 302
    assert Mistake.objects.get().told_by == cast.priya


def test_nothing_said_is_nothing_told(cast: Cast, as_: As) -> None:
    posted(cast)
    assert as_(cast.ana).post(TELL, {"what": ""}).status_code == 422
    assert not Mistake.objects.exists()


def test_said_twice_it_is_kept_and_told_once(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.ana)
    browser.post(TELL, {"what": WHAT})
    mails = OutboxMessage.objects.count()
    again = browser.post(TELL, {"what": f" {WHAT}\r\n"})
    assert (again.status_code, "You told of this already" in again.text) == (409, True)
    assert (Mistake.objects.count(), OutboxMessage.objects.count()) == (1, mails)
    # Another mistake is another matter, and so is what somebody else says.
    assert browser.post(TELL, {"what": "The hall is wrong too."}).status_code == 302
    assert as_(cast.dev).post(TELL, {"what": WHAT}).status_code == 302


def test_too_many_words_are_refused_and_stay(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.ana)
    assert "2,000 characters at most" in browser.get(TELL).text
    long = browser.post(TELL, {"what": "x" * 2_001})
    assert (long.status_code, "x" * 2_001 in long.text) == (422, True)
    assert "Use 2,000 characters at most" in long.text
    assert browser.post(TELL, {"what": "x" * 2_000}).status_code == 302
    assert len(Mistake.objects.get().what) == 2_000


@pytest.mark.parametrize(("name", "status"), {"dev": 302, "leo": 404, "oscar": 404}.items())
def test_any_member_and_nobody_else(cast: Cast, as_: As, name: str, status: int) -> None:
    posted(cast)
    assert as_(getattr(cast, name)).post(TELL, {"what": WHAT}).status_code == status
    assert Mistake.objects.exists() == (status == 302)


@pytest.mark.parametrize(
    ("name", "status"),
    {"ana": 302, "priya": 302, "cora": 302, "rita": 409, "dev": 409, "oscar": 404}.items(),
)
def test_how_it_was_put_right(cast: Cast, as_: As, name: str, status: int) -> None:
    posted(cast)
    as_(cast.ana).post(TELL, {"what": WHAT})
    page = f"/c/ashford/posts/mistakes/{Mistake.objects.get().pk}/"
    sent = {"remedy": "A correction went out within the hour."}
    assert as_(getattr(cast, name)).post(page, sent).status_code == status
    found = Mistake.objects.get()
    assert bool(found.put_right_at) == (status == 302)
    if status == 302:
        assert sent["remedy"] in as_(cast.rita).get("/c/ashford/posts/P-0001/").text
        again = as_(getattr(cast, name)).post(page, {"remedy": "Something else."})
        assert again.status_code == 409
        assert Mistake.objects.get().remedy == sent["remedy"]
