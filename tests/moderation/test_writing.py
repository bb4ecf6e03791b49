"""An officer writes a draft, saves it, submits it and takes it back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import Stale
from moderation.drafts.models import Draft, Revision
from moderation.posts.actions import require_postable
from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import a_draft, approved, composed, waiting

As = Callable[[Person], Client]
NEW = "/c/ashford/drafts/new/"


def test_an_officer_submits_a_draft(cast: Cast, as_: As) -> None:
    response = as_(cast.ana).post(NEW, composed(cast))
    draft = Draft.objects.get()
    assert response.headers["Location"] == "/c/ashford/drafts/D-0001/"
    assert (draft.status, draft.author, draft.council) == ("waiting", cast.ana, cast.ashford)
    assert draft.current and draft.current.targets.get().text == "High Street is closed on Friday."
    assert timedelta(days=6) < draft.current.not_after - timezone.now() <= timedelta(days=7)
    assert [event.verb for event in AuditEvent.objects.about(draft)] == [
        "draft.created",
        "draft.submitted",
    ]
    message = OutboxMessage.objects.get()
    assert message.recipient == cast.priya.email
    assert "D-0001" in message.subject


@pytest.mark.clause("FTC-6.3-b")
def test_a_councillor_submits_a_draft(cast: Cast, as_: As) -> None:
    as_(cast.dev).post(NEW, composed(cast))
    assert Draft.objects.get().status == "waiting"


def test_a_draft_may_be_saved_unfinished(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    half = {"text": "Half a", "not_after_day": "31", "not_after_month": "2", "do": "save"}
    shown = browser.post(NEW, half, follow=True).content.decode()
    assert "Half a" in shown
    draft = Draft.objects.get()
    assert (draft.status, draft.title) == ("draft", "Untitled")
    page = browser.get("/c/ashford/drafts/D-0001/edit/").content.decode()
    assert "Half a" in page
    assert 'value="31"' in page
    assert "There is a problem" not in page


BAD = {
    "no words": ({"text": "  "}, "Enter the words to post"),
    "words that nobody sees": ({"text": "\u200b\u2060"}, "only signs that nobody sees"),
    "a title that nobody sees": ({"title": "\u200b"}, "only signs that nobody sees"),
    "no title": ({"title": ""}, "Enter a title"),
    "no account": ({"accounts": []}, "Choose at least one account"),
    "too long": ({"text": "x" * 63_207}, "63206"),
    "a date that is not": (
        {
            "not_after_day": "30",
            "not_after_month": "2",
            "not_after_year": "2027",
            "not_after_time": "9am",
        },
        "real date",
    ),
    "reversed words": ({"text": "Free \u202eyenom"}, "hidden character"),
    "null byte": ({"text": "a\x00b"}, "Null characters"),
    "unknown kind": ({"kind": "advert"}, "Choose what it is"),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=list(BAD))
def test_bad_input_is_explained_and_kept(
    cast: Cast, as_: As, changes: dict[str, Any], sentence: str
) -> None:
    typed = (
        composed(cast, title="My own title", **changes)
        if "title" not in changes
        else (composed(cast, **changes))
    )
    response = as_(cast.ana).post(NEW, typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Error:" in page
    if "text" not in changes:
        assert "High Street is closed on Friday." in page
    assert not Draft.objects.exists()


def test_hostile_words_are_shown_as_words(cast: Cast, as_: As) -> None:
    text = "<script>alert(1)</script> \u2066isolated\u2069 " + "😀" * 10_000
    as_(cast.ana).post(NEW, composed(cast, text=text))
    page = as_(cast.priya).get("/c/ashford/drafts/D-0001/decide/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "😀" * 10_000 in page


def test_another_councils_account_cannot_be_chosen(cast: Cast, as_: As) -> None:
    theirs = cast.barham.official_accounts.get()
    response = as_(cast.ana).post(NEW, composed(cast, accounts=[theirs.pk]))
    assert response.status_code == 422
    assert not Draft.objects.exists()


def test_a_closed_account_is_not_offered(cast: Cast, as_: As) -> None:
    closed = AccountFactory(council=cast.ashford, handle="old", status="closed")
    assert as_(cast.ana).post(NEW, composed(cast, accounts=[closed.pk])).status_code == 422


def test_extra_fields_change_nothing(cast: Cast, as_: As) -> None:
    extra = {"council": cast.barham.pk, "status": "approved", "author": cast.priya.pk, "number": 99}
    as_(cast.ana).post(NEW, composed(cast, **extra))
    draft = Draft.objects.get()
    assert (draft.council, draft.status, draft.author, draft.number) == (
        cast.ashford,
        "waiting",
        cast.ana,
        1,
    )


def test_only_the_author_edits(cast: Cast, as_: As) -> None:
    a_draft(cast)
    response = as_(cast.priya).post("/c/ashford/drafts/D-0001/edit/", composed(cast))
    assert response.status_code == 409
    assert "Only Ana can change D-0001" in response.content.decode()
    assert not Revision.objects.exists()


def test_an_officer_does_not_see_anothers_draft(cast: Cast, as_: As) -> None:
    a_draft(cast)
    assert as_(cast.dev).get("/c/ashford/drafts/D-0001/").status_code == 404
    assert "D-0001" not in as_(cast.dev).get("/c/ashford/drafts/").content.decode()


def test_taking_back_an_approved_draft_voids_the_approval(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    assert as_(cast.ana).post("/c/ashford/drafts/D-0001/take-back/").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert draft.current and draft.current.targets.get().state == "proposed"
    with pytest.raises(Stale):
        require_postable(draft, draft.current)


def test_changed_after_approval_means_not_approved(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.ana)
    browser.post("/c/ashford/drafts/D-0001/take-back/")
    draft.refresh_from_db()
    changed = composed(cast, text="High Street is closed on Saturday.", version=draft.version)
    browser.post("/c/ashford/drafts/D-0001/edit/", changed)
    draft.refresh_from_db()
    assert (draft.status, draft.current and draft.current.number) == ("waiting", 2)


def test_withdrawing(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    asked = as_(cast.ana).get("/c/ashford/drafts/D-0001/withdraw/")
    assert "Do you want to withdraw this draft?" in asked.content.decode()
    assert as_(cast.ana).post("/c/ashford/drafts/D-0001/withdraw/").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    assert as_(cast.ana).post("/c/ashford/drafts/D-0001/withdraw/").status_code == 409


def test_nothing_changes_by_reading(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    author = as_(cast.ana)
    assert author.get("/c/ashford/drafts/D-0001/autosave/").status_code == 405
    page = author.get("/c/ashford/drafts/D-0001/take-back/")
    assert "Its approval will no longer hold" in page.content.decode()
    draft.refresh_from_db()
    assert draft.status == "approved"


def test_a_window_that_is_over_cannot_be_submitted(cast: Cast, as_: As) -> None:
    past = {
        "not_after_day": "1",
        "not_after_month": "2",
        "not_after_year": "2026",
        "not_after_time": "9am",
    }
    response = as_(cast.ana).post(NEW, composed(cast, **past))
    assert response.status_code == 409
    assert "has passed" in response.content.decode()
    assert Draft.objects.get().status == "draft"


def test_a_draft_not_posted_in_time_shows_as_missed(cast: Cast, as_: As) -> None:
    approved(cast)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        page = as_(cast.ana).get("/c/ashford/drafts/").content.decode()
    assert "Missed time" in page


def test_without_accounts_a_draft_can_be_written_but_not_submitted(cast: Cast, as_: As) -> None:
    OfficialAccount.objects.filter(council=cast.ashford).update(status="closed")
    browser = as_(cast.ana)
    assert "nowhere to post" in browser.get(NEW).content.decode()
    assert browser.post(NEW, composed(cast, do="save", accounts=[])).status_code == 302
    assert browser.post(NEW, composed(cast, accounts=[])).status_code == 422


def test_submit_stays_within_its_queries(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    a_draft(cast)
    browser = as_(cast.ana)
    with queries(at_most=20):
        browser.post("/c/ashford/drafts/D-0001/edit/", composed(cast))


def test_the_list_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    for number in range(30):
        waiting(cast, title=f"Draft {number}")
    browser = as_(cast.ana)
    with queries(at_most=10):
        page = browser.get("/c/ashford/drafts/")
    assert "Showing 25 of 30" in page.content.decode()


def test_a_correction_of_nothing_is_refused(cast: Cast, as_: As) -> None:
    answer = as_(cast.ana).post(NEW, composed(cast, kind="correction"))
    assert answer.status_code == 409
    assert "Open the post and choose" in answer.content.decode()
    assert Draft.objects.get().status == "draft"
