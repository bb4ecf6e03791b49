"""A flood of ideas: per address, per council, and the same one fifty times (T8)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.councils.models import Council
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from councilsm.turns import mailbox_of
from moderation.ideas import actions, limits
from moderation.ideas.actions import decline_idea
from moderation.ideas.models import Idea
from tests.cast import Cast
from tests.moderation.suggesting import BLUEBELLS, NEW, SAM, a_picture, an_idea, answer, send


def different(number: int) -> dict[str, str]:
    return BLUEBELLS | {"idea": f"Idea {number}"}


def test_five_an_hour_from_one_address(cast: Cast) -> None:
    for number in range(5):
        browser = Client()  # a new session does not help
        answer(browser, idea=different(number))
        assert send(browser).status_code == 200
    answer(browser, idea=different(6))
    refused = send(browser)
    assert refused.status_code == 429
    assert "Wait an hour" in refused.content.decode()
    assert "Idea 6" in refused.content.decode()  # what was typed
    assert SAM["email"] in refused.content.decode()
    assert Idea.objects.count() == 5
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    answer(elsewhere, idea=different(7))
    assert send(elsewhere).status_code == 200


def test_an_address_cannot_be_made_up(cast: Cast) -> None:
    for number in range(6):
        browser = Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        answer(browser, idea=different(number))
        last = send(browser)
    assert last.status_code == 429


def test_behind_a_proxy_its_word_counts(cast: Cast, settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    for number in range(6):
        # The last address is the proxy's own; those before it are whatever the visitor claims.
        browser = Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.1")
        answer(browser, idea=different(number))
        last = send(browser)
    assert last.status_code == 429
    other = Client(HTTP_X_FORWARDED_FOR="203.0.113.1, 198.51.100.2")
    answer(other, idea=different(7))
    assert send(other).status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_a_household_is_one_address(cast: Cast, one: str, other: str, same: bool) -> None:
    for number in range(5):
        browser = Client(REMOTE_ADDR=one)
        answer(browser, idea=different(number))
        send(browser)
    browser = Client(REMOTE_ADDR=other)
    answer(browser, idea=different(6))
    assert send(browser).status_code == (429 if same else 200)


def test_the_same_idea_fifty_times_is_stored_once(cast: Cast) -> None:
    pages = set()
    for _ in range(50):
        browser = Client()
        answer(browser)
        done = send(browser)
        assert done.status_code == 200
        pages.add(re.sub("Printed on [^<]*", "", done.text))  # which has the minute
    assert len(pages) == 1
    assert Idea.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_once_decided_it_may_be_sent_again(cast: Cast) -> None:
    browser = Client()
    for _ in range(2):
        answer(browser)
        send(browser)
        decline_idea(idea=Idea.objects.latest("pk"), reason="Not now.", actor=cast.cora)
    assert Idea.objects.count() == 2


def test_somebody_elses_same_words_are_another_idea(cast: Cast) -> None:
    """Otherwise whoever guesses an idea would be shown the other's reference."""
    for email in ("sam@example.org", "kim@example.org"):
        browser = Client()
        answer(browser, sender={"name": "", "email": email})
        send(browser)
    assert Idea.objects.count() == 2


def test_many_pages_of_pictures_are_slowed_down(cast: Cast) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    for _ in range(20):
        assert browser.post(f"{NEW}pictures/", {"uploads": [a_picture()]}).status_code == 302
    refused = browser.post(f"{NEW}pictures/", {"uploads": [a_picture("b.jpg", "green")]})
    assert refused.status_code == 429
    assert "bluebells.jpg" in refused.content.decode()


def test_nobodys_mailbox_is_flooded(cast: Cast) -> None:
    for number in range(6):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        answer(browser, idea=different(number))
        done = send(browser)
    assert Idea.objects.count() == 6
    assert OutboxMessage.objects.filter(recipient=SAM["email"]).count() == 5
    # No mail went, so the page itself shows the way.
    assert Idea.objects.latest("pk").status_url in done.content.decode()


def test_a_council_takes_so_many_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 3)
    for number in range(3):
        an_idea(cast, f"Idea {number}")
    browser = Client()
    answer(browser)
    refused = send(browser)
    assert refused.status_code == 409
    assert "as many ideas as it takes in a day" in refused.content.decode()
    assert BLUEBELLS["idea"] in refused.content.decode()
    Idea.objects.filter(number=1).update(sent_at=timezone.now() - timedelta(hours=25))
    assert send(browser).status_code == 200
    assert Idea.objects.latest("pk").number == 4


def test_an_inbox_holds_so_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 2)
    first, _ = an_idea(cast, "One"), an_idea(cast, "Two")
    with pytest.raises(RuleBroken, match="more ideas waiting"):
        an_idea(cast, "Three")
    decline_idea(idea=first, reason="No.", actor=cast.cora)
    assert an_idea(cast, "Three").number == 3


def test_one_councils_flood_is_not_anothers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 1)
    an_idea(cast)
    barham = Council.objects.get(slug="barham")
    browser = Client()
    new = "/c/barham/ideas/new/"
    browser.post(new, BLUEBELLS)
    browser.post(f"{new}you/", SAM)
    assert browser.post(f"{new}check/").status_code == 302
    assert barham.ideas.count() == 1


