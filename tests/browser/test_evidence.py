"""Evidence in a browser: a wrong upload destroyed by two people, and a flipped byte found."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from accounts.councils.models import Council
from accounts.people.models import Person
from moderation.demo import COUNCILS, make
from moderation.evidence.checking import check_some
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item
from moderation.items.models import Item
from tests.browser.conftest import Visitor
from tests.moderation.capturing import file_of, flip_a_byte

pytestmark = pytest.mark.browser
COMMS, CLERK = "comms@flitwick.example", "clerk@flitwick.example"


@pytest.fixture
def item(transactional_db: None) -> Item:
    council: Council = make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    account = council.official_accounts.filter(platform="facebook").first()
    assert account
    return add_item(
        council=council,
        platform="facebook",
        account=account,
        words="You are all crooks",
        seen_at=timezone.now(),
        actor=Person.objects.get(email=COMMS),
    )


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.png"
    Image.new("RGB", (900, 600), "white").save(path)
    return path


def add(visitor: Visitor, item: Item, file: Path) -> Evidence:
    page = visitor.page
    visitor.go(f"/c/flitwick/moderation/{item.reference}/evidence/")
    page.get_by_label("Evidence", exact=True).set_input_files(file)
    visitor.look("evidence-add", "Add evidence")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_text("Evidence added.")).to_be_visible()
    return Evidence.objects.latest("pk")


def test_a_wrong_upload_is_destroyed_and_the_chain_intact(
    visitor: Visitor, item: Item, letter: Path, tmp_path: Path
) -> None:
    page = visitor.page
    visitor.become(COMMS)
    # A saved web page is refused, with what to do instead; nothing else is lost.
    (saved := tmp_path / "shot.png").write_text("<!DOCTYPE html><html>")
    visitor.go(f"/c/flitwick/moderation/{item.reference}/evidence/")
    page.get_by_label("Evidence", exact=True).set_input_files([saved, letter])
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("Take a screenshot of it")
    visitor.look("evidence-refused", "Add evidence")
    page.get_by_label("Remove letter.png").check()
    evidence = add(visitor, item, letter)
    visitor.go(f"/c/flitwick/moderation/evidence/{evidence.uid}/")
    visitor.look("evidence-hidden", "Evidence of")
    page.get_by_role("button", name="Open the evidence").click()
    expect(page.locator("img.app-evidence")).to_have_js_property("naturalWidth", 900)
    visitor.look("evidence-open", "Evidence of")
    page.get_by_role("link", name="Destroy evidence").click()
    page.get_by_label("It was uploaded in error").check()
    page.get_by_label("Say more").fill("A resident’s letter")
    visitor.look("evidence-destroy", "Destroy evidence")
    page.get_by_role("button", name="Ask that it is destroyed").click()
    visitor.look("evidence-asked", "Destroy evidence of")
    visitor.become(CLERK)
    visitor.go("/c/flitwick/home/")
    page.get_by_role("link", name="request to destroy evidence").click()
    page.get_by_role("link", name="DE-0001").click()
    visitor.look("evidence-agree", "Destroy evidence of")
    page.get_by_label("Yes, destroy it for good").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Destroyed", exact=True)).to_be_visible()
    visitor.go(f"/c/flitwick/moderation/evidence/{evidence.uid}/")
    visitor.look("evidence-destroyed", "Evidence of")
    assert not file_of(evidence).exists()
    call_command("verify_audit")


def test_a_flipped_byte_is_found_and_warned_of(visitor: Visitor, item: Item, letter: Path) -> None:
    visitor.become(COMMS)
    evidence = add(visitor, item, letter)
    flip_a_byte(evidence)
    cache.clear()
    assert check_some() == 1
    visitor.become(COMMS)
    visitor.go("/c/flitwick/home/")
    visitor.page.get_by_role("link", name="1 file of evidence is missing or changed").click()
    visitor.look("evidence-spoiled-list", "Evidence")
    visitor.page.get_by_role("link", name=f"Evidence of {item.reference}").click()
    visitor.look("evidence-spoiled", "Evidence of")
    expect(visitor.page.get_by_text("The file is missing or was changed")).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Open the evidence")).to_have_count(0)
    visitor.go(f"/c/flitwick/moderation/{item.reference}/")
    expect(visitor.page.get_by_text("Evidence is missing or was changed")).to_be_visible()
    visitor.look("evidence-record", item.reference)
