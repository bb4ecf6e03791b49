"""A permission withdrawn: what stops, what comes down, and what still stands without them."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.actions import take_back_draft
from moderation.permissions.actions import withdraw_permission
from moderation.posts.models import PostChange
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload
from tests.moderation.deciding import submitted
from tests.moderation.drafting import composed, recorded_post
from tests.moderation.permitting import a_permission, approve, showing

As = Callable[[Person], Client]
NEW_DRAFT = "/c/ashford/drafts/new/"


@pytest.mark.clause("FTC-A-14")
def test_withdrawn_it_stops_drafts_and_opens_take_downs(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Amy Field", "Ben Hill", under_18=True)
    waits = showing(cast, permission, "Waits")
    ready = approve(cast, showing(cast, permission, "Ready"))
    out = recorded_post(cast, approve(cast, showing(cast, permission, "Out")))
    OutboxMessage.objects.all().delete()
    amy = permission.subjects.get(name="Amy Field")
    path = f"/c/ashford/permissions/C-0001/people/{amy.pk}/withdraw/"
    as_(cast.cora).post(path, {"reason": "Her mother rang"})
    waits.refresh_from_db()
    ready.refresh_from_db()
    assert (waits.status, ready.status) == ("draft", "draft")
    assert ready.current.targets.get().state == "proposed"
    change = PostChange.objects.get()
    assert (change.post, change.kind, change.subject) == (out, "taken_down", amy)
    assert change.confirmed_at is None
    told = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert cast.ana.email in told
    assert all("Amy" not in m.body + m.subject for m in OutboxMessage.objects.all())
    # Who recorded it stands in the post's history.
    history = as_(cast.rita).get(out.get_absolute_url()).text.split(">History<")[1]
    assert "Cora" in history and "The system" not in history
    # The rest of the group's permission stands.
    assert permission.subjects.get(name="Ben Hill").in_force
    # Nobody can submit that picture again with Amy in it.
    again = as_(cast.ana).get("/c/ashford/permissions/C-0001/").content.decode()
    assert "Withdrawn" in again


def test_a_draft_that_came_back_says_why_at_its_top(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Ben Hill")
    draft = approve(cast, showing(cast, permission))
    browser = as_(cast.ana)
    assert "no longer agrees" not in browser.get(draft.get_absolute_url()).text
    ben = permission.subjects.get()
    withdraw_permission(subject=ben, reason="He has moved away.", actor=cast.cora)
    page = browser.get(draft.get_absolute_url()).text.split('id="history"')[0]
    assert "Ben Hill no longer agrees to be shown" in page and "He has moved away." in page
    assert "Recorded by Cora" in page and "Remove the picture" in page


def test_a_draft_with_nothing_left_to_post_is_not_stopped(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Ben Hill")
    out = approve(cast, showing(cast, permission, "Out"))
    recorded_post(cast, out)
    OutboxMessage.objects.all().delete()
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.cora)
    assert "permission.withdrawn" not in [e.verb for e in AuditEvent.objects.about(out)]
    # Its author has nothing to do; whoever records posts recorded the withdrawal.
    assert not OutboxMessage.objects.exists()
    out.refresh_from_db()
    assert out.status == "approved"


def test_a_later_version_without_them_goes_on(cast: Cast) -> None:
    """Approved without the picture: what the first version showed is no reason to stop it."""
    permission = a_permission(cast, "Ben Hill")
    draft = showing(cast, permission)
    take_back_draft(draft=draft, actor=cast.ana)
    draft.refresh_from_db()
    approve(cast, submitted(cast, draft))
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.cora)
    draft.refresh_from_db()
    assert draft.status == "approved"


def test_withdrawn_twice_is_told(cast: Cast, as_: As) -> None:
    amy = a_permission(cast, "Amy Field", under_18=True).subjects.get()
    path = f"/c/ashford/permissions/C-0001/people/{amy.pk}/withdraw/"
    assert as_(cast.ana).post(path, {"reason": ""}).status_code == 302
    answer = as_(cast.cora).post(path, {"reason": "Her mother rang"})
    assert answer.status_code == 409
    assert "withdrawn already" in answer.content.decode()
    assert "Her mother rang" in answer.content.decode()


def test_before_and_after_withdrawing_one_sees_where_they_are_shown(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Amy Field", "Ben Hill", under_18=True)
    browser, address = as_(cast.cora), "/c/ashford/permissions/C-0001/"
    assert "No draft and no post yet" in browser.get(address).content.decode()
    showing(cast, permission, "Waits")
    post = recorded_post(cast, approve(cast, showing(cast, permission, "Out")))
    amy = permission.subjects.get(name="Amy Field")
    withdraw = f"{address}people/{amy.pk}/withdraw/"
    for page in (browser.get(address).text, browser.get(withdraw).text):
        assert "2 drafts, 1 post" in " ".join(page.split())
        assert post.get_absolute_url() in page
        assert "Waits" not in page  # whose drafts there are is not for everybody
    done = browser.post(withdraw, {"reason": ""}, follow=True).text
    assert "1 draft is stopped. 1 post has to come down." in done


@pytest.mark.clause("FTC-A-14")
def test_a_group_permission_that_lost_one_still_covers_a_picture_without_them(
    cast: Cast, as_: As
) -> None:
    permission = a_permission(cast, "Amy Field", "Ben Hill", under_18=True)
    amy, ben = permission.subjects.all()
    withdraw_permission(subject=amy, reason="", actor=cast.cora)
    browser = as_(cast.ana)
    browser.post(NEW_DRAFT, composed(cast, add_pictures=[upload(picture())], do="add"))
    draft, file = cast.ashford.drafts.get(), cast.ashford.files.get()
    name = f"picture_{file.pk}_"
    fields = composed(
        cast,
        version=draft.version,
        pictures=[str(file.pk)],
        **{
            f"{name}alt": "At the fair",
            f"{name}rights": "council",
            f"{name}people": "under_18",
            f"{name}child_permissions": "C-0001",
        },
    )
    fields[f"{name}shown"] = [str(amy.pk), str(ben.pk)]
    refused = browser.post(f"/c/ashford/drafts/{draft.reference}/edit/", fields)
    page = refused.content.decode()
    assert "is in force for Amy Field" in page
    assert "Amy Field (no longer agrees)" in page and "Ben Hill (" not in page
    fields |= {f"{name}shown": [str(ben.pk)], "version": cast.ashford.drafts.get().version}
    assert browser.post(f"/c/ashford/drafts/{draft.reference}/edit/", fields).status_code == 302
    shown = cast.ashford.drafts.get().current.pictures.get()
    assert [each.subject for each in shown.depicted.all()] == [ben]


def test_one_withdrawn_is_named_to_whoever_decides(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Amy Field", under_18=True)
    draft = showing(cast, permission)
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.cora)
    page = as_(cast.ana).get(f"/c/ashford/drafts/{draft.reference}/").text
    assert "No longer agrees" in page
