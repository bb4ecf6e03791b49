"""The demonstration's sign-ins, and that they never reach the service."""

import json
import runpy
from io import StringIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.councils.models import Council
from accounts.people.demo import DEMO_PASSWORD
from councilsm.celery import refuse_to_start_unsafe
from councilsm.startup import MustNotStart, require_ready
from tests.cast import Cast


def demonstrate(cast: Cast) -> None:
    """Turns Ashford into a demonstration, in which Ana kept the published password."""
    Council.objects.filter(pk=cast.ashford.pk).update(is_demo=True)
    cast.ana.set_password(DEMO_PASSWORD)
    cast.ana.save(update_fields=["password"])


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("demo_signins", *arguments, stdout=out)
    return out.getvalue()


def test_the_sign_ins_are_listed_and_work(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    demonstrate(cast)
    (found,) = json.loads(said("--json"))
    assert found == {
        "council": "Ashford Town Council",
        "name": "Ana",
        "email": cast.ana.email,
        "password": DEMO_PASSWORD,
        "offices": ["Events Officer"],
    }
    browser = Client()
    browser.post("/sign-in/", {"login": found["email"], "password": found["password"]})
    assert browser.get("/c/ashford/drafts/").status_code == 200
    table = said().splitlines()
    assert table[0].split() == ["Council", "Name", "Email", "Password", "Offices"]
    assert "Ana" in table[1]


def test_an_empty_demonstration_says_so(db: None, settings: Any) -> None:
    settings.DEMO = True
    assert "not loaded" in said()
    assert json.loads(said("--json")) == []


def test_in_service_there_are_none(cast: Cast) -> None:
    demonstrate(cast)
    with pytest.raises(CommandError, match="DEMO is off"):
        said("--json")


def test_the_service_does_not_start_with_a_demonstration_in_it(cast: Cast) -> None:
    runpy.run_module("councilsm.wsgi")
    demonstrate(cast)
    with pytest.raises(MustNotStart, match="Ashford Town Council") as told:
        runpy.run_module("councilsm.wsgi")
    assert "DATABASE_URL" in str(told.value)
    with pytest.raises(SystemExit, match="Ashford Town Council"):
        refuse_to_start_unsafe()
    found = run_checks(tags=["database"], databases=["default"])
    assert "accounts.E001" in [message.id for message in found]


def test_the_demonstration_itself_starts(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    demonstrate(cast)
    require_ready()
    refuse_to_start_unsafe()
