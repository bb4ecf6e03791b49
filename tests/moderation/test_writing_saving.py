"""Autosave, a second tab, and the same page sent twice: nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from moderation.drafts.models import Draft, Revision
from moderation.drafts.views import composing
from tests.cast import Cast
from tests.moderation.drafting import a_draft, composed

As = Callable[[Person], Client]


def test_autosave_keeps_what_is_typed_without_an_event(cast: Cast, as_: As) -> None:
    draft = a_draft(cast)
    before = AuditEvent.objects.count()
    response = as_(cast.ana).post(
        "/c/ashford/drafts/D-0001/autosave/",
        {"title": "Later", "text": "So f\x00ar", "not_after_day": "3x", "version": 1},
    )
    assert response.status_code == 200
    assert response.json()["version"] == 2
    draft.refresh_from_db()
    assert draft.working_copy == {
        "title": ["Later"],
        "text": ["So far"],
        "not_after_day": ["3x"],
    }
    assert AuditEvent.objects.count() == before


def test_autosave_starts_a_draft(cast: Cast, as_: As) -> None:
    response = as_(cast.ana).post("/c/ashford/drafts/new/autosave/", {"text": "First words"})
    assert response.json()["page"] == "/c/ashford/drafts/D-0001/edit/"
    assert Draft.objects.get().working_copy == {"text": ["First words"]}


def test_autosave_says_when_nobody_is_signed_in(cast: Cast, client: Client) -> None:
    a_draft(cast)
    response = client.post(
        "/c/ashford/drafts/D-0001/autosave/", {"text": "x"}, headers={"accept": "application/json"}
    )
    assert response.status_code == 401


def test_autosave_cannot_write_into_somebody_elses_draft(cast: Cast, as_: As) -> None:
    draft = a_draft(cast)
    assert (
        as_(cast.priya)
        .post("/c/ashford/drafts/D-0001/autosave/", {"text": "Mine", "version": 1})
        .status_code
        == 409
    )
    draft.refresh_from_db()
    assert draft.working_copy == {"title": ["Road closure"]}


def test_a_second_tab_is_told_and_keeps_its_words(cast: Cast, as_: As) -> None:
    a_draft(cast)
    browser = as_(cast.ana)
    first = browser.post("/c/ashford/drafts/D-0001/edit/", composed(cast, do="save", text="One"))
    assert first.status_code == 302
    second = browser.post("/c/ashford/drafts/D-0001/edit/", composed(cast, do="save", text="Two"))
    assert second.status_code == 409
    page = second.content.decode()
    assert "another tab" in page
    assert "Two" in page
    assert Draft.objects.get().working_copy["text"] == ["One"]
    # Sent again from the page that was shown, it is taken.
    again = browser.post(
        "/c/ashford/drafts/D-0001/edit/",
        composed(cast, do="save", text="Two", version=second.context["form"]["version"].value()),
    )
    assert again.status_code == 302
    assert Draft.objects.get().working_copy["text"] == ["Two"]


def test_the_same_words_sent_again_are_no_conflict(cast: Cast, as_: As) -> None:
    a_draft(cast)
    browser = as_(cast.ana)
    for _ in range(2):
        saved = browser.post("/c/ashford/drafts/D-0001/edit/", composed(cast, do="save"))
        assert saved.status_code == 302


def test_submitting_twice_makes_one_revision(cast: Cast, as_: As) -> None:
    a_draft(cast)
    browser = as_(cast.ana)
    assert browser.post("/c/ashford/drafts/D-0001/edit/", composed(cast)).status_code == 302
    again = browser.post("/c/ashford/drafts/D-0001/edit/", composed(cast))
    assert again.status_code == 409
    assert "waiting for approval" in again.content.decode()
    assert Revision.objects.count() == 1


def test_a_save_elsewhere_while_the_checks_refuse_keeps_what_was_typed(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft(cast)
    submit = composing.submit_draft

    def while_another_tab_saves(**given: Any) -> Any:
        try:
            return submit(**given)
        finally:
            Draft.objects.filter(pk=draft.pk).update(version=7, working_copy={"text": ["Other."]})

    monkeypatch.setattr(composing, "submit_draft", while_another_tab_saves)
    typed = composed(cast, kind="share", text="My long thought.")
    response = as_(cast.ana).post("/c/ashford/drafts/D-0001/edit/", typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "saved in another tab" in page and "My long thought." in page
    assert 'name="version" value="7"' in page
