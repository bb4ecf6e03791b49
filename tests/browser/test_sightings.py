"""A councillor reports on the phone, and the clerk takes it and puts it in the log."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from moderation.demo import COUNCILS, make
from moderation.sightings.models import Sighting
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
LINK = "https://www.facebook.com/groups/heanor.chat/posts/4711"


@pytest.fixture
def heanor(transactional_db: None) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "heanor-loscoe"))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "screenshot.png"
    Image.effect_mandelbrot((400, 700), (-2, -1.5, 1, 1.5), 40).convert("RGB").save(path)
    return path


@pytest.mark.clause("HLTC-capture-4")
def test_a_councillors_report_with_a_picture_is_taken_and_logged(
    visitor: Visitor, heanor: None, picture: Path
) -> None:
    page = visitor.page
    visitor.become("cllr.webb@heanor-loscoe.example")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Report something").click()
    visitor.look("report-new", "Report something")
    page.set_viewport_size({"width": 390, "height": 844})
    # First only what would be gone tomorrow.
    page.get_by_label("Link to it").fill(LINK)
    page.get_by_label("Picture of it").set_input_files(picture)
    page.get_by_role("button", name="Save and finish later").click()
    visitor.look("report-mine", "Your reports")
    page.get_by_role("link", name="S-0001").click()
    expect(page.get_by_text("screenshot.png")).to_be_visible()
    page.get_by_role("button", name="Send the report").click()
    visitor.look("report-errors", "Report something")
    page.get_by_label("Harmful, offensive or false content").check()
    page.get_by_label("Why does a copy have to be kept?").fill("It threatens a resident")
    page.get_by_label("For what kind of investigation?").select_option("criminal")
    page.get_by_role("button", name="Send the report").click()
    visitor.look("report-sent", "Harmful, offensive or false content")
    expect(page.get_by_text("Waiting to be taken")).to_be_visible()
    page.get_by_role("link", name="Record the platform’s answer").click()
    page.get_by_label("A reference", exact=True).check()
    page.get_by_label("Its reference").fill("FB-123")
    visitor.look("report-platform", "Record the platform’s answer")
    page.get_by_role("button", name="Record the platform’s answer").click()
    expect(page.get_by_text("Reference FB-123")).to_be_visible()

    visitor.become("clerk@heanor-loscoe.example")
    page.get_by_role("link", name=re.compile("1 report .*for you")).click()
    visitor.look("report-for-me", "Reports for you")
    page.get_by_role("link", name="S-0001").click()
    page.get_by_role("button", name="Take it").click()
    visitor.look("report-taken", "Harmful, offensive or false content")
    page.get_by_role("link", name="Put it in the moderation log").click()
    page.get_by_label("Where else does it stand?").fill("Heanor Chat")
    page.get_by_label("Post", exact=True).check()
    visitor.look("report-log", "Put it in the moderation log")
    page.get_by_role("button", name="Put it in the moderation log").click()
    expect(page.locator(".app-message")).to_contain_text("is in the log")
    sighting = Sighting.objects.get()
    assert sighting.item is not None and sighting.item.evidence.count() == 1

    visitor.become("cllr.webb@heanor-loscoe.example")
    visitor.go("/c/heanor-loscoe/report/S-0001/")
    visitor.look("report-logged", "Harmful, offensive or false content")
    expect(page.get_by_text("Put in the moderation log")).to_be_visible()


@pytest.mark.clause("HLTC-resp-15")
def test_abuse_is_reported_without_scripts(plain: Visitor, heanor: None) -> None:
    plain.become("cllr.webb@heanor-loscoe.example")
    page = plain.page
    page.get_by_role("link", name="Report something").click()
    page.get_by_label("Abuse or a threat against me").check()
    page.get_by_label("Link to it").fill(LINK)
    whom = page.get_by_role("group", name="Whom do you report it to?")
    for name in ("Town Clerk", "The leader of my political group"):
        whom.get_by_role("checkbox", name=name).check()
    page.get_by_label("E-mail address of your group leader").fill("leader@party.example")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Abuse or a threat")
    assert Sighting.objects.get().case is not None
