"""What is asked before rights end, who is told when, and whose own departure somebody else sees."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.leavers.models import Departure
from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from tests.accounts.caretaking import with_caretaker
from tests.accounts.changing import in_boxes
from tests.accounts.departing import typed
from tests.accounts.leaving import Kind, Task, fresh, knows, leaves, shared_login, step
from tests.cast import Cast, chosen

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]


def at(name: str, *of: Any, council: str = "ashford") -> str:
    return reverse(f"leavers:{name}", args=[council, *of])


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_dismissal_needs_no_moment(cast: Cast, as_: As) -> None:
    empty = {"last_day_day": "", "last_day_month": "", "last_day_year": "", "last_time": ""}
    ana = as_(cast.ana)
    assert ana.get("/c/ashford/drafts/").status_code == 200
    adam, form = as_(cast.adam), typed(cast, cast.ana, Kind.DISMISSAL, **empty)
    asked = adam.post(at("new"), form)
    assert "This ends every right of Ana now" in words(asked)
    assert '<input type="hidden" name="note" value="Moves to Bedford">' in words(asked)
    again = adam.post(at("new"), form | {"again": "on"})
    assert "Moves to Bedford" in words(again) and "Record it" in words(again)
    assert not Departure.objects.exists()
    assert adam.post(at("new"), form | {"sure": "on"}).status_code == 302
    departure = Departure.objects.get()
    assert departure.has_come
    assert ana.get("/c/ashford/drafts/").status_code != 200
    page = words(adam.get(departure.get_absolute_url()))
    assert at("mistake", departure.number) in page
    assert adam.post(at("mistake", departure.number), {"why": "The wrong Ana"}).status_code == 302
    assert as_(fresh(cast.ana)).get("/c/ashford/drafts/").status_code == 200
    page = words(adam.get(departure.get_absolute_url()))
    assert "Cancelled</strong>" in page and "Dropped</strong>" in page
    assert "nobody does these" not in page and "/mistake/" not in page


def test_a_moment_that_has_passed_is_asked_about_before_it_is_moved_there(
    cast: Cast, as_: As
) -> None:
    departure, adam = leaves(cast), as_(cast.adam)
    form = {**in_boxes("last_day", today() - timedelta(days=1)), "why": "She went earlier"}
    assert "This ends every right of Ana now" in words(
        adam.post(at("move", departure.number), form)
    )
    departure.refresh_from_db()
    assert not departure.has_come
    again = adam.post(at("move", departure.number), form | {"again": "on"})
    assert "She went earlier" in words(again)
    assert adam.post(at("move", departure.number), form | {"sure": "on"}).status_code == 302
    departure.refresh_from_db()
    assert departure.has_come and departure.last_day == today() - timedelta(days=1)


def test_they_are_told_now_or_by_somebody_in_person_first(cast: Cast, as_: As) -> None:
    as_(cast.adam).post(at("new"), typed(cast, cast.ana, Kind.REDUNDANCY, told="in_person"))
    departure = Departure.objects.get()
    assert not OutboxMessage.objects.filter(recipient=cast.ana.email).exists()
    ana = as_(cast.ana)
    assert ana.get(departure.get_absolute_url()).status_code == 403
    assert "You leave" not in words(ana.get("/c/ashford/home/"))
    as_(cast.adam).post(at("new"), typed(cast, cast.cora, Kind.REDUNDANCY, told="now"))
    assert OutboxMessage.objects.filter(recipient=cast.cora.email).exists()
    assert "You leave: what is planned" in words(as_(cast.cora).get("/c/ashford/home/"))


def test_the_clerks_own_departure_is_seen_by_herself_and_by_somebody_else(
    cast: Cast, as_: As
) -> None:
    """Where nobody else has the duties and no order of cover says who acts, by the caretaker."""
    rules = ("keep_register", "grant_access", "manage_people")
    alone = dict.fromkeys(rules, chosen({"offices": ["town-clerk"]}))
    with_caretaker(cast, caretaker=chosen("comms-officer"), **alone)
    departure = leaves(cast, cast.priya, actor=cast.priya)
    assert departure.tasks.exists()
    assert OutboxMessage.objects.filter(
        recipient=cast.cora.email, subject__contains="L-0001"
    ).exists()
    for person in (cast.priya, cast.cora):
        browser = as_(person)
        assert "1 leaver with" in words(browser.get("/c/ashford/home/"))
        assert "L-0001 Priya" in words(browser.get(at("list")))
        assert "L-0001 Priya" in words(browser.get(at("tasks")))
        assert browser.get(departure.get_absolute_url()).status_code == 200
    leaves(cast, actor=cast.priya)
    assert "L-0002" not in words(as_(cast.cora).get(at("list")))


def test_a_step_that_waits_for_its_register_says_so_and_one_by_mistake_opens_again(
    cast: Cast, as_: As
) -> None:
    knows(cast, shared_login(cast))
    departure, adam = leaves(cast), as_(cast.adam)
    access, office = step(departure, Task.ACCESS), step(departure, Task.OFFICE)
    password = step(departure, Task.PASSWORD)
    page = words(adam.get(at("task", departure.number, access.pk)))
    assert "but by a new password" in page and "Record that it is done" not in page
    page = words(adam.get(at("task", departure.number, office.pk)))
    assert "The register does not say yet who takes over" in page
    url = at("task", departure.number, office.pk)
    sorted_later = {**in_boxes("done_on", today()), "note": "I will sort this later"}
    assert adam.post(url, sorted_later).status_code == 409
    page = words(adam.get(at("task", departure.number, password.pk)))
    assert "This ends their access here at once: A-0001" in page
    aside = {"state": "not_applicable", "note": "It stays vacant"}
    assert adam.post(at("set_aside", departure.number, office.pk), aside).status_code == 302
    again = at("reopen", departure.number, office.pk)
    assert again in words(adam.get(url))
    assert adam.post(again, {"why": ""}).status_code == 422
    assert adam.post(again, {"why": "Cora follows"}).status_code == 302
    office.refresh_from_db()
    assert office.is_open
