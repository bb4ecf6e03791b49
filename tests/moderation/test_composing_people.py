"""The composer asks who is in a picture, and by what permission."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.files.models import StoredFile
from moderation.drafts.forms.references import read_references
from moderation.drafts.models import Draft, Picture
from moderation.permissions.actions import withdraw_permission
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.councilsm.files.samples import picture, upload
from tests.moderation.drafting import composed
from tests.moderation.permitting import a_permission

As = Callable[[Person], Client]
NEW = "/c/ashford/drafts/new/"
EDIT = "/c/ashford/drafts/D-0001/edit/"


def with_pictures(cast: Cast, browser: Client, how_many: int = 1) -> list[StoredFile]:
    """A draft of Ana's with some pictures."""
    uploads = [upload(picture(width=20 + n), f"p{n}.jpg") for n in range(how_many)]
    browser.post(NEW, composed(cast, add_pictures=uploads, do="add"))
    return list(StoredFile.objects.order_by("pk"))


def about(*files: StoredFile, **answers: Any) -> dict[str, Any]:
    """What the composer posts of pictures of which all the same is said."""
    said = {"alt": "At the fair", "rights": "council", **answers}
    typed = {f"picture_{f.pk}_{name}": value for f in files for name, value in said.items()}
    return {"pictures": [file.pk for file in files], **typed}


def submit(cast: Cast, browser: Client, **fields: Any) -> Any:
    """Submits Ana's draft as it stands."""
    return browser.post(EDIT, composed(cast, version=Draft.objects.get().version, **fields))


def shown() -> list[str]:
    """Who is on record as shown, in all pictures."""
    return [str(d.subject) for each in Picture.objects.all() for d in each.depicted.all()]


# --- What is wrong is said where it can be mended ---------------------------------------------


@pytest.mark.clause("FTC-A-14")
def test_a_missing_permission_of_a_child_leads_to_the_field_that_is_seen(
    cast: Cast, as_: As
) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    page = submit(cast, browser, **about(file, people="under_18")).text
    # In the summary and as "Fix" beside the check.
    assert page.count(f'href="#id_picture_{file.pk}_child_permissions"') == 2
    assert f'href="#id_picture_{file.pk}_permissions"' not in page


@pytest.mark.parametrize(
    ("answer", "field"), [("under_18", "all_child_permissions"), ("named", "all_permissions")]
)
def test_what_is_answered_for_all_pictures_is_mended_there(
    cast: Cast, as_: As, answer: str, field: str
) -> None:
    browser = as_(cast.ana)
    files = with_pictures(cast, browser, 2)
    page = submit(cast, browser, **about(*files), all_people=answer).text
    assert f'href="#id_{field}"' in page
    for file in files:
        assert f'href="#id_picture_{file.pk}_permissions"' not in page
        assert f'href="#id_picture_{file.pk}_child_permissions"' not in page


