"""Evidence: what is taken in and how, and what is refused."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.html import escape

from accounts.people.models import Person
from councilsm.refusals import RuleBroken, Stale
from moderation.evidence.actions import attach
from moderation.evidence.intake import capture
from moderation.evidence.models import Evidence
from moderation.evidence.storage import whole_bytes
from tests.cast import Cast, a_member
from tests.councilsm.files.samples import picture, snapshot, upload
from tests.moderation.capturing import PDF, add, address, an_item, captured, file_of
from tests.moderation.conducting import with_grounds

As = Callable[[Person], Client]
HTML = b"<!DOCTYPE html><html><body>A post</body></html>"
VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 100


@pytest.mark.clause("HLTC-capture-1", "HLTC-capture-7")
def test_a_screenshot_and_a_statement_are_kept_byte_for_byte(cast: Cast, as_: As) -> None:
    item = an_item(cast)
    form = as_(cast.cora).get(f"/c/ashford/moderation/{item.reference}/evidence/")
    assert "does not belong to the council and can vanish" in form.content.decode()
    shot = snapshot()  # which says where it was taken: evidence keeps that too
    sent = {"captures": [upload(shot, "shot.jpg"), upload(PDF, "statement.pdf")]}
    said = {
        "reason": "The author deletes posts",
        "investigation": "criminal",
        "url": "https://www.facebook.com/ashfordcouncil/posts/1?comment_id=2&access_token=abc",
        "description": "A comment under the fair",
    }
    assert add(as_(cast.cora), item.number, **sent, **said).status_code == 302
    photo, statement = item.evidence.order_by("pk")
    assert whole_bytes(photo) == shot
    assert photo.digest == hashlib.sha256(shot).hexdigest()
    assert (photo.kind, statement.kind) == ("screenshot", "document")
    assert (photo.captured_by, photo.investigation) == (cast.cora, "criminal")
    assert "access_token" not in photo.url
    assert f"/evidence/{cast.ashford.pk}/" in str(file_of(photo))
    page = as_(cast.cora).get(address("", photo)).content.decode()
    assert f"Digest (SHA-256): {photo.digest}" in page  # which paper shows without being opened
    assert "The author deletes posts" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=photo.pk).update(digest="0" * 64)


@pytest.mark.clause("HLTC-capture-2")
def test_at_heanor_no_copy_is_kept_without_saying_why_and_for_what(cast: Cast, as_: As) -> None:
    """Wherever a capture is taken: with an entry, an item, a case, somebody's conduct."""
    item, cora = an_item(cast), as_(cast.cora)
    pages = [f"moderation/{item.reference}/{page}/" for page in ("evidence", "action")]
    pages += ["moderation/log/", "cases/new/", "conduct/new/councillor/"]
    assert all("why_kept" not in cora.get(f"/c/ashford/{page}").text for page in pages)
    with_grounds(cast, "HLTC-capture-2")
    cast.ashford.refresh_from_db()
    clause = f"HLTC-capture-2: {cast.ashford.rulebook.clauses['HLTC-capture-2']}"
    for page in pages:
        shown = cora.get(f"/c/ashford/{page}").text
        assert shown.count(escape(clause)) == 1 and 'name="why_kept"' in shown
    path = f"/c/ashford/moderation/{item.reference}/action/"
    sent = {"kind": "no_action", "captures": [upload(picture("PNG"), "a.png")]}
    refused = cora.post(path, sent)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"why_kept", "investigation"}
    why = {"why_kept": "It may be gone tomorrow", "investigation": "conduct"}
    kept = {"captures_kept": str(Evidence.objects.get().uid)}
    assert cora.post(path, {"kind": "no_action"} | kept | why).status_code == 302
    one = item.evidence.get()
    assert (one.reason, one.investigation) == ("It may be gone tomorrow", "conduct")
    record = cora.get(f"/c/ashford/moderation/{item.reference}/").text
    assert one.reason in record and one.get_investigation_display() in record
    silent = capture(upload(PDF, "b.pdf"), council=cast.ashford, actor=cast.cora)
    with pytest.raises(RuleBroken, match="why a copy has to be kept"):
        attach(item=item, captures=[silent], actor=cast.cora)


