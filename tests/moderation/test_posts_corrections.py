"""A post that is out is corrected by another: its approval decides, its posting confirms."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.verification import first_fault
from moderation.drafts.actions import approve_draft, submit_draft
from moderation.drafts.models import Draft
from moderation.posts.actions import note_not_posted, record_post
from moderation.posts.models import PostChange
from tests.cast import Cast
from tests.moderation.changing import (
    CORRECT,
    DOWN,
    EDIT,
    NEW,
    OLD,
    POST,
    WHY,
    confirmation,
    taken_down,
)
from tests.moderation.checking import content
from tests.moderation.drafting import posted
from tests.moderation.posting import ADDRESS

As = Callable[[Person], Client]


def corrected(cast: Cast, as_: As, approve: bool = True) -> Draft:
    """Ana's correction of P-0001, as approved by Priya."""
    assert as_(cast.ana).post(CORRECT, {"reason": WHY}).status_code == 302
    draft = Draft.objects.latest("pk")
    said = content(NEW, kind="correction", title=draft.title, texts={cast.page: NEW})
    submit_draft(draft=draft, content=said, version=1, actor=cast.ana)
    draft.refresh_from_db()
    assert draft.current
    if approve:
        approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
        draft.refresh_from_db()
    return draft


def test_a_correction_begins_with_the_words_of_the_post(cast: Cast, as_: As) -> None:
    posted(cast)
    response = as_(cast.ana).post(CORRECT, {"reason": WHY})
    draft = Draft.objects.latest("pk")
    assert response.headers["Location"] == f"/c/ashford/drafts/{draft.reference}/edit/"
    page = as_(cast.ana).get(response.headers["Location"]).text
    assert OLD in page
    inputs = re.findall(r"<input[^>]*>", page)
    (kind,) = [field for field in inputs if 'name="kind"' in field and "checked" in field]
    assert 'value="correction"' in kind
    assert "Correction being written" in as_(cast.rita).get(POST).text
    # Nothing is decided yet, so nothing waits on the platform.
    assert not PostChange.objects.open().exists()


def test_a_correction_needs_a_reason(cast: Cast, as_: As) -> None:
    posted(cast)
    silent = as_(cast.ana).post(CORRECT, {"reason": " "})
    assert (silent.status_code, "Say what is wrong" in silent.text) == (422, True)
    assert not PostChange.objects.exists()


def test_a_correction_is_confirmed_by_being_posted(cast: Cast, as_: As) -> None:
    posted(cast)
    draft = corrected(cast, as_)
    assert "Correction to be posted" in as_(cast.ana).get(POST).text
    assert draft.reference in as_(cast.ana).get("/c/ashford/posts/changes/").text
    assert draft.current
    record_post(
        target=draft.current.targets.get(),
        url=f"{ADDRESS}1",
        posted_at=timezone.now(),
        digest=draft.current.digest,
        actor=cast.cora,
    )
    change = PostChange.objects.get()
    assert (change.confirmed_by, change.proof_note) == (cast.cora, "Posted as P-0002.")
    assert not PostChange.objects.open().exists()
    page = as_(cast.ana).get(POST).text
    assert "Corrected" in page
    assert OLD in page
    correcting = as_(cast.ana).get("/c/ashford/posts/P-0002/").text
    assert f'href="{POST}">P-0001</a>' in correcting
    assert first_fault(cast.ashford.pk) is None


def test_a_correction_that_is_not_approved_changes_nothing(cast: Cast, as_: As) -> None:
    posted(cast)
    draft = corrected(cast, as_, approve=False)
    Draft.objects.filter(pk=draft.pk).update(status="withdrawn")
    assert "Correction not made" in as_(cast.ana).get(POST).text
    assert not PostChange.objects.open().exists()


def made_a_new_post(cast: Cast, as_: As) -> Draft:
    """Begun as a correction and submitted as a new post, which corrects nothing."""
    as_(cast.ana).post(CORRECT, {"reason": WHY})
    draft = Draft.objects.latest("pk")
    said = content(NEW, title=draft.title, texts={cast.page: NEW})
    submit_draft(draft=draft, content=said, version=1, actor=cast.ana)
    draft.refresh_from_db()
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    return draft


def not_posted_after_all(cast: Cast, as_: As) -> Draft:
    draft = corrected(cast, as_)
    assert draft.current
    target, digest = draft.current.targets.get(), draft.current.digest
    note_not_posted(target=target, reason="Everybody knows.", digest=digest, actor=cast.cora)
    return draft


@pytest.mark.parametrize("over", [made_a_new_post, not_posted_after_all])
def test_a_correction_that_will_never_be_one_waits_for_nobody(
    cast: Cast, as_: As, over: Callable[[Cast, As], Draft]
) -> None:
    posted(cast)
    draft = over(cast, as_)
    assert "Correction not made" in as_(cast.ana).get(POST).text
    assert draft.reference not in as_(cast.cora).get("/c/ashford/posts/changes/").text
    assert as_(cast.ana).post(CORRECT, {"reason": WHY}).status_code == 302


def test_a_form_sent_twice_starts_one_correction(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.ana)
    browser.post(CORRECT, {"reason": WHY})
    draft = Draft.objects.latest("pk")
    again = browser.post(CORRECT, {"reason": WHY})
    assert again.status_code == 409
    assert f"You started a correction of P-0001 already: {draft.reference}" in again.text
    assert draft.get_absolute_url() in again.text
    assert (Draft.objects.latest("pk"), PostChange.objects.count()) == (draft, 1)
    # Somebody else is told of it, and may write one where the first stays lying about.
    assert f"{draft.reference}, by Ana" in " ".join(as_(cast.dev).get(CORRECT).text.split())
    assert as_(cast.dev).post(CORRECT, {"reason": WHY}).status_code == 302
    # What was withdrawn stands in nobody's way.
    Draft.objects.filter(pk=draft.pk).update(status="withdrawn")
    assert browser.post(CORRECT, {"reason": WHY}).status_code == 302


@pytest.mark.parametrize("gone", [False, True])
def test_what_comes_down_is_not_corrected(cast: Cast, as_: As, gone: bool) -> None:
    posted(cast)
    browser = as_(cast.priya)
    assert CORRECT in browser.get(POST).text
    change = taken_down(cast, as_)
    if gone:
        browser.post(confirmation(change), {"proof_note": "Gone."})
    for path in (CORRECT, EDIT, DOWN):
        assert path not in browser.get(POST).text
        assert browser.get(path).status_code == 409
    refused = browser.post(CORRECT, {"reason": WHY})
    said = "P-0001 was taken down" if gone else "P-0001 is to be taken down"
    assert (refused.status_code, said in refused.text) == (409, True)
    assert WHY in refused.text
    assert not PostChange.objects.filter(kind="corrected").exists()


def test_what_was_ordered_down_meanwhile_is_corrected_no_more(cast: Cast, as_: As) -> None:
    """Neither submitted nor approved, though the correction began in time."""
    posted(cast)
    draft = corrected(cast, as_, approve=False)
    taken_down(cast, as_)
    outcome = {"outcome": "approve", "digest": draft.current.digest}
    response = as_(cast.priya).post(f"{draft.get_absolute_url()}decide/", outcome)
    assert (response.status_code, "P-0001 has been ordered down" in response.text) == (409, True)
    draft.refresh_from_db()
    assert draft.status == "waiting"


def test_a_correction_has_no_page_to_confirm_it(cast: Cast, as_: As) -> None:
    posted(cast)
    corrected(cast, as_)
    assert as_(cast.cora).get(confirmation(PostChange.objects.get())).status_code == 404
