"""A post that is out comes down: decided here by whom the rules name, confirmed there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.inbox.models import OutboxMessage
from moderation.permissions.actions import withdraw_permission
from moderation.posts.models import Post, PostChange
from tests.cast import Cast
from tests.moderation.changing import DOWN, EDIT, NEW, OLD, POST, WHY, confirmation, taken_down
from tests.moderation.drafting import posted, recorded_post
from tests.moderation.permitting import a_permission, approve, showing
from tests.moderation.posting import a_picture, made_outside

As = Callable[[Person], Client]


@pytest.mark.clause("FTC-A-15")
def test_nothing_comes_down_without_a_record_copy(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.priya)
    bare = browser.post(DOWN, {"reason": "It names a child."})
    assert bare.status_code == 422
    assert "Say where the record copy is" in bare.text
    assert "It names a child." in bare.text
    assert not PostChange.objects.exists()
    assert taken_down(cast, as_).record_copy == "paper file 12"


def test_all_that_is_missing_is_asked_for_at_once(cast: Cast, as_: As) -> None:
    posted(cast)
    bare = as_(cast.priya).post(DOWN, {"reason": ""}).text
    assert "Say why it must be taken down" in bare and "Say where the record copy is" in bare
    change = taken_down(cast, as_)
    PostChange.objects.update(record_copy="")
    bare = as_(cast.priya).post(confirmation(change), {"proof_note": ""}).text
    assert "Say how it can be seen" in bare and "Say where the record copy is" in bare


def test_a_picture_serves_as_record_copy(cast: Cast, as_: As) -> None:
    posted(cast)
    sent = {"reason": "It names a child.", "record_copy_file": a_picture("whole.png")}
    assert as_(cast.priya).post(DOWN, sent).status_code == 302
    file = PostChange.objects.get().record_copy_file
    assert file is not None
    assert file.get_absolute_url() in as_(cast.ana).get(POST).text


@pytest.mark.clause("LLTC-12.1-g", "FTC-6.6-d")
def test_decided_here_confirmed_there_and_the_words_kept(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    assert OutboxMessage.objects.latest("pk").recipient == cast.cora.email
    waits = as_(cast.ana).get("/c/ashford/posts/").text
    assert "1 to do on the platform" in waits
    assert "To do on the platform." in as_(cast.ana).get(POST).text
    assert POST in as_(cast.ana).get("/c/ashford/posts/changes/").text
    browser = as_(cast.cora)
    unproven = browser.post(confirmation(change), {"proof_note": " "})
    assert (unproven.status_code, "Say how it can be seen" in unproven.text) == (422, True)
    assert not PostChange.objects.get().confirmed_at
    done = browser.post(confirmation(change), {"proof_note": "The address says: not available."})
    assert done.status_code == 302
    page = as_(cast.ana).get(POST).text
    for words in (OLD, "It names a child.", "paper file 12", "Taken down", "Town Clerk", "Cora"):
        assert words in page
    assert "to do on the platform" not in as_(cast.ana).get("/c/ashford/posts/").text
    verbs = [event.verb for event in AuditEvent.objects.about(Post.objects.get())]
    assert verbs == ["post_change.decided", "post_change.confirmed"]
    assert Post.objects.get().words == OLD
    assert first_fault(cast.ashford.pk) is None


def test_a_screenshot_proves_it(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    as_(cast.priya).post(confirmation(change), {"proof": a_picture("gone.png")})
    change.refresh_from_db()
    assert change.proof is not None
    assert change.confirmed_by == cast.priya


def test_confirmed_once(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    browser = as_(cast.cora)
    browser.post(confirmation(change), {"proof_note": "Gone."})
    again = browser.post(confirmation(change), {"proof_note": "Gone again."})
    assert again.status_code == 409
    assert PostChange.objects.get().proof_note == "Gone."


@pytest.mark.parametrize(
    ("name", "status"), {"ana": 409, "rita": 409, "dev": 409, "leo": 404, "oscar": 404}.items()
)
def test_others_do_not_confirm(cast: Cast, as_: As, name: str, status: int) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    sent = {"proof_note": "Gone."}
    assert as_(getattr(cast, name)).post(confirmation(change), sent).status_code == status
    assert not PostChange.objects.get().confirmed_at


@pytest.mark.parametrize("path", [DOWN, EDIT])
@pytest.mark.parametrize(
    ("name", "status"),
    {"ana": 403, "cora": 403, "rita": 403, "dev": 403, "leo": 404, "oscar": 404}.items(),
)
def test_others_do_not_decide(cast: Cast, as_: As, path: str, name: str, status: int) -> None:
    posted(cast)
    sent = {"reason": WHY, "record_copy": "paper file 12", "words": NEW}
    assert as_(getattr(cast, name)).post(path, sent).status_code == status
    assert not PostChange.objects.exists()


def test_a_councillor_does_not_decide_alone(cast: Cast, as_: As) -> None:
    """Even where the office that authorises is a councillor's (LGA 1972 s.101)."""
    posted(cast)
    cast.ashford.memberships.filter(person=cast.priya).update(category="councillor")
    sent = {"reason": WHY, "record_copy": "paper file 12"}
    refused = as_(cast.priya).post(DOWN, sent)
    assert refused.status_code == 409
    assert "Local Government Act 1972 s.101" in refused.text
    assert not PostChange.objects.exists()