@pytest.mark.parametrize(
    ("data", "name", "way_out"),
    [
        (HTML, "post.png", "is a saved web page"),
        (VIDEO, "clip.mp4", "note where the video is kept"),
        (b"PK\x03\x04" + b"[Content_Types].xml", "letter.docx", "Save it as PDF"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "x.svg", "a screenshot of it"),
        (b"\x00\x01\x02" * 50, "x.bin", "neither a picture nor a PDF"),
        (picture("PNG")[:100], "cut.png", "damaged or incomplete"),
    ],
)
def test_what_is_neither_picture_nor_pdf_is_refused_with_a_way_out(
    cast: Cast, as_: As, data: bytes, name: str, way_out: str
) -> None:
    item = an_item(cast)
    sent = {"captures": [upload(picture("PNG"), "good.png"), upload(data, name)], "reason": "Typed"}
    answer = add(as_(cast.cora), item.number, **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert way_out in page
    assert "Typed" in page
    # The good one is kept and named, and may be removed again.
    kept = Evidence.objects.get()
    assert "good.png" in page
    again = {"captures_kept": str(kept.uid), "captures_without": str(kept.uid)}
    assert add(as_(cast.cora), item.number, **again).status_code == 422
    assert not Evidence.objects.exists()
    assert not file_of(kept).exists()


def test_a_form_shown_again_keeps_only_ones_own_captures(cast: Cast, as_: As) -> None:
    item = an_item(cast)
    two = [upload(picture("PNG"), "a.png"), upload(picture("PNG"), "b.png"), upload(HTML, "x")]
    add(as_(cast.cora), item.number, captures=two)
    kept = Evidence.objects.get()  # the same bytes twice are one
    max_ = a_member(cast.ashford, "Max", "comms-officer")
    theirs = {"captures_kept": f"{kept.uid},nonsense,{'0' * 8}"}
    assert add(as_(max_), item.number, **theirs).status_code == 422
    assert add(as_(cast.cora), item.number, captures_kept=str(kept.uid)).status_code == 302
    assert item.evidence.get() == kept
    # Sent a second time it is saved already, and not again.
    assert add(as_(cast.cora), item.number, captures_kept=str(kept.uid)).status_code == 422
    # The same bytes on the same item are one.
    add(as_(cast.cora), item.number, captures=[upload(picture("PNG"), "c.png")])
    assert Evidence.objects.get() == kept


def test_more_than_ten_files_are_refused_and_a_full_council_says_so(
    cast: Cast, as_: As, settings: Any
) -> None:
    item = an_item(cast)
    files = [upload(picture("PNG", width=20 + number), f"{number}.png") for number in range(11)]
    answer = add(as_(cast.cora), item.number, captures=files)
    assert answer.status_code == 422
    # Ten stay, and the page names the one that did not.
    assert "up to 10 files. These were not added: “10.png”" in answer.content.decode()
    kept = answer.context["form"].kept
    assert [one.name for one in kept] == [f"{number}.png" for number in range(10)]
    settings.COUNCIL_STORAGE_GB = 0
    answer = add(as_(cast.cora), item.number, captures=[upload(picture("PNG"), "a.png")])
    assert "no room left" in answer.content.decode()
    assert Evidence.objects.count() == 10


def test_of_one_person_few_captures_wait_to_be_saved(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = an_item(cast)
    monkeypatch.setattr("moderation.evidence.intake.MOST_UNSAVED", 2)
    for number in range(3):
        file = upload(picture("PNG", width=20 + number), f"{number}.png")
        add(as_(cast.cora), item.number, captures=[file, upload(HTML, "x")])
    assert [one.name for one in Evidence.objects.order_by("pk")] == ["1.png", "2.png"]


def test_of_several_files_all_are_saved_or_none(cast: Cast) -> None:
    item = an_item(cast)
    first, gone = (
        capture(upload(picture("PNG", width=width), "a.png"), council=cast.ashford, actor=cast.cora)
        for width in (20, 21)
    )
    Evidence.objects.filter(pk=gone.pk).delete()
    with pytest.raises(Stale):
        attach(item=item, captures=[first, gone], actor=cast.cora)
    first.refresh_from_db()
    assert first.saved_at is None


def test_what_was_saved_cannot_be_taken_out_of_the_database(cast: Cast) -> None:
    evidence = captured(cast, reason="They delete posts")
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(description="Said later")


def test_prohibited_content_is_dropped_unread_and_the_page_says_whom_to_call(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, browser = an_item(cast), as_(cast.cora)
    add(browser, item.number, captures=[upload(picture("PNG"), "a.png"), upload(HTML, "x")])
    kept = Evidence.objects.get()

    def read(*args: Any) -> None:
        raise AssertionError("It was read.")

    monkeypatch.setattr("moderation.evidence.capturing.capture", read)
    sent = {"captures": [upload(picture("PNG"), "b.png")], "captures_kept": str(kept.uid)}
    answer = add(browser, item.number, prohibited="child", **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Internet Watch Foundation" in page
    assert 'name="captures"' not in page
    assert not Evidence.objects.exists()
    assert not file_of(kept).exists()
