"""Somebody without an account sends an idea, and is not made to type anything twice (FTC-6.3-b)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.ideas.models import Idea
from tests.cast import Cast
from tests.moderation.suggesting import (
    BLUEBELLS,
    NEW,
    SAM,
    a_picture,
    answer,
    described,
    send,
)


@pytest.mark.clause("FTC-6.3-b")
def test_anybody_sends_an_idea(cast: Cast) -> None:
    browser = Client()
    page = answer(browser)
    assert "Go and see them." in page.content.decode()
    done = send(browser)
    assert "I-0001" in done.content.decode()
    idea = cast.ashford.ideas.get()
    assert (idea.idea, idea.sender, idea.name) == (BLUEBELLS["idea"], "public", SAM["name"])
    assert idea.text == "The bluebells in Hall Wood are out.\nGo and see them."
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.subject) == (SAM["email"], "We have your idea (I-0001)")
    assert idea.status_url in message.body
    # The way to the idea is in the mail alone, and nobody's words are in a mail that anybody can
    # have sent to anybody.
    assert idea.token not in done.content.decode()
    assert SAM["name"] not in message.body and "bluebells" not in message.body.lower()
    assert AuditEvent.objects.get(verb="idea.sent").actor_id is None


def test_without_an_address_the_page_shows_the_link(cast: Cast, settings: Any) -> None:
    browser = Client()
    answer(browser, sender={"name": "", "email": ""})
    done = send(browser)
    idea = Idea.objects.get()
    assert f'href="{settings.BASE_URL}{idea.status_url}"' in done.content.decode()
    assert not OutboxMessage.objects.exists()
    assert browser.get(idea.status_url).status_code == 200


@pytest.mark.clause("FTC-6.3-c")
def test_with_pictures(cast: Cast) -> None:
    browser = Client()
    page = answer(browser, pictures=[a_picture(), a_picture("b.jpg", "green")])
    assert "Taken by Jo Reed" in page.content.decode()
    send(browser)
    sent = Idea.objects.get().pictures.order_by("pk")
    assert [one.file.name for one in sent] == ["bluebells.jpg", "b.jpg"]
    assert {(one.taken_by, one.shows, one.people, one.agreed) for one in sent} == {
        ("Jo Reed", "named", "Kim and Lee Reed", True)
    }


def test_one_answer_for_all_pictures(cast: Cast) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    browser.post(f"{NEW}pictures/", {"uploads": [a_picture(), a_picture("b.jpg", "green")]})
    said = {"picture_1_taken_by": "Jo", "picture_1_shows": "crowd", "may_use": "on"}
    refused = browser.post(f"{NEW}about-pictures/", said)
    assert refused.status_code == 422
    assert "Say who took “b.jpg”" in refused.content.decode()
    browser.post(f"{NEW}about-pictures/", said | {"same": "on"})
    browser.post(f"{NEW}you/", SAM)
    send(browser)
    assert list(Idea.objects.get().pictures.values_list("taken_by", "shows")) == [
        ("Jo", "crowd"),
        ("Jo", "crowd"),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"taken_by": ""}, "Say who took “bluebells.jpg”"),
        ({"shows": ""}, "Choose who is in “bluebells.jpg”"),
        ({"named_people": ""}, "Say who is in “bluebells.jpg”"),
        ({"named_agreed": ""}, "Say whether those in “bluebells.jpg” agree"),
        ({"shows": "under_18"}, "Say who is in “bluebells.jpg”"),
        ({"shows": "everybody"}, "Select one of the choices"),
        ({"may_use": ""}, "whoever took the pictures agrees"),
    ],
)
def test_each_picture_is_accounted_for(cast: Cast, change: dict[str, str], sentence: str) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    browser.post(f"{NEW}pictures/", {"uploads": [a_picture()]})
    page = browser.get(f"{NEW}about-pictures/")
    changes = {
        name if name == "may_use" else f"picture_1_{name}": value for name, value in change.items()
    }
    refused = browser.post(f"{NEW}about-pictures/", described(page) | changes)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()


def test_going_back_shows_what_was_answered(cast: Cast) -> None:
    browser = Client()
    answer(browser, pictures=[a_picture()])
    assert BLUEBELLS["idea"] in browser.get(NEW).content.decode()
    assert "bluebells.jpg" in browser.get(f"{NEW}pictures/").content.decode()
    about = browser.get(f"{NEW}about-pictures/").content.decode()
    assert "Kim and Lee Reed" in about
    assert SAM["email"] in browser.get(f"{NEW}you/").content.decode()


def test_a_picture_is_removed_again(cast: Cast) -> None:
    browser = Client()
    answer(browser, pictures=[a_picture()])
    browser.post(f"{NEW}pictures/", {"remove": "1"})
    assert "bluebells.jpg" not in browser.get(f"{NEW}check/").content.decode()
    send(browser)
    assert not Idea.objects.get().pictures.exists()


@pytest.mark.parametrize("step", ["pictures", "about-pictures", "you", "check", "sent"])
def test_steps_come_in_order(cast: Cast, step: str) -> None:
    response = Client().get(f"{NEW}{step}/", follow=True)
    assert response.redirect_chain[-1][0] == NEW
    assert Client().post(f"{NEW}check/").status_code == 302
    assert not Idea.objects.exists()


def test_pressing_send_twice_sends_once(cast: Cast) -> None:
    browser = Client()
    answer(browser)
    send(browser)
    assert "I-0001" in send(browser).content.decode()
    assert Idea.objects.count() == 1


def test_the_councils_front_page_leads_here(cast: Cast, as_: Callable[[Person], Client]) -> None:
    page = Client().get("/c/ashford/").text
    assert f'href="{NEW}"' in page and cast.ashford.email in page
    # Nothing of what only its own people see: no names, no navigation, no numbers.
    assert not any(person.name in page for person in (cast.ana, cast.priya, cast.cora))
    assert "Approvals" not in page and "D-0" not in page
    assert f'href="{NEW}"' in as_(cast.oscar).get("/c/ashford/").text
    assert as_(cast.ana).get("/c/ashford/").headers["Location"] == "/c/ashford/home/"
    assert Client().get("/c/nowhere/").status_code == 404
    assert Client().post("/c/ashford/").status_code == 405


def test_being_named_is_asked_and_no_is_the_answer_of_silence(cast: Cast) -> None:
    browser = Client()
    answer(browser, sender={"name": "Sam Reed", "email": ""})
    assert "No post names you" in browser.get(f"{NEW}check/").text
    send(browser)
    assert Idea.objects.get().wants_credit is False
    browser.post(NEW, BLUEBELLS)
    nameless = browser.post(f"{NEW}you/", {"name": "", "email": "", "wants_credit": "on"})
    assert nameless.status_code == 422 and "Enter your name" in nameless.text
    browser.post(f"{NEW}you/", SAM)
    assert "A post may name you" in browser.get(f"{NEW}check/").text
    assert "checked" in browser.get(f"{NEW}you/").text
    send(browser)
    assert Idea.objects.get(number=2).wants_credit is True


def test_there_must_be_such_a_council(cast: Cast) -> None:
    assert Client().get("/c/nowhere/ideas/new/").status_code == 404


def test_nothing_of_it_is_kept_by_the_browser(cast: Cast) -> None:
    browser = Client()
    assert "no-store" in answer(browser)["Cache-Control"]
    page = browser.get(NEW).content.decode()
    assert "Approvals" not in page  # the staff's navigation
    assert 'href="/c/ashford/"' in page  # the council's name
    assert cast.ashford.email in browser.get(f"{NEW}check/").content.decode()


def test_nothing_says_how_soon_the_council_answers(cast: Cast) -> None:
    """No rule of a council says so, and its sender would hold it to what a page promised."""
    browser = Client()
    shown = [answer(browser, pictures=[a_picture()]), send(browser)]
    shown += [browser.get(f"{NEW}{step}") for step in ("", "pictures/")]
    shown.append(browser.get(Idea.objects.get().status_url))
    browser.post(NEW, BLUEBELLS)
    shown.append(browser.get(f"{NEW}you/"))
    texts = [page.content.decode() for page in shown] + [OutboxMessage.objects.get().body]
    days = r"\b(with)?in (\d+|one|two|three|five|ten|a few)\b(?! words)"
    promise = rf"{days}|working day|\bsoon\b|\bshortly\b"
    assert [found for text in texts for found in re.findall(promise, text, re.IGNORECASE)] == []


# --- The council's own people -------------------------------------------------------------------


@pytest.mark.clause("FTC-6.3-b")
def test_a_councillor_is_marked_as_one(cast: Cast, as_: Callable[[Person], Client]) -> None:
    browser = as_(cast.dev)
    assert "Send an idea" in browser.get("/c/ashford/home/").content.decode()
    answer(browser, sender={"name": "Cllr Dev", "email": cast.dev.email or ""})
    send(browser)
    idea = Idea.objects.get()
    assert (idea.sender, idea.sent_by) == ("councillor", cast.dev)
    assert "Send an idea" not in as_(cast.ana).get("/c/ashford/home/").content.decode()


def test_staff_need_not_type_their_name(cast: Cast, as_: Callable[[Person], Client]) -> None:
    browser = as_(cast.ana)
    assert "New draft" in browser.get(NEW).content.decode()
    browser.post(NEW, BLUEBELLS)
    assert f'value="{cast.ana.email}"' in browser.get(f"{NEW}you/").content.decode()


def test_an_outsider_is_the_public(cast: Cast, as_: Callable[[Person], Client]) -> None:
    browser = as_(cast.oscar)
    answer(browser)
    send(browser)
    idea = Idea.objects.get()
    assert (idea.sender, idea.sent_by) == ("public", None)
