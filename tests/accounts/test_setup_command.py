"""`manage.py setup` opens a council with its clerk: all of it or nothing."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.councils.models import Council
from accounts.councils.questions import QUESTIONS
from accounts.people.models import Appointment, Invitation, Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage

pytestmark = pytest.mark.django_db

FLAGS = {
    "council": "Ampthill Town Council",
    "slug": "ampthill",
    "email": "Office@ampthill.example",
    "rulebook": "starter",
    "clerk_name": "Clara Clerk",
    "clerk_email": "clara@ampthill.example",
}


def set_up(**changes: Any) -> str:
    """Runs the command and returns what it says."""
    said = StringIO()
    flags = {name: value for name, value in {**FLAGS, **changes}.items() if value is not None}
    call_command("setup", interactive=False, stdout=said, **flags)
    return said.getvalue()


def test_the_clerk_can_start_by_the_link_it_prints() -> None:
    said = set_up()
    council = Council.objects.get()
    assert (council.slug, council.email) == ("ampthill", "office@ampthill.example")
    assert len(council.setup_left) == len(QUESTIONS)
    assert "/c/ampthill/setup/" in said
    link = re.search(r"https?://[^/]+(/join/\S+)", said)
    assert link and link[0] in OutboxMessage.objects.get().body
    browser = Client()
    assert browser.get(link[1]).status_code == 200
    browser.post(link[1], {"password": "a clerk with long words"})
    assert browser.get("/c/ampthill/setup/").status_code == 200
    assert Appointment.objects.get().office.key == "town-clerk"
    assert {"council.created", "membership.started", "appointment.made", "invitation.sent"} < set(
        AuditEvent.objects.values_list("verb", flat=True)
    )


def test_a_second_run_does_nothing() -> None:
    set_up()
    with pytest.raises(CommandError, match="already uses “ampthill”"):
        set_up()
    assert (Council.objects.count(), Invitation.objects.count()) == (1, 1)
    assert OutboxMessage.objects.count() == 1


def test_what_fails_late_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts.councils.actions import opening
    from councilsm.refusals import RuleBroken

    def refuse(**_: Any) -> None:
        raise RuleBroken("No invitation today.")

    monkeypatch.setattr(opening, "invite", refuse)
    with pytest.raises(CommandError, match="No invitation today"):
        set_up()
    assert not Council.objects.exists()
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_clerk_of_two_councils_is_one_person() -> None:
    set_up()
    clerk = Person.objects.get()
    clerk.set_password("quite a long password")
    clerk.save()
    said = set_up(
        slug="elstow", council="Elstow Parish Council", clerk_email="CLARA@ampthill.example"
    )
    assert "opens this link and accepts" in said
    assert Person.objects.count() == 1
    assert Membership.objects.count() == 2


WRONG = {
    "a missing flag": ({"clerk_email": None}, "--clerk-email is missing"),
    "no name": ({"council": " "}, "--council: This cannot be empty"),
    "a bad slug": ({"slug": "Ampt hill"}, "--slug: Use small letters"),
    "capitals": ({"slug": "Ampthill"}, "--slug: Use small letters"),
    "a bad address": ({"email": "office"}, "--email: Enter a valid email"),
    "a bad address of the clerk": ({"clerk_email": "clara@"}, "--clerk-email: Enter a valid"),
    "an unknown rulebook": ({"rulebook": "narnia"}, "--rulebook: Choose one of: dunstable"),
    "a path": ({"rulebook": "../rulebooks/ludlow"}, "--rulebook: Choose one of"),
    "a long name": ({"clerk_name": "x" * 121}, "--clerk-name: Ensure this value has at most 120"),
}


@pytest.mark.parametrize(("changes", "words"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_flag_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        set_up(**changes)
    assert not Council.objects.exists()


def test_it_asks_until_an_answer_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["", "Ampthill Town Council", "", "no", "o@a.example", "", "Clara", "c@a.example"])
    prompts = []

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        return next(typed)

    monkeypatch.setattr("builtins.input", answer)
    faults = StringIO()
    call_command("setup", stdout=StringIO(), stderr=faults)
    council = Council.objects.get()
    assert (council.slug, council.rulebook.name) == ("ampthill", "starter")
    assert "[ampthill]" in prompts[2]
    assert "This cannot be empty" in faults.getvalue()
    assert "Enter a valid email address" in faults.getvalue()


def test_stopping_half_way_sets_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", stop)
    with pytest.raises(CommandError, match=r"Stopped\. Nothing was set up"):
        call_command("setup", council="Ampthill Town Council")
    assert not Council.objects.exists()
