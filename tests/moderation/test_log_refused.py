"""The quick entry of the log refuses: each by its field, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from moderation.evidence.models import Evidence
from moderation.log.models import ModerationAction
from tests.cast import Cast
from tests.moderation.logging_ import COMMENT, SLUR, a_removal, a_screenshot, an_item, with_reasons
from tests.moderation.posting import moment

NEW = "/c/ashford/moderation/log/"


def test_a_refusal_keeps_what_was_typed_and_the_screenshot(cora: Client, cast: Cast) -> None:
    """Criticism stays up; the officer may change to a reply without adding anything again."""
    refused = cora.post(NEW, a_removal(even_if_praise="no", note="My note"))
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Human Rights Act 1998, section 6" in page and "You can reply to it" in page
    assert 'href="#id_even_if_praise' in page and "Log no action" in page
    assert SLUR in page and "My note" in page and "screen.png" in page
    assert not ModerationAction.objects.exists()
    kept = refused.context["form"].kept[0]
    again = {"captures": [], "captures_kept": str(kept.uid), "even_if_praise": "no"}
    reply = a_removal(instead="replied", **again)  # one of the two ways that the page offers
    assert cora.post(NEW, reply).status_code == 302
    entry = ModerationAction.objects.get()
    assert (entry.kind, entry.item.evidence.get().uid) == ("replied", kept.uid)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"url": "https://example.org/forum/post/12"}, "account"),
        ({"account": "elsewhere"}, "elsewhere"),
        ({"posted_at_day": "3"}, "posted_at"),
        (moment("posted_at", timezone.now() + timedelta(days=2)), "posted_at"),
        (
            moment("happened_at", timezone.now() + timedelta(days=2)) | {"happened_earlier": "on"},
            "happened_at",
        ),
        ({"url": "", "words": "", "captures": []}, "url"),
        ({"words": "x" * 10_001}, "words"),
    ],
)
def test_bad_input_is_said_by_its_field_and_nothing_is_lost(
    cora: Client, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    answer = cora.post(NEW, a_removal(note="My note", account="") | changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "My note" in answer.content.decode()
    assert not ModerationAction.objects.exists()


@pytest.mark.clause("DTC-3.1-f")
def test_all_that_a_removal_leaves_blank_is_said_at_once_by_its_field(
    cora: Client, cast: Cast
) -> None:
    """Linked from the summary, as of any bad input; on the record's page likewise."""
    with_reasons(cast)
    item = an_item(cast, url=f"{COMMENT}8")
    sent = {"kind": "deleted", "reason": "personal_attack", "prohibited": "", "public_record": "on"}
    asked = {"marked", "even_if_praise", "target", "about_person", "no_capture", "copy_kept"}
    posted = {"url": COMMENT, "words": SLUR, "account": str(cast.page.pk)}
    for path, more in ((NEW, posted), (f"/c/ashford/moderation/{item.reference}/action/", {})):
        answer = cora.post(path, sent | more)
        page = answer.content.decode()
        assert answer.status_code == 422 and set(answer.context["form"].errors) == asked
        assert all(f'href="#id_{name}' in page for name in asked)
    report = sent | posted | {"kind": "reported", "reason": "misinformation"}
    assert set(cora.post(NEW, report).context["form"].errors) == {"reference"}
    untrue = cora.post(NEW, sent | posted | {"reason": "misinformation", "public_record": ""})
    assert {"fact", "fact_source"} <= set(untrue.context["form"].errors)
    assert not ModerationAction.objects.exists()


def test_an_unknown_place_asks_for_the_platform_and_where(cora: Client, cast: Cast) -> None:
    answer = cora.post(
        NEW,
        a_removal(url="", account="elsewhere", platform="nextdoor", elsewhere="The Oak Road group"),
    )
    assert answer.status_code == 302
    item = cast.ashford.items.get()
    assert (item.account, item.platform, item.where) == (None, "nextdoor", "The Oak Road group")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.png", b"<!doctype html><script>alert(1)</script>", "page.png"),
        ("clip.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200, "clip.mp4"),
    ],
)
def test_what_is_no_screenshot_is_refused_with_a_way_out(
    cora: Client, cast: Cast, name: str, data: bytes, said: str
) -> None:
    upload = SimpleUploadedFile(name, data, content_type="image/png")
    answer = cora.post(NEW, a_removal(captures=[upload, a_screenshot()]))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page and "screen.png" in page and SLUR in page
    assert Evidence.objects.get().name == "screen.png"


def test_forty_pictures_are_too_many_at_once(cora: Client, cast: Cast) -> None:
    """Ten stay on the page; the same picture forty times would be one."""
    shots = [a_screenshot(f"{number}.png", f"#0000{number:02}") for number in range(40)]
    answer = cora.post(NEW, a_removal(captures=shots))
    assert answer.status_code == 422 and "up to 10 files" in answer.content.decode()
    assert len(answer.context["form"].kept) == 10
    assert "and 27 more" in answer.text and "13.png" not in answer.text


def test_formulas_and_mark_up_stay_plain_words(cora: Client, cast: Cast) -> None:
    words = '=HYPERLINK("http://x.example") <b>dirty rat</b>'
    assert cora.post(NEW, a_removal(words=words)).status_code == 302
    page = cora.get("/c/ashford/moderation/M-0001/").content.decode()
    assert "=HYPERLINK(&quot;http://x.example&quot;) &lt;b&gt;dirty rat&lt;/b&gt;" in page


def test_a_handle_that_turns_its_direction_is_refused_and_stays(cora: Client, cast: Cast) -> None:
    answer = cora.post(NEW, a_removal(handle="rex\u202eeor"))
    assert answer.status_code == 409
    assert "cannot be seen" in answer.content.decode() and SLUR in answer.content.decode()


def test_what_nobody_may_keep_is_dropped_unread_and_says_whom_to_call(
    cora: Client, cast: Cast
) -> None:
    page = cora.get(NEW).content.decode()
    assert page.index("Indecent image of a child") < page.index('type="file"')
    assert "999" in page and "Internet Watch Foundation" in page
    sent = a_removal(
        kind="police", prohibited="child", reference="CAD 12", reason="", marked="", words="x"
    )
    assert cora.post(NEW, sent).status_code == 302
    entry = ModerationAction.objects.get()
    assert (entry.reason, entry.item.words) == ("prohibited-child", "")
    assert not Evidence.objects.exists()
