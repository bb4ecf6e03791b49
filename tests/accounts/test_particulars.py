"""A council's name, e-mail address and colour."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from tests.accounts.setting_up import SETUP
from tests.cast import Cast

As = Callable[[Person], Client]


def test_particulars_are_changed(cast: Cast, as_: As) -> None:
    browser = as_(cast.adam)
    path = f"{SETUP}particulars/"
    typed = {"name": "Ashford  Town Council", "email": "Clerk@ashford.example", "colour": "#7A1F1F"}
    assert browser.post(path, typed).status_code == 302
    cast.ashford.refresh_from_db()
    assert (cast.ashford.email, cast.ashford.colour) == ("clerk@ashford.example", "#7a1f1f")
    assert AuditEvent.objects.get().verb == "council.changed"
    assert browser.post(path, typed).status_code == 409


PARTICULARS = {
    "a light colour": ({"colour": "#ffdd00"}, "1.3:1"),
    "just too light": ({"colour": "#777777"}, "4.4:1"),
    "no colour": ({"colour": "red"}, "Enter a colour such as #1d4f6e"),
    "no address": ({"email": "clerk"}, "Enter a valid email address"),
    "no name": ({"name": ""}, "Enter name of the council"),
}


@pytest.mark.parametrize(("wrong", "words"), PARTICULARS.values(), ids=list(PARTICULARS))
def test_bad_particulars_are_refused(
    cast: Cast, as_: As, wrong: dict[str, str], words: str
) -> None:
    typed = {"name": "Ashford", "email": "c@ashford.example", "colour": "#7a1f1f", **wrong}
    response = as_(cast.adam).post(f"{SETUP}particulars/", typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    cast.ashford.refresh_from_db()
    assert cast.ashford.colour == "#1d4f6e"
