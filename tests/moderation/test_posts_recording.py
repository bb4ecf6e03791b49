"""How a post is recorded: with its words, its address, its device and its pictures."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.devices.actions import accept_commitments, add_device, lose_device, permit_device
from accounts.devices.models import Device
from accounts.people.models import Person
from councilsm.files.intake import take_in
from moderation.checks.content import PictureContent
from moderation.drafts.actions import approve_draft, submit_draft
from moderation.posts.models import Post
from tests.cast import MINUTE, RULES, Cast, a_rulebook
from tests.moderation.checking import content
from tests.moderation.drafting import a_draft, approved
from tests.moderation.posting import a_picture, address, recorded

As = Callable[[Person], Client]
WORDS = "High Street is closed on Friday and Saturday."


def test_words_that_differ_are_explained_and_shown(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    silent = browser.post(address(draft), recorded(draft, wording="different", words=WORDS))
    assert silent.status_code == 422
    assert "Say why the words differ" in silent.text
    assert WORDS in silent.text
    same = recorded(
        draft, wording="different", words="High Street is closed on Friday.\r\n", difference="x"
    )
    assert "These are the approved words" in browser.post(address(draft), same).text
    assert not Post.objects.exists()
    told = {"wording": "different", "words": WORDS, "difference": "The police rang."}
    browser.post(address(draft), recorded(draft, **told))
    post = Post.objects.get()
    assert (post.words, post.target and post.target.text) == (
        WORDS,
        "High Street is closed on Friday.",
    )
    page = as_(cast.ana).get("/c/ashford/posts/P-0001/").text
    assert "and Saturday." in page
    assert "<ins>" in page
    assert "<del>" in page and "(end of removed)" in page
    assert "The police rang." in page
    assert "Differs from what was approved" in page


def test_an_address_elsewhere_is_doubted_once_and_the_doubt_kept(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    other = "https://www.facebook.com/somebody/posts/9"
    first = browser.post(address(draft), recorded(draft, url=other))
    assert first.status_code == 422
    assert "by “somebody”" in first.text
    assert "It is right, save it anyway" in first.text
    again = recorded(draft, url=other, warned_about=other)
    assert browser.post(address(draft), again).status_code == 422
    third = f"{other}0"
    moved = recorded(draft, url=third, warned_about=other, address_is_right="on")
    assert browser.post(address(draft), moved).status_code == 422
    assert not Post.objects.exists()
    ticked = recorded(draft, url=other, warned_about=other, address_is_right="on")
    assert browser.post(address(draft), ticked).status_code == 302
    assert "by “somebody”" in Post.objects.get().url_warning
    assert "Saved although" in browser.get("/c/ashford/posts/P-0001/").text


def devices(cast: Cast, **value: Any) -> None:
    """Ashford has a rule about devices."""
    a_rulebook(cast.ashford, **RULES, devices={"value": value, **MINUTE})


@pytest.mark.clause("FTC-6.7-b")
def test_an_own_device_needs_the_permission_that_the_rules_ask_for(cast: Cast, as_: As) -> None:
    devices(cast, use="with_permission", permission_from=["town-clerk"])
    draft = approved(cast)
    browser = as_(cast.cora)
    assert "permission of the Town Clerk" in browser.get(address(draft)).text
    refused = browser.post(address(draft), recorded(draft, device="own"))
    assert (refused.status_code, "Say who gave it" in refused.text) == (409, True)
    assert not Post.objects.exists()
    permitted = recorded(draft, device="own", device_permission="Priya, on the telephone")
    assert browser.post(address(draft), permitted).status_code == 302
    post = Post.objects.get()
    assert (post.device, post.device_permission) == ("own", "Priya, on the telephone")


def test_the_permission_that_the_register_has_is_filled_in(cast: Cast, as_: As) -> None:
    devices(cast, use="with_permission", permission_from=["town-clerk"])
    draft = approved(cast)
    browser = as_(cast.cora)
    phone = add_device(
        council=cast.ashford,
        name="Cora’s phone",
        kind=Device.Kind.PHONE,
        belongs=Device.Belongs.PERSONAL,
        holder=cast.cora.memberships.get(),
        starts_on=timezone.localdate(),
        actor=cast.cora,
    )
    given = permit_device(
        device=phone,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=9),
        actor=cast.priya,
    )
    said = "Cora’s phone: permitted by Priya on"
    assert said not in browser.get(address(draft)).text, "its terms are not accepted yet"
    accept_commitments(permission=given, actor=cast.cora)
    assert said in browser.get(address(draft)).text
    lose_device(
        device=phone,
        lost_on=timezone.localdate(),
        what_happened="On the train.",
        ways=[],
        actor=cast.cora,
    )
    assert said not in browser.get(address(draft)).text


def test_an_own_device_is_refused_where_the_rules_never_allow_it(cast: Cast, as_: As) -> None:
    devices(cast, use="never")
    draft = approved(cast)
    browser = as_(cast.cora)
    assert "Never allowed here (the council&#x27;s decision" in browser.get(address(draft)).text
    refused = browser.post(address(draft), recorded(draft, device="own"))
    assert refused.status_code == 409
    assert "minute 24/101" in refused.text
    assert not Post.objects.exists()
    assert browser.post(address(draft), recorded(draft)).status_code == 302


def test_without_a_rule_about_devices_none_is_made_up(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    assert "permission" not in browser.get(address(draft)).text.lower()
    assert browser.post(address(draft), recorded(draft, device="own")).status_code == 302
    assert Post.objects.get().device == "own"


def test_a_screenshot_stays_chosen_when_the_form_comes_back(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    wrong = browser.post(address(draft), recorded(draft, url="", screenshot=a_picture()))
    assert wrong.status_code == 422
    stored = cast.ashford.files.get()
    assert stored.digest in wrong.text
    assert "Current file: screen.png" in wrong.text
    browser.post(address(draft), recorded(draft, screenshot_kept=stored.digest))
    assert Post.objects.get().screenshot == stored
    assert stored.get_absolute_url() in browser.get("/c/ashford/posts/P-0001/").text


def test_a_file_that_is_no_picture_gets_one_sentence(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    broken = a_picture("screen.png")
    broken.file.truncate(20)
    answer = as_(cast.cora).post(address(draft), recorded(draft, screenshot=broken))
    assert answer.status_code == 422
    assert "“screen.png”" in answer.text
    assert 'value="https://www.facebook.com/ashfordcouncil/posts/1"' in answer.text
    assert not Post.objects.exists()


def test_another_councils_file_is_no_screenshot(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    theirs = cast.barham.files.create(digest="a" * 64, original_digest="a" * 64, name="x", size=1)
    refused = as_(cast.cora).post(address(draft), recorded(draft, screenshot_kept=theirs.digest))
    assert refused.status_code == 422 and "is not kept any more" in refused.text
    assert not Post.objects.exists()


def test_pictures_are_there_to_download_with_their_alt_text(cast: Cast, as_: As) -> None:
    stored = take_in(a_picture("fete.png"), council=cast.ashford, actor=cast.ana)
    draft = a_draft(cast)
    shown = PictureContent(
        file=stored, alt="The maypole on the green", rights="council", people="nobody"
    )
    said = content(texts={cast.page: "Come to the fete."}, pictures=(shown,))
    revision = submit_draft(draft=draft, content=said, version=1, actor=cast.ana)
    approve_draft(draft=draft, digest=revision.digest, actor=cast.priya)
    draft.refresh_from_db()
    page = as_(cast.cora).get(address(draft)).text
    assert f'href="{stored.get_absolute_url()}"' in page
    assert 'id="alt-1"' in page
    assert 'data-copy="#alt-1"' in page
    assert "The maypole on the green" in page
    as_(cast.cora).post(address(draft), recorded(draft))
    record = as_(cast.ana).get("/c/ashford/posts/P-0001/").text
    assert stored.get_absolute_url() in record
    assert "The maypole on the green" in record