def test_pictures_of_one_address_are_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PICTURES_A_DAY", 3)
    add_two(Client())
    browser = Client()  # a new session does not help, nor does removing them
    refused = add_two(browser, "red", "white")
    assert refused.status_code == 429
    page = refused.content.decode()
    assert "as many pictures as one visitor may in a day" in page
    assert "red.jpg" in page and "white.jpg" not in page  # what there was a turn for
    browser.post(f"{NEW}pictures/", {"remove": "1"})
    assert add_two(browser, "black", "white").status_code == 429
    assert StoredFile.objects.count() == 3
    assert add_two(Client(REMOTE_ADDR="192.0.2.7"), "black", "white").status_code == 302


def add_two(browser: Client, *colours: str) -> Any:
    browser.post(NEW, BLUEBELLS)
    uploads = [a_picture(f"{colour}.jpg", colour) for colour in colours or ("blue", "green")]
    return browser.post(f"{NEW}pictures/", {"uploads": uploads})


def test_a_council_takes_so_many_bytes_a_day_from_strangers(
    cast: Cast, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES_A_DAY", 500)
    assert add_two(Client(REMOTE_ADDR="192.0.2.1")).status_code == 302
    refused = add_two(Client(REMOTE_ADDR="192.0.2.2"), "red", "white")
    assert refused.status_code == 429
    page = refused.content.decode()
    assert "as many pictures as it takes in a day" in page and cast.ashford.email in page
    assert StoredFile.objects.count() == 2
    # The council's own people are no strangers, and an idea without pictures is taken.
    assert add_two(as_(cast.ana), "red", "white").status_code == 302
    browser = Client()
    answer(browser)
    assert send(browser).status_code == 200
    StoredFile.objects.update(added_at=timezone.now() - timedelta(hours=25))
    assert add_two(Client(), "black", "grey").status_code == 302


def test_a_visitor_sees_the_name_they_gave_and_no_colleagues(cast: Cast) -> None:
    """The same bytes are one file, but what the council calls it is its own affair."""
    take_in(a_picture("Clerk’s garden.jpg"), council=cast.ashford, actor=cast.cora)
    for name in ("bluebells.jpg", "wood.jpg"):
        browser = Client()
        browser.post(NEW, BLUEBELLS)
        browser.post(f"{NEW}pictures/", {"uploads": [a_picture(name)]})
        for page in ("pictures/", "about-pictures/"):
            shown = browser.get(f"{NEW}{page}").content.decode()
            assert name in shown
            assert "garden" not in shown
    assert StoredFile.objects.get().name == "Clerk’s garden.jpg"


def test_a_picture_is_named_by_its_place_and_not_by_its_row(cast: Cast) -> None:
    """A row's number would tell that the council had the same bytes before."""
    take_in(a_picture("secret.jpg", "red"), council=cast.ashford, actor=cast.ana)
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    pictures = [a_picture(f"{colour}.jpg", colour) for colour in ("yellow", "red", "pink")]
    browser.post(f"{NEW}pictures/", {"uploads": pictures})
    listed = browser.get(f"{NEW}pictures/").text
    assert re.findall(r'name="remove"\s+value="(\d+)"', listed) == ["1", "2", "3"]
    assert places_in(browser) == ["1", "2", "3"]
    # A place stays, so that a page in another tab says nothing of the wrong picture.
    browser.post(f"{NEW}pictures/", {"remove": "1"})
    assert places_in(browser) == ["2", "3"]
    browser.post(f"{NEW}pictures/", {"remove": "1"})
    assert browser.post(f"{NEW}pictures/", {"remove": "\x00"}).status_code == 302
    assert places_in(browser) == ["2", "3"]


def places_in(browser: Client) -> list[str]:
    page = browser.get(f"{NEW}about-pictures/").text
    return list(dict.fromkeys(re.findall(r'name="picture_(\d+)_', page)))


def test_so_many_are_begun_an_hour_from_one_address(cast: Cast) -> None:
    for number in range(60):
        assert Client().post(NEW, different(number)).status_code == 302
    kept, browser = Session.objects.count(), Client()
    refused = browser.post(NEW, different(61))
    assert refused.status_code == 429 and "Wait an hour" in refused.text
    assert "Idea 61" in refused.text  # what was typed
    assert Session.objects.count() == kept
    trapped = Client().post(NEW, different(62) | {"fax": "filled in"})
    assert trapped.status_code == 429 and Session.objects.count() == kept
    assert Client(REMOTE_ADDR="192.0.2.7").post(NEW, different(63)).status_code == 302


def test_an_answer_that_is_changed_begins_nothing(cast: Cast) -> None:
    browser = Client()
    for number in range(61):
        assert browser.post(NEW, different(number)).status_code == 302
    assert Client().post(NEW, different(61)).status_code == 302


def test_a_mailbox_is_not_flooded_by_its_other_addresses(cast: Cast) -> None:
    for number in range(7):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        sender = {"name": "", "email": f"Sam+{number}@example.org"}
        answer(browser, idea=different(number), sender=sender)
        send(browser)
    assert OutboxMessage.objects.count() == 5


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Jo.Reed+news@GMail.com", "joreed@gmail.com"),
        ("joreed@googlemail.com", "joreed@gmail.com"),
        ("jo.reed@example.org", "jo.reed@example.org"),
        ("+a@example.org", "+a@example.org"),
    ],
)
def test_a_mailbox_has_one_name(email: str, mailbox: str) -> None:
    assert mailbox_of(email) == mailbox