def test_it_comes_down_once(cast: Cast, as_: As) -> None:
    posted(cast)
    taken_down(cast, as_)
    again = as_(cast.priya).post(DOWN, {"reason": "x", "record_copy": "y"})
    assert (again.status_code, "is to be taken down" in again.text) == (409, True)
    assert PostChange.objects.count() == 1


def test_a_withdrawn_permission_takes_it_down_and_the_copy_follows(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Mia")
    post = recorded_post(cast, approve(cast, showing(cast, permission)))
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.cora)
    change = PostChange.objects.get()
    assert (change.decider, change.has_record_copy) == (None, False)
    assert [event.verb for event in AuditEvent.objects.about(post)] == ["post_change.decided"]
    browser = as_(cast.cora)
    pages = (POST, confirmation(change), "/c/ashford/posts/changes/")
    for page in [browser.get(url).text for url in pages]:
        assert "Cora recorded" in page and "the system" not in page
        assert "FTC-A-13" not in page, "Ashford's rulebook has no such clause"
    bare = browser.post(confirmation(change), {"proof_note": "Gone."})
    assert (bare.status_code, "Say where the record copy is" in bare.text) == (422, True)
    browser.post(confirmation(change), {"proof_note": "Gone.", "record_copy": "paper file 9"})
    change.refresh_from_db()
    assert change.confirmed_at
    assert change.record_copy == "paper file 9"


def test_a_take_down_names_the_clause_where_the_council_has_it(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    permission = a_permission(cast, "Mia")
    recorded_post(cast, approve(cast, showing(cast, permission)))
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.cora)
    monkeypatch.setitem(cast.ashford.rulebook.clauses, "FTC-A-13", "People have agreed")
    for url in (POST, confirmation(PostChange.objects.get())):
        assert ">FTC-A-13: People have agreed</a>" in as_(cast.cora).get(url).text


def test_a_withdrawn_permission_leaves_what_comes_down_already(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Mia")
    recorded_post(cast, approve(cast, showing(cast, permission)))
    down = taken_down(cast, as_)
    mia = permission.subjects.get()
    withdraw_permission(subject=mia, reason="", actor=cast.cora)
    assert PostChange.objects.get() == down
    mia.refresh_from_db()
    assert mia.withdrawn_on


@pytest.mark.database
def test_the_database_holds_the_record_copy_too(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    PostChange.objects.update(record_copy="")
    confirmed = {"confirmed_by": cast.cora, "confirmed_at": timezone.now(), "proof_note": "Gone."}
    with pytest.raises(IntegrityError, match="record_copy"), transaction.atomic():
        PostChange.objects.filter(pk=change.pk).update(**confirmed)


def test_the_page_and_the_list_stay_within_their_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    posted(cast)
    as_(cast.priya).post(EDIT, {"words": NEW, "reason": WHY})
    taken_down(cast, as_)
    made_outside(cast)
    browser = as_(cast.priya)
    with queries(at_most=14):
        browser.get(POST)
    with queries(at_most=10):
        browser.get("/c/ashford/posts/changes/")
