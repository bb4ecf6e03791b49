"""What a platform will put out by itself is not forgotten when nothing lets it out any more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.actions import withdraw_approval
from moderation.drafts.models import Draft, Target
from moderation.permissions.actions import withdraw_permission
from moderation.pictures.models import Permission
from moderation.posts.actions import note_scheduled
from moderation.posts.models import Post, PostChange, PostingNote
from tests.cast import Cast
from tests.moderation.deciding import submitted
from tests.moderation.drafting import approved
from tests.moderation.permitting import a_permission, approve, showing
from tests.moderation.posting import address, moment, recorded

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"
TO_CANCEL = "1 scheduled post to cancel on the platform"
LIST = "/c/ashford/posts/changes/?show=scheduled"


def scheduled(cast: Cast, draft: Draft, days: int = 2) -> Target:
    """Cora has scheduled it on the platform."""
    assert draft.current
    target = draft.current.targets.get()
    at = timezone.now() + timedelta(days=days)
    note_scheduled(target=target, goes_out_at=at, digest=draft.current.digest, actor=cast.cora)
    return target


def by_permission(cast: Cast) -> Draft:
    permission = a_permission(cast, "Ben Hill")
    draft = approve(cast, showing(cast, permission))
    scheduled(cast, draft)
    OutboxMessage.objects.all().delete()
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.ana)
    return draft


def by_approval(cast: Cast) -> Draft:
    draft = approved(cast)
    scheduled(cast, draft)
    OutboxMessage.objects.all().delete()
    withdraw_approval(draft=draft, reason="The day is wrong.", actor=cast.priya)
    return draft


WITHDRAWN = pytest.mark.parametrize("withdrawn", [by_permission, by_approval])


@WITHDRAWN
def test_it_stays_scheduled_and_home_and_mail_say_so(
    cast: Cast, as_: As, withdrawn: Callable[[Cast], Draft]
) -> None:
    draft = withdrawn(cast)
    draft.refresh_from_db()
    assert draft.is_open
    assert Target.objects.get().state == "scheduled"
    browser = as_(cast.cora)
    assert TO_CANCEL in browser.get(HOME).text
    assert TO_CANCEL not in as_(cast.ana).get(HOME).text
    assert "cancel it there now" in OutboxMessage.objects.get(recipient=cast.cora.email).body
    assert "1 scheduled, to cancel" in browser.get("/c/ashford/posts/").text
    assert f"{address(draft)}not-out/" in browser.get(LIST).text
    assert address(draft) in browser.get(draft.get_absolute_url()).text
    page = browser.get(address(draft)).text
    assert "Cancel it there now" in page
    assert "Copy the words" not in page


@WITHDRAWN
def test_cancelled_it_is_recorded_as_not_posted(
    cast: Cast, as_: As, withdrawn: Callable[[Cast], Draft]
) -> None:
    draft = withdrawn(cast)
    assert draft.current
    browser, page = as_(cast.cora), f"{address(draft)}not-out/"
    assert browser.get(page).status_code == 200
    sent = {"state": "not_posted", "digest": draft.current.digest, "reason": "Cancelled there."}
    assert browser.post(page, sent).status_code == 302
    assert Target.objects.get().state == "not_posted"
    assert PostingNote.objects.filter(state="not_posted").exists()
    assert TO_CANCEL not in browser.get(HOME).text
    # It is no longer in hand: neither note can be made of it again.
    assert browser.post(page, sent).status_code == 409
    assert browser.get(page).status_code == 409


@WITHDRAWN
def test_gone_out_by_itself_it_is_recorded_as_posted(
    cast: Cast, as_: As, withdrawn: Callable[[Cast], Draft]
) -> None:
    draft = withdrawn(cast)
    browser = as_(cast.cora)
    done = browser.post(address(draft), recorded(draft), follow=True).text
    assert "It would not be let out today." in done
    assert Target.objects.get().state == "posted"
    assert TO_CANCEL not in browser.get(HOME).text
    # Who no longer agrees is not left there; wrong words are for people to decide about.
    assert PostChange.objects.count() == (withdrawn is by_permission)


def test_what_went_out_all_the_same_is_written_no_more(cast: Cast, as_: As) -> None:
    draft = by_approval(cast)
    assert as_(cast.ana).get(f"{draft.get_absolute_url()}edit/").status_code == 200
    as_(cast.cora).post(address(draft), recorded(draft))
    draft = Draft.objects.get()
    assert (draft.status, draft.tag["label"]) == ("out", "Posted")
    assert as_(cast.ana).get(f"{draft.get_absolute_url()}edit/").status_code == 409
    with pytest.raises(Stale):
        submitted(cast, draft, text="On Saturday.")
    page = as_(cast.ana).get(draft.get_absolute_url()).text
    assert "It went out all the same" in page and "Make the changes" not in page
    assert "Posted" in as_(cast.ana).get("/c/ashford/drafts/").text


def test_a_new_version_of_what_went_out_is_decided_no_more(cast: Cast, as_: As) -> None:
    draft = by_approval(cast)
    old = address(draft), recorded(draft)
    draft.refresh_from_db()
    waits = submitted(cast, draft, text="On Saturday.")
    as_(cast.cora).post(*old)
    assert Draft.objects.get().status == "out"
    with pytest.raises(Stale):
        approve(cast, waits)


@pytest.mark.parametrize(
    ("words", "states", "status", "tag"),
    [
        ("High Street is closed on Friday.", {"posted", "not_posted"}, "out", "Posted"),
        ("On Saturday.", {"posted", "to_post"}, "approved", "Approved"),
    ],
    ids=["the same words", "other words"],
)
def test_what_went_out_by_itself_is_not_to_post_a_second_time(
    cast: Cast, as_: As, words: str, states: set[str], status: str, tag: str
) -> None:
    draft = by_approval(cast)
    old = address(draft), recorded(draft)
    draft.refresh_from_db()
    approve(cast, submitted(cast, draft, text=words))
    assert as_(cast.cora).post(*old).status_code == 302
    assert set(Target.objects.values_list("state", flat=True)) == states
    draft = Draft.objects.get()
    assert (draft.status, draft.tag["label"]) == (status, tag)
    said = "The same is out already as P-0001." in as_(cast.ana).get(draft.get_absolute_url()).text
    assert said == (status == "out")


def test_neither_scheduled_again_nor_forgotten_when_a_new_version_is_approved(
    cast: Cast, as_: As
) -> None:
    draft = by_approval(cast)
    assert draft.current
    old, page = draft.current.digest, f"{address(draft)}not-out/"
    draft.refresh_from_db()
    approve(cast, submitted(cast, draft, text="On Saturday."))
    browser = as_(cast.cora)
    assert TO_CANCEL in browser.get(HOME).text
    sent = {"state": "not_posted", "digest": old, "reason": "Cancelled there."}
    assert browser.post(page, sent).status_code == 302
    assert sorted(Target.objects.values_list("state", flat=True)) == ["not_posted", "to_post"]


def test_an_approved_scheduled_post_is_not_to_be_cancelled(cast: Cast, as_: As) -> None:
    scheduled(cast, approved(cast))
    assert "to cancel" not in as_(cast.cora).get(HOME).text
    assert "No scheduled post waits" in as_(cast.cora).get(LIST).text


@pytest.mark.parametrize("name", ["ana", "priya"])
def test_nobody_else_says_that_it_was_cancelled(cast: Cast, as_: As, name: str) -> None:
    draft = by_approval(cast)
    assert draft.current
    sent = {"state": "not_posted", "digest": draft.current.digest, "reason": "x"}
    response = as_(getattr(cast, name)).post(f"{address(draft)}not-out/", sent)
    assert response.status_code == 403
    assert Target.objects.get().state == "scheduled"


@pytest.mark.clause("FTC-A-13")
def test_it_is_not_scheduled_beyond_the_end_of_a_permission(cast: Cast) -> None:
    permission = a_permission(cast, "Ben Hill")
    Permission.objects.update(expires_on=today() + timedelta(days=3))
    draft = approve(cast, showing(cast, permission))
    with pytest.raises(RuleBroken, match="no permission in force from Ben Hill"):
        scheduled(cast, draft, days=5)
    assert not PostingNote.objects.exists()
    scheduled(cast, draft, days=2)


def test_the_list_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    by_permission(cast)
    by_approval(cast)
    browser = as_(cast.cora)
    with queries(at_most=10):
        page = browser.get(LIST).text
    assert "D-0002" in page


# --- Posted in time, recorded after -------------------------------------------------------------


def test_posted_before_the_approval_was_withdrawn_it_is_recorded(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    withdraw_approval(draft=draft, reason="The day is wrong.", actor=cast.priya)
    browser = as_(cast.cora)
    assert "If it is out already" in browser.get(address(draft)).text
    done = browser.post(address(draft), recorded(draft), follow=True).text
    assert "Priya withdrew the approval of D-0001" in done
    assert Post.objects.get().target_id
    assert "Approval withdrawn" in as_(cast.ana).get("/c/ashford/posts/P-0001/").text


def test_posted_after_the_approval_was_withdrawn_it_is_no_approved_post(
    cast: Cast, as_: As
) -> None:
    draft = approved(cast)
    withdraw_approval(draft=draft, reason="The day is wrong.", actor=cast.priya)
    later = timezone.now() + timedelta(minutes=4)
    refused = as_(cast.cora).post(address(draft), recorded(draft, **moment("posted_at", later)))
    assert (refused.status_code, "as a post made outside councilsm" in refused.text) == (409, True)
    assert not Post.objects.exists()


def test_who_no_longer_agrees_is_taken_down_as_soon_as_it_is_recorded(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Ben Hill")
    draft = approve(cast, showing(cast, permission))
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.ana)
    OutboxMessage.objects.all().delete()
    done = as_(cast.cora).post(address(draft), recorded(draft), follow=True).text
    assert "P-0001 is to be taken down. Ben Hill no longer agrees to be shown." in done
    change = PostChange.objects.get()
    assert (change.post, change.subject) == (Post.objects.get(), permission.subjects.get())
    assert OutboxMessage.objects.filter(recipient=cast.cora.email).exists()
