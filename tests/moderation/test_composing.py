"""The composer: words for each account, what is ticked, autosave, and who opens it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from moderation.drafts.models import Draft
from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import a_draft, composed, waiting

As = Callable[[Person], Client]
NEW = "/c/ashford/drafts/new/"
EDIT = "/c/ashford/drafts/D-0001/edit/"


def test_each_account_may_have_its_own_words_and_the_link_follows(cast: Cast, as_: As) -> None:
    other = AccountFactory(council=cast.ashford, platform="x", handle="ashford")
    fields = {
        "accounts": [cast.page.pk, other.pk],
        f"text_{other.pk}": "Short.",
        "link": "https://www.ashford.gov.uk/roads",
    }
    as_(cast.ana).post(NEW, composed(cast, **fields))
    words = dict(Draft.objects.get().current.targets.values_list("account_id", "text"))
    assert words == {
        cast.page.pk: "High Street is closed on Friday.\nhttps://www.ashford.gov.uk/roads",
        other.pk: "Short.\nhttps://www.ashford.gov.uk/roads",
    }


def test_words_too_long_for_one_platform_stop_submission(cast: Cast, as_: As) -> None:
    other = AccountFactory(council=cast.ashford, platform="x", handle="ashford")
    fields = {"accounts": [cast.page.pk, other.pk], "text": "a" * 281}
    answer = as_(cast.ana).post(NEW, composed(cast, **fields))
    assert answer.status_code == 422
    assert "280" in answer.content.decode()
    assert Draft.objects.get().status == "draft"


TICKED = {
    "a private meeting": ({"extras": ["private_meeting"]}, "Say which line manager gave"),
    "a supplier": ({"extras": ["third_party"]}, "Say who approved being named"),
    "a reputation": ({"extras": ["reputation"]}, "Say what evidence you hold"),
    "urgent": ({"extras": ["urgent"]}, "Say why it cannot wait"),
    "a notice": ({"extras": ["exempt"]}, "Choose which notice it is"),
    "a video": ({"extras": ["video"]}, "Enter a title for the video"),
    "a video of a wrong digest": (
        {"extras": ["video"], "video_sha256": "xyz"},
        "64 characters from 0 to 9",
    ),
    "a share without its original": ({"kind": "share", "endorses": "no"}, "original"),
    "a share that endorses": (
        {"kind": "share", "original_url": "https://x.com/a/status/1", "endorses": "yes"},
        "controversial",
    ),
}


@pytest.mark.clause("LLTC-13-f", "LLTC-13-g", "FTC-A-9")
@pytest.mark.parametrize(("fields", "said"), TICKED.values(), ids=TICKED.keys())
def test_what_is_ticked_must_be_answered(
    cast: Cast, as_: As, fields: dict[str, Any], said: str
) -> None:
    answer = as_(cast.ana).post(NEW, composed(cast, **fields))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_was_declared_is_frozen_with_the_revision(cast: Cast, as_: As) -> None:
    fields = {
        "extras": ["private_meeting", "video", "urgent"],
        "private_meeting": "Jo Marsh, 3 November",
        "urgent": "The road closes tomorrow",
        "video_title": "The bridge",
        "video_file_name": "bridge.mp4",
        "video_sha256": "AB" * 32,
        "video_captions": "yes",
        "video_people": "Nobody",
        "third_party": "typed, but not ticked",
    }
    as_(cast.ana).post(NEW, composed(cast, **fields))
    particulars = Draft.objects.get().current.particulars
    assert particulars.declarations.private_meeting == "Jo Marsh, 3 November"
    assert particulars.declarations.third_party == ""
    assert particulars.video and particulars.video.sha256 == "ab" * 32
    assert particulars.urgent == "The road closes tomorrow"


def test_a_note_on_a_check_goes_to_whoever_decides(cast: Cast, as_: As) -> None:
    fields = {"text": "Ring Amy on 07700 900123.", "note_telephone_numbers": "She agreed by e-mail"}
    as_(cast.ana).post(NEW, composed(cast, **fields))
    found = [f for f in Draft.objects.get().current.findings if f["check"] == "Telephone numbers"]
    assert found[0]["words"] == ["07700 900123"]
    assert found[0]["note"] == "She agreed by e-mail"


@pytest.mark.parametrize("name", ["credit", "note_telephone_numbers", "text", "title"])
def test_words_that_hide_their_order_are_refused_wherever_they_are_read(
    cast: Cast, as_: As, name: str
) -> None:
    response = as_(cast.ana).post(NEW, composed(cast, **{name: "From \u202ethe county"}))
    assert response.status_code == 422
    assert "hidden character" in response.content.decode()
    assert not Draft.objects.exclude(status="draft").exists()


def test_autosave_answers_with_the_checks(cast: Cast, as_: As) -> None:
    a_draft(cast)
    fields = composed(cast, text="Ring Amy on 07700 900123.")
    answer = as_(cast.ana).post("/c/ashford/drafts/D-0001/autosave/", fields).json()
    assert "Telephone numbers" in answer["checks"]
    assert "07700 900123" in answer["checks"]
    half = as_(cast.ana).post(
        "/c/ashford/drafts/D-0001/autosave/", composed(cast, text="", version=2)
    )
    assert half.json()["checks"] == ""


def test_the_composer_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    for number in range(5):
        AccountFactory(council=cast.ashford, platform="x", handle=f"ashford{number}")
    a_draft(cast)
    browser = as_(cast.ana)
    with queries(at_most=12):
        browser.get(EDIT)


def test_only_the_author_opens_the_composer(cast: Cast, as_: As) -> None:
    waiting(cast)
    assert as_(cast.priya).get(EDIT).status_code == 409
    assert as_(cast.oscar).get(EDIT).status_code == 404
