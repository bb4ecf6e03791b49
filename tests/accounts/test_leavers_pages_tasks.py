"""The pages of leaving: its tasks, its risks, and what becomes of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.leavers.models import DepartureTask
from accounts.people.models import Person
from tests.accounts.changing import in_boxes
from tests.accounts.departing import a_task, own_task, with_ways_in
from tests.accounts.granting import member_of, there
from tests.accounts.leaving import Kind, leaves
from tests.cast import Cast, a_member
from tests.councilsm.files.samples import picture, upload

As = Callable[[Person], Client]
State = DepartureTask.State


def at(name: str, *of: Any, council: str = "ashford") -> str:
    return reverse(f"leavers:{name}", args=[council, *of])


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- Tasks --------------------------------------------------------------------------------------


def test_a_task_is_done_with_a_picture(cast: Cast, as_: As) -> None:
    task = a_task(cast)
    url = at("task", task.departure.number, task.pk)
    adam = as_(cast.adam)
    lacking = adam.post(url, {**in_boxes("done_on", today()), "evidence": upload(picture())})
    assert lacking.status_code == 422
    assert "Say how it was done" in words(lacking)
    kept = lacking.context["form"].data["evidence_kept"]
    sent = {**in_boxes("done_on", today()), "note": "Gone from the list", "evidence_kept": kept}
    assert adam.post(url, sent).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.note) == (State.DONE, "Gone from the list")
    assert task.evidence and task.evidence.digest == kept
    page = words(adam.get(task.departure.get_absolute_url()))
    assert "Gone from the list" in page
    assert task.evidence.get_absolute_url() in page
    assert adam.post(url, sent).status_code == 403


def test_a_day_still_to_come_is_none(cast: Cast, as_: As) -> None:
    task = a_task(cast)
    sent = {**in_boxes("done_on", today() + timedelta(days=1)), "note": "Soon"}
    response = as_(cast.adam).post(at("task", task.departure.number, task.pk), sent)
    assert response.status_code == 422
    assert "today or in the past" in words(response)
    assert "Soon" in words(response)


def test_done_after_its_day_it_is_late_for_ever(cast: Cast, as_: As) -> None:
    task = a_task(cast)
    DepartureTask.objects.filter(pk=task.pk).update(due_on=today() - timedelta(days=1))
    sent = {**in_boxes("done_on", today()), "note": "Gone"}
    adam = as_(cast.adam)
    assert adam.post(at("task", task.departure.number, task.pk), sent).status_code == 302
    page = words(adam.get(at("task", task.departure.number, task.pk)))
    assert "Done</strong>" in page
    assert "Late</strong>" in page


def test_not_applicable_needs_a_reason(cast: Cast, as_: As) -> None:
    task = a_task(cast)
    url = at("set_aside", task.departure.number, task.pk)
    adam = as_(cast.adam)
    assert adam.post(url, {"state": "not_applicable"}).status_code == 422
    for never in ("kept", "accepted", "done"):
        assert adam.post(url, {"state": never, "note": "Because"}).status_code == 422
    assert adam.post(url, {"state": "not_applicable", "note": "Never set up"}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.note) == (State.NOT_APPLICABLE, "Never set up")


def test_in_another_job_access_may_be_kept(cast: Cast, as_: As) -> None:
    task = a_task(cast, kind=Kind.JOB_CHANGE)
    url = at("set_aside", task.departure.number, task.pk)
    assert as_(cast.adam).post(url, {"state": "kept", "note": "Still posts"}).status_code == 302
    task.refresh_from_db()
    assert task.state == State.KEPT


def test_only_they_confirm_that_they_removed_themselves(cast: Cast, as_: As) -> None:
    task = own_task(cast)
    url = at("self_removal", task.departure.number, task.pk)
    assert as_(cast.adam).post(url, {"sure": "on"}).status_code == 403
    ana = as_(cast.ana)
    assert "Confirm that you have removed yourself" in words(
        ana.get(task.departure.get_absolute_url())
    )
    assert ana.post(url, {}).status_code in {200, 422}
    assert ana.post(url, {"sure": "on"}).status_code == 302
    task.refresh_from_db()
    assert task.confirmed_at
    assert task.is_open, "somebody else looks"
    assert "They confirmed" in words(as_(cast.adam).get(task.departure.get_absolute_url()))
    assert "mine/" not in words(ana.get(task.departure.get_absolute_url()))


def test_a_risk_stands_on_top_until_it_is_recorded(cast: Cast, as_: As) -> None:
    departure = with_ways_in(cast)
    risk = departure.tasks.get(kind=DepartureTask.Kind.LAST_ADMIN)
    adam = as_(cast.adam)
    page = words(adam.get(departure.get_absolute_url()))
    assert reverse("grants:ask_for", args=["ashford", "account", cast.page.pk]) in page
    assert "Risk</strong>" in words(adam.get(at("list")))
    url = at("set_aside", departure.number, risk.pk)
    form = {"state": "accepted", "note": "The deputy gets it on Monday"}
    assert adam.post(url, form).status_code == 302
    page = words(adam.get(departure.get_absolute_url()))
    assert reverse("grants:ask_for", args=["ashford", "account", cast.page.pk]) not in page
    assert "The deputy gets it on Monday" in page


def test_a_risk_is_none_once_somebody_else_is_found(cast: Cast, as_: As) -> None:
    departure = leaves(cast, cast.priya)
    adam = as_(cast.adam)
    page = words(adam.get(departure.get_absolute_url()))
    assert "Nobody else: Authorise posts" in page
    assert "Somebody else does by now" not in page
    a_member(cast.ashford, "Nora", "town-clerk")
    page = words(adam.get(departure.get_absolute_url()))
    assert "Somebody else does by now" in page
    risk = departure.tasks.get(duty="authorise_posts")
    sent = {**in_boxes("done_on", today()), "note": "Nora is appointed"}
    assert adam.post(at("task", departure.number, risk.pk), sent).status_code == 302
    assert "Nora is appointed" in words(adam.get(departure.get_absolute_url()))


# --- What becomes of it -------------------------------------------------------------------------


def test_it_is_moved_and_cancelled(cast: Cast, as_: As) -> None:
    departure = leaves(cast)
    adam = as_(cast.adam)
    url = at("move", departure.number)
    later = in_boxes("last_day", today() + timedelta(days=30))
    assert adam.post(url, {**later, "why": ""}).status_code == 422
    assert adam.post(url, {**later, "why": "Stays to the audit"}).status_code == 302
    departure.refresh_from_db()
    assert departure.last_day >= today() + timedelta(days=27)
    assert member_of(cast, cast.ana).ends_on
    url = at("cancel", departure.number)
    assert adam.post(url, {"why": ""}).status_code in {200, 422}
    assert adam.post(url, {"why": "She stays"}).status_code == 302
    assert member_of(cast, cast.ana).ends_on is None
    assert "She stays" in words(adam.get(departure.get_absolute_url()))
    assert departure.reference in words(adam.get(at("list"), {"show": "cancelled"}))
    assert adam.post(url, {"why": "She stays"}).status_code == 409


def test_somebody_suspended_comes_back(cast: Cast, as_: As) -> None:
    departure = leaves(cast, kind=Kind.SUSPENSION, ends_at=None)
    ana = as_(cast.ana)
    assert ana.get("/c/ashford/drafts/").status_code == 302, "signed out"
    cast.ana.refresh_from_db()  # her sessions have ended
    assert as_(cast.ana).get("/c/ashford/drafts/").status_code == 404, "and not let in again"
    assert as_(cast.adam).post(at("back", departure.number)).status_code == 302
    assert as_(cast.ana).get("/c/ashford/drafts/").status_code == 200


def test_what_the_registers_know_since_is_added(cast: Cast, as_: As) -> None:
    departure = leaves(cast)
    before = departure.tasks.count()
    assert as_(cast.priya).get(departure.get_absolute_url()).status_code == 200
    there(cast, ends_on=today())
    page = words(as_(cast.adam).get(departure.get_absolute_url()))
    assert "added to the registers since" in page
    assert as_(cast.adam).post(at("refresh", departure.number)).status_code == 302
    assert departure.tasks.count() > before
    page = words(as_(cast.adam).get(departure.get_absolute_url()))
    assert "added to the registers since" not in page


@pytest.mark.clause("FTC-6.2-n")
def test_it_is_closed_by_an_attestation_and_not_before(cast: Cast, as_: As) -> None:
    departure = with_ways_in(cast, kind=Kind.DISMISSAL, ends_at=None)
    adam, url = as_(cast.adam), at("attest", departure.number)
    page = words(adam.get(url))
    assert "It cannot be closed while these are open" in page
    assert "Attest and close" not in page
    early = adam.post(url, {"words": "All was done"})
    assert early.status_code == 409
    assert "All was done" in words(early)
    for task in departure.tasks.filter(state=State.OPEN):
        aside = at("set_aside", departure.number, task.pk)
        adam.post(aside, {"state": "not_applicable", "note": "Never set up"})
        adam.post(aside, {"state": "accepted", "note": "The deputy gets it"})
    assert "All reasonable measures were taken so that Ana" in words(adam.get(url))
    assert adam.post(url, {"words": ""}).status_code in {200, 422}
    assert adam.post(url, {"words": "All was done"}).status_code == 302
    departure.refresh_from_db()
    assert departure.attested_by == cast.adam
    page = words(adam.get(departure.get_absolute_url()))
    assert "Closed</strong>" in page
    assert "All was done" in page
    assert departure.reference in words(adam.get(at("list"), {"show": "closed"}))
    assert adam.post(url, {"words": "Again"}).status_code == 409
