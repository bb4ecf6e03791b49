"""Who may be shown in a picture: recorded with proof, for a time, by one council."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from moderation.pictures.models import Permission, Subject
from tests.cast import Cast
from tests.councilsm.files.samples import HTML, picture, upload
from tests.moderation.permitting import a_permission

As = Callable[[Person], Client]
NEW = "/c/ashford/permissions/new/"


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
