"""The pictures of the composer: added, described and moved, with rights and the people in them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.files.models import StoredFile
from moderation.drafts.models import Draft, Picture
from tests.cast import Cast
from tests.councilsm.files.samples import EICAR, HTML, SVG, bomb, picture, upload
from tests.moderation.drafting import composed
from tests.moderation.permitting import a_permission

As = Callable[[Person], Client]
NEW = "/c/ashford/drafts/new/"
EDIT = "/c/ashford/drafts/D-0001/edit/"


def with_picture(cast: Cast, browser: Client, **changes: Any) -> StoredFile:
    """A draft of Ana's with one picture added."""
    upload_it = {"add_pictures": [upload(picture())], "do": "add"}
    browser.post(NEW, composed(cast, **upload_it, **changes))
    return StoredFile.objects.get()


def about(file: StoredFile, **answers: Any) -> dict[str, Any]:
    """What the composer posts for one picture."""
    said = {
        "alt": "The empty High Street",
        "rights": "council",
        "people": "nobody",
        **answers,
    }
    return {
        "pictures": [file.pk],
        **{f"picture_{file.pk}_{name}": value for name, value in said.items() if value},
    }


def test_a_picture_is_added_described_and_submitted(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    file = with_picture(cast, browser)
    page = browser.get(EDIT).content.decode()
    assert f'name="pictures" value="{file.pk}"' in page
    assert "What does it show?" in page
    browser.post(EDIT, composed(cast, **about(file)))
    frozen = Picture.objects.get()
    assert (frozen.file, frozen.position, frozen.alt) == (file, 1, "The empty High Street")
    assert (frozen.rights, frozen.people) == ("council", "nobody")
    assert Draft.objects.get().status == "waiting"


@pytest.mark.clause("FTC-A-11", "LTC-4.2.2-e")
def test_a_picture_without_answers_stops_submission_and_everything_stays(
    cast: Cast, as_: As
) -> None:
    browser = as_(cast.ana)
    file = with_picture(cast, browser)
    bare = about(file, alt="", rights="", people="")
    answer = browser.post(EDIT, composed(cast, **bare, text="Closed on Friday."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write alt text for the picture" in page
    assert f'href="#id_picture_{file.pk}_alt"' in page
    assert "Say who made the picture" in page
    assert "Closed on Friday." in page
    draft = Draft.objects.get()
    assert (draft.status, draft.current) == ("draft", None)
    # It was kept, and the page carries the number of that save: mended, it goes through.
    assert f'name="version" value="{draft.version}"' in page
    browser.post(EDIT, composed(cast, **about(file), version=draft.version))
    assert Draft.objects.get().status == "waiting"


HOSTILE = {
    "a script called picture": upload(HTML, "fete.png"),
    "an SVG": upload(SVG, "fete.svg"),
    "EICAR": upload(EICAR, "fete.jpg"),
    "nothing at all": upload(b"", "fete.jpg"),
    "300 megapixels": upload(bomb(), "fete.png"),
    "more than 25 MB": upload(b"\xff\xd8\xff" + bytes(26 * 1024 * 1024), "fete.jpg"),
}


@pytest.mark.clause("FTC-6.3-c")
@pytest.mark.parametrize("file", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_gets_one_sentence_and_the_form_keeps_everything(
    cast: Cast, as_: As, file: Any
) -> None:
    file.seek(0)
    uploads = [upload(picture(), "good.jpg"), file]
    answer = as_(cast.ana).post(NEW, composed(cast, add_pictures=uploads, do="submit"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("There is a problem") == 1
    assert page.count(f"“{file.name}”") == 2  # in the summary and at the field
    assert "High Street is closed on Friday." in page
    good = StoredFile.objects.get()
    assert f'name="pictures" value="{good.pk}"' in page
    assert Draft.objects.get().status == "draft"


def test_pictures_are_moved_and_taken_out(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    uploads = [upload(picture(width=20 + n), f"p{n}.jpg") for n in range(3)]
    browser.post(NEW, composed(cast, add_pictures=uploads, do="add"))
    first, second, third = Draft.objects.get().working_copy["pictures"]
    everything = {"pictures": [first, second, third]}
    browser.post(EDIT, composed(cast, **everything, do=f"up:{third}"))
    assert Draft.objects.get().working_copy["pictures"] == [first, third, second]
    browser.post(EDIT, composed(cast, **everything, version=2, do=f"remove:{first}"))
    assert Draft.objects.get().working_copy["pictures"] == [second, third]


def test_alt_text_loses_marks_of_direction_and_refuses_what_reverses(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    file = with_picture(cast, browser)
    reversed_ = about(file, alt="The \u202etekram")
    refused = browser.post(EDIT, composed(cast, version=1, **reversed_))
    assert refused.status_code == 422
    assert "reverses" in refused.content.decode()
    marks = "".join(map(chr, [*range(0x202A, 0x202D), *range(0x2066, 0x206A)]))
    said = about(file, alt=f"The {marks}market")
    sent = browser.post(EDIT, composed(cast, version=Draft.objects.get().version, **said))
    assert sent.status_code == 302
    current = Draft.objects.get().current
    assert current and current.pictures.get().alt == "The market"


def test_another_councils_picture_cannot_be_attached(cast: Cast, as_: As) -> None:
    theirs = StoredFile.objects.create(
        council=cast.barham, digest="a" * 64, name="t.jpg", media_type="image/jpeg", size=1
    )
    as_(cast.ana).post(NEW, composed(cast, **about(theirs)))
    assert not Picture.objects.exists()
    assert "t.jpg" not in as_(cast.ana).get("/c/ashford/drafts/D-0001/").content.decode()


def test_one_answer_serves_all_pictures(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    uploads = [upload(picture(width=20 + n), f"p{n}.jpg") for n in range(2)]
    browser.post(NEW, composed(cast, add_pictures=uploads, do="add"))
    first, second = Draft.objects.get().working_copy["pictures"]
    answers = {
        "pictures": [first, second],
        f"picture_{first}_alt": "One",
        f"picture_{second}_alt": "Two",
        "all_rights": "licence",
        "all_licence": "Open licence of the photographer, A. Hill",
        "all_people": "nobody",
        f"picture_{second}_rights": "council",
    }
    browser.post(EDIT, composed(cast, **answers))
    rights = list(Picture.objects.values_list("rights", flat=True))
    assert rights == ["licence", "council"]


@pytest.mark.clause("FTC-A-13", "FTC-A-14")
def test_a_childs_picture_waits_for_a_permission_on_record(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    file = with_picture(cast, browser)
    answer = browser.post(EDIT, composed(cast, **about(file, people="under_18")))
    assert answer.status_code == 422
    assert "parent or legal guardian" in answer.content.decode()
    permission = a_permission(cast, "Amy Field", under_18=True)
    named = about(file, people="under_18", child_permissions=permission.reference)
    browser.post(EDIT, composed(cast, **named, version=2))
    assert [s.name for s in permission.subjects.filter(depicted__picture__file=file)] == [
        "Amy Field"
    ]


def test_an_unknown_permission_is_named(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    file = with_picture(cast, browser)
    answer = browser.post(EDIT, composed(cast, **about(file, people="named", permissions="C-0099")))
    assert answer.status_code == 422
    assert "C-0099 is not a permission on your council’s record" in answer.content.decode()


def test_a_draft_taken_back_shows_its_pictures_again(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    file = with_picture(cast, browser)
    browser.post(EDIT, composed(cast, **about(file)))
    browser.post("/c/ashford/drafts/D-0001/take-back/")
    page = browser.get(EDIT).content.decode()
    assert "The empty High Street" in page
    assert f'name="pictures" value="{file.pk}"' in page