def test_a_licence_without_its_name_leads_to_its_own_field(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    page = submit(cast, browser, **about(file, people="nobody", rights="licence")).text
    assert page.count(f'href="#id_picture_{file.pk}_licence"') == 2


# --- A permission of several people -----------------------------------------------------------


@pytest.mark.clause("FTC-A-13")
def test_nobody_of_a_group_is_recorded_as_shown_until_they_are_ticked(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    ella, _ = a_permission(cast, "Ella Okafor", "Sam Okafor").subjects.all()
    named = about(file, people="named", permissions="C-0001")
    answer = submit(cast, browser, **named)
    assert answer.status_code == 422
    assert "Tick who of C-0001 is in the picture" in answer.text
    assert f'href="#id_picture_{file.pk}_shown_0"' in answer.text
    assert "Ella Okafor" in answer.text and "Sam Okafor" in answer.text
    assert not Picture.objects.exists()
    ticked = {f"picture_{file.pk}_shown": [ella.pk]}
    assert submit(cast, browser, **named, **ticked).status_code == 302
    assert shown() == ["Ella Okafor"]


@pytest.mark.clause("FTC-A-14")
def test_somebody_who_withdrew_is_unticked_and_the_refusal_says_so(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    ella, sam = a_permission(cast, "Ella Okafor", "Sam Okafor", under_18=True).subjects.all()
    named = about(file, people="under_18", child_permissions="C-0001")
    ticks = f"picture_{file.pk}_shown"
    withdraw_permission(subject=sam, reason="", actor=cast.cora)
    refused = submit(cast, browser, **named, **{ticks: [ella.pk, sam.pk]})
    assert refused.status_code == 422
    assert "If they are not in it, untick their name" in refused.text
    assert "Sam Okafor (no longer agrees)" in refused.text
    assert f'href="#id_{ticks}_0"' in refused.text
    assert submit(cast, browser, **named, **{ticks: [ella.pk]}).status_code == 302
    assert shown() == ["Ella Okafor"]


def test_one_person_needs_no_tick_and_every_group_needs_its_own(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    a_permission(cast, "Ben Hill")
    amy, _ = a_permission(cast, "Amy Field", "Jo Field").subjects.all()
    _, kim = a_permission(cast, "Ida Lee", "Kim Lee").subjects.all()
    named = about(file, people="named", permissions="C-1, C-2 and C-3")
    ticks = f"picture_{file.pk}_shown"
    half = submit(cast, browser, **named, **{ticks: [amy.pk]})
    assert "Tick who of C-0003 is in the picture" in half.text
    assert submit(cast, browser, **named, **{ticks: [amy.pk, kim.pk]}).status_code == 302
    assert shown() == ["Ben Hill", "Amy Field", "Kim Lee"]


def test_ticks_of_a_reference_that_was_taken_out_are_forgotten(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    amy, _ = a_permission(cast, "Amy Field", "Jo Field").subjects.all()
    a_permission(cast, "Ben Hill")
    ticks = {f"picture_{file.pk}_shown": [amy.pk]}
    named = about(file, people="named", permissions="C-2")
    assert submit(cast, browser, **named, **ticks).status_code == 302
    assert shown() == ["Ben Hill"]


def test_a_reference_under_an_answer_that_was_changed_is_not_read(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    a_permission(cast, "Ben Hill")
    a_permission(cast, "Amy Field", under_18=True)
    typed = {"permissions": "C-1 and Ben", "child_permissions": "C-2"}
    answer = submit(cast, browser, **about(file, people="under_18", **typed))
    assert answer.status_code == 302
    assert shown() == ["Amy Field"]


# --- References as people type them -----------------------------------------------------------

TYPED = {
    "C-0001": ([1], ""),
    "c1": ([1], ""),
    "C1, c 2 and 3": ([1, 2, 3], ""),
    "1": ([1], ""),
    "C-0001.": ([1], ""),
    "Sam Okafor": ([], "Sam Okafor"),
    "C-0001 Sam": ([1], "Sam"),
    "form of 3 May": ([], "form of 3 May"),
    "": ([], ""),
}


@pytest.mark.parametrize(("text", "read"), TYPED.items(), ids=list(TYPED))
def test_references_are_read_as_people_type_them(text: str, read: tuple[list[int], str]) -> None:
    assert read_references(text) == read


@pytest.mark.parametrize("text", ["c1", "C1", "1", "C-0001"])
def test_a_permission_is_found_however_its_reference_is_typed(
    cast: Cast, as_: As, text: str
) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    a_permission(cast, "Sam Okafor")
    answer = submit(cast, browser, **about(file, people="named", permissions=text))
    assert answer.status_code == 302
    assert shown() == ["Sam Okafor"]


def test_a_name_in_place_of_a_reference_is_told_which_reference_it_has(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    a_permission(cast, "Sam Okafor")
    answer = submit(cast, browser, **about(file, people="named", permissions="sam okafor"))
    assert answer.status_code == 422
    assert "Enter a reference like C-0001, not “sam okafor”" in answer.text
    assert "Sam Okafor is named in C-0001" in answer.text


def test_permissions_in_force_are_offered_and_the_list_is_a_click_away(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    browser = as_(cast.ana)
    assert "<datalist" not in browser.get(NEW).text
    with_pictures(cast, browser, 3)
    a_permission(cast, "Sam Okafor")
    gone = a_permission(cast, "Ella Okafor")
    withdraw_permission(subject=gone.subjects.get(), reason="", actor=cast.cora)
    for number in range(20):
        a_permission(cast, f"Person {number}")
    with queries(at_most=15):
        page = browser.get(EDIT).text
    assert '<option value="C-0001" label="Sam Okafor: Spring fair">' in page
    assert '<option value="C-0002"' not in page
    assert 'list="permissions-in-force"' in page
    assert '<a class="govuk-link" href="/c/ashford/permissions/">Permissions</a>' in page


# --- What the rules leave out -----------------------------------------------------------------


@pytest.mark.clause("FTC-A-13")
def test_what_the_rules_leave_out_is_not_offered_and_the_page_says_so(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    (file,) = with_pictures(cast, browser)
    assert f'name="picture_{file.pk}_people" value="official"' in " ".join(
        browser.get(EDIT).text.split()
    )
    a_rulebook(cast.ashford, **RULES | {"picture_bases": chosen(["crowd", "named"])})
    page = " ".join(browser.get(EDIT).text.split())
    assert 'value="official"' not in page and 'value="under_18"' not in page
    assert f'name="picture_{file.pk}_people" value="nobody"' in page
    assert "leave out “People in an official role” or “Under-18s, with permission" in page
    assert "minute 24/101" in page
    answer = submit(cast, browser, **about(file, people="official"))
    assert answer.status_code == 422
    assert "rules leave that answer out" in answer.text


# --- Ten pictures -----------------------------------------------------------------------------


def test_what_is_left_out_of_ten_is_named_and_a_double_takes_no_place(cast: Cast, as_: As) -> None:
    files = [(picture(width=20 + n), f"p{n}.jpg") for n in range(11)]
    files.insert(1, (files[0][0], "again.jpg"))
    uploads = [upload(data, name) for data, name in files]
    answer = as_(cast.ana).post(NEW, composed(cast, add_pictures=uploads, do="add"))
    assert answer.status_code == 422
    assert "10 pictures at most. Left out: “p10.jpg”" in answer.text
    assert "“again.jpg” is there already" in answer.text
    kept = Draft.objects.get().working_copy["pictures"]
    assert len(kept) == len(set(kept)) == 10
    assert cast.ashford.files.get(pk=kept[9]).name == "p9.jpg"
