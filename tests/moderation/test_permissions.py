"""Who may be shown in a picture: recorded with proof, and withdrawn one person at a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.actions import take_back_draft
from moderation.permissions.actions import withdraw_permission
from moderation.pictures.models import Permission, Subject
from moderation.posts.models import PostChange
from tests.cast import Cast
from tests.councilsm.files.samples import HTML, picture, upload
from tests.moderation.deciding import submitted
from tests.moderation.drafting import composed, recorded_post
from tests.moderation.permitting import a_permission, approve, showing

As = Callable[[Person], Client]
NEW = "/c/ashford/permissions/new/"
NEW_DRAFT = "/c/ashford/drafts/new/"


def given(**changes: Any) -> dict[str, Any]:
    """What the page of a new permission posts: Amy, under 18, by her mother."""
    day = today()
    return {
        "scope": "Spring fair",
        "given_on_day": day.day,
        "given_on_month": day.month,
        "given_on_year": day.year,
        "paper_reference": "Paper file 12",
        "people-TOTAL_FORMS": 1,
        "people-INITIAL_FORMS": 0,
        "people-0-name": "Amy Field",
        "people-0-under_18": "on",
        "people-0-given_by": "Pat Field",
        "people-0-relationship": "parent",
        **changes,
    }


@pytest.mark.clause("FTC-A-13")
def test_a_permission_is_recorded_with_its_proof(cast: Cast, as_: As) -> None:
    answer = as_(cast.ana).post(NEW, given())
    permission = Permission.objects.get()
    assert answer.headers["Location"] == "/c/ashford/permissions/C-0001/"
    amy = permission.subjects.get()
    assert (amy.name, amy.under_18, amy.relationship, amy.in_force) == (
        "Amy Field",
        True,
        "parent",
        True,
    )
    assert [e.verb for e in AuditEvent.objects.about(permission)] == ["permission.recorded"]
    page = as_(cast.cora).get("/c/ashford/permissions/?q=amy").content.decode()
    assert "Spring fair" in page


REFUSED = {
    "a teacher": ({"people-0-relationship": "other"}, "A teacher or a club cannot"),
    "the child": ({"people-0-relationship": "self"}, "only a parent or legal guardian can agree"),
    "no proof": ({"paper_reference": ""}, "Say where the signed paper is kept"),
    "a hostile proof": (
        {"paper_reference": "", "evidence": upload(HTML, "signed.png")},
        "“signed.png”",
    ),
    "nobody": (
        {f"people-0-{name}": "" for name in ("name", "given_by", "relationship")},
        "Name at least one person",
    ),
    "no parent's name": ({"people-0-given_by": ""}, "Enter the name of the parent"),
    "no scope": ({"scope": ""}, "Say what the permission covers"),
    "next year": ({"given_on_year": today().year + 1}, "in the future"),
    "an end before it": (
        {"expires_on_day": "1", "expires_on_month": "1", "expires_on_year": "2020"},
        "The last day must be after",
    ),
}


@pytest.mark.clause("FTC-A-14")
@pytest.mark.parametrize(("fields", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_stand_is_refused_and_kept(
    cast: Cast, as_: As, fields: dict[str, Any], said: str
) -> None:
    answer = as_(cast.ana).post(NEW, given(**fields))
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert said in page
    assert "Paper file 12" in page or fields.get("paper_reference") == ""
    assert not Permission.objects.exists()


@pytest.mark.database
def test_the_database_refuses_a_childs_own_word(cast: Cast) -> None:
    amy = a_permission(cast, "Amy Field", under_18=True).subjects.get()
    with (
        pytest.raises(IntegrityError, match="subject_child_has_parent_or_guardian"),
        transaction.atomic(),
    ):
        Subject.objects.filter(pk=amy.pk).update(relationship="self")


def test_another_row_is_offered_and_nothing_is_lost(cast: Cast, as_: As) -> None:
    page = as_(cast.ana).post(NEW, given(do="more")).content.decode()
    assert 'name="people-1-name"' in page
    assert 'value="Amy Field"' in page
    assert "There is a problem" not in page
    two = {"people-TOTAL_FORMS": 2, "people-1-name": "Ben", "people-1-relationship": "self"}
    as_(cast.ana).post(NEW, given(**two))
    assert sorted(Subject.objects.values_list("name", flat=True)) == ["Amy Field", "Ben"]


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


def test_a_picture_of_the_signed_form_stays_chosen(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    sent = {"paper_reference": "", "evidence": upload(picture(), "signed.png")}
    more = browser.post(NEW, given(do="more", **sent)).content.decode()
    stored = cast.ashford.files.get()
    assert f'value="{stored.digest}"' in more
    assert "Current file: signed" in more
    kept = {"paper_reference": "", "evidence_kept": stored.digest}
    wrong = browser.post(NEW, given(scope="", **kept))
    assert (wrong.status_code, stored.digest in wrong.content.decode()) == (422, True)
    assert browser.post(NEW, given(**kept)).status_code == 302
    assert Permission.objects.get().evidence == stored


def test_a_bad_file_is_told_of_also_while_the_page_grows(cast: Cast, as_: As) -> None:
    sent = given(do="more", evidence=upload(HTML, "signed.png"))
    page = as_(cast.ana).post(NEW, sent).content.decode()
    assert "“signed.png”" in page
    assert 'name="people-1-name"' in page


def test_another_councils_file_is_no_proof(cast: Cast, as_: As) -> None:
    theirs = cast.barham.files.create(digest="a" * 64, original_digest="a" * 64, name="x", size=1)
    sent = given(paper_reference="", evidence_kept=theirs.digest)
    assert as_(cast.ana).post(NEW, sent).status_code == 422
    assert not Permission.objects.exists()


def test_withdrawn_twice_is_told(cast: Cast, as_: As) -> None:
    amy = a_permission(cast, "Amy Field", under_18=True).subjects.get()
    path = f"/c/ashford/permissions/C-0001/people/{amy.pk}/withdraw/"
    assert as_(cast.ana).post(path, {"reason": ""}).status_code == 302
    answer = as_(cast.cora).post(path, {"reason": "Her mother rang"})
    assert answer.status_code == 409
    assert "withdrawn already" in answer.content.decode()
    assert "Her mother rang" in answer.content.decode()


def test_a_permission_ends_by_its_date(cast: Cast) -> None:
    permission = a_permission(cast, "Ben Hill")
    Permission.objects.update(
        given_on=today() - timedelta(days=9), expires_on=today() - timedelta(days=1)
    )
    ben = Subject.objects.select_related("permission").get(permission=permission)
    assert not ben.in_force


def test_another_councils_permission_is_not_there(cast: Cast, as_: As) -> None:
    amy = a_permission(cast, "Amy Field", under_18=True).subjects.get()
    oscar = as_(cast.oscar)
    assert oscar.get("/c/ashford/permissions/C-0001/").status_code == 404
    assert oscar.get("/c/barham/permissions/C-0001/").status_code == 404
    path = f"/c/barham/permissions/C-0001/people/{amy.pk}/withdraw/"
    assert oscar.post(path, {}).status_code == 404
    assert Subject.objects.get().withdrawn_on is None


def test_the_list_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    for number in range(30):
        a_permission(cast, f"Person {number}")
    browser = as_(cast.ana)
    with queries(at_most=7):
        page = browser.get("/c/ashford/permissions/")
    assert "Showing 25 of 30" in page.content.decode()


def test_what_is_too_long_is_refused_and_kept_whole(cast: Cast, as_: As) -> None:
    amy = a_permission(cast, "Amy Field", under_18=True).subjects.get()
    path = f"/c/ashford/permissions/C-0001/people/{amy.pk}/withdraw/"
    said = "Her mother rang. " * 30
    answer = as_(cast.cora).post(path, {"reason": said})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "300 characters at most" in page and said.strip() in page and " maxlength=" not in page
    assert Subject.objects.get().withdrawn_on is None
    long = given(scope="Fair " * 70, **{"people-0-name": "Amy " * 40})
    page = as_(cast.ana).post(NEW, long).content.decode()
    assert page.count("characters at most. These are") >= 2
    assert ("Fair " * 70).strip() in page and ("Amy " * 40).strip() in page
    assert Permission.objects.count() == 1


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
