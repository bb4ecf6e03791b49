"""The moderation log in a browser: keys, the clipboard, a lost connection, what nobody may keep."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.councils.models import Council
from moderation.demo import COUNCILS
from moderation.demo.making import make
from moderation.evidence.models import Evidence
from moderation.items.models import Item
from moderation.log.models import ModerationAction
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

COMMENT = "https://www.facebook.com/flitwickcouncil/posts/77?comment_id=4711"
LOG = "/c/flitwick/moderation/log/"


@pytest.fixture
def flitwick(transactional_db: None) -> Council:
    return make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


@pytest.fixture
def officer(visitor: Visitor, flitwick: Council) -> Visitor:
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.become("comms@flitwick.example")
    return visitor


class Keyboard:
    """Counts every key but those of words."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, list[str]()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.pressed.append(key)
            self.page.keyboard.press(key)

    def words(self, text: str) -> None:
        self.page.keyboard.type(text)


def copy_words(page: Page, text: str) -> None:
    """Puts words on the clipboard, as copying them elsewhere does."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)


def copy_picture(page: Page, data: bytes) -> None:
    """Likewise a picture, as a screenshot does."""
    page.evaluate(
        """async (data) => {
            const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
            const picture = new Blob([bytes], { type: "image/png" });
            await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
        }""",
        base64.b64encode(data).decode(),
    )


def praised(page: Page, answer: str) -> None:
    """Answers whether the words would go if the comment praised the council."""
    question = page.get_by_role("group", name="Would we remove these words")
    question.get_by_label(answer, exact=True).check()


def a_png(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 360), colour).save(file, "PNG")
    return file.getvalue()


def test_a_slur_removed_with_a_pasted_screenshot(officer: Visitor, flitwick: Council) -> None:
    page, log = officer.page, Keyboard(officer.page)
    officer.go(LOG)
    expect(page.get_by_label("Link to the comment")).to_be_focused()
    copy_words(page, f"{COMMENT}&access_token=abc")
    log.press("Control+v")
    expect(page.get_by_text("sign-in or a key")).to_be_visible()
    expect(page.get_by_label("Where does it stand?")).not_to_have_value("")
    copy_picture(page, a_png())
    log.press("Control+v")
    expect(page.get_by_text("Screenshot added")).to_be_attached()
    expect(page.get_by_label("Link to the comment")).to_have_value(COMMENT)
    log.press("Tab")
    log.words("The clerk is a filthy slur and should go.")
    log.press("Tab")
    log.words("@angry_resident")
    log.press("Tab", "2")
    log.press("Tab", "4")
    log.press("Tab")
    log.words("filthy slur")
    log.press("Tab", "Space")
    officer.look("log-filled", "Log action")
    log.press("Control+Enter")
    expect(page.locator(".app-message--success")).to_contain_text("M-0001 is on the record")
    expect(page.get_by_label("Link to the comment")).to_be_focused()
    expect(page.get_by_label("Where does it stand?")).not_to_have_value("")
    print(f"\n{len(log.pressed)} keystrokes besides the words: {', '.join(log.pressed)}")
    assert len(log.pressed) <= 12

    action = ModerationAction.objects.select_related("item__author").get()
    assert (action.kind, action.reason, action.marked) == ("deleted", "offensive", "filthy slur")
    assert (action.even_if_praise, action.confirmed_by_id) == (True, action.decided_by_id)
    item = action.item
    assert (item.url, item.author and item.author.handle) == (COMMENT, "angry_resident")
    assert item.evidence.get().media_type == "image/png"

    page.get_by_role("link", name="Open M-0001").click()
    officer.look("log-record", "M-0001")


def test_nothing_is_lost_by_a_dropped_connection_or_a_refusal(
    officer: Visitor, flitwick: Council
) -> None:
    """Criticism is refused; then the slur inside it is removed, with the same screenshot."""
    page = officer.page
    officer.go(LOG)
    page.get_by_label("Link to the comment").fill(COMMENT)
    words = page.get_by_label("The words, exactly as they were posted")
    words.fill("The car park is a scandal, you filthy slur.")
    page.get_by_label("Hidden").check()
    page.get_by_label("Offensive or discriminatory").check()
    words.evaluate("field => field.setSelectionRange(4, 12)")
    page.keyboard.press("Alt+m")
    expect(page.get_by_label("Which words break this reason?")).to_have_value("car park")
    praised(page, "No")
    copy_picture(page, a_png())
    page.keyboard.press("Control+v")
    expect(page.locator("[data-paste-list] img")).to_have_count(1)

    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("there is no connection")
    expect(page.locator("[data-paste-list] img")).to_have_count(1)
    officer.complaints.clear()  # the browser says that it had no connection
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("stay up")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(words).to_have_value("The car park is a scandal, you filthy slur.")
    expect(page.locator("[data-evidence-kept]")).to_contain_text("screenshot-")
    officer.look("log-refused", "Log action")

    page.get_by_label("Which words break this reason?").fill("filthy slur")
    praised(page, "Yes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("M-0001")
    assert ModerationAction.objects.get().item.evidence.count() == 1

    officer.go(LOG)
    copy_words(page, COMMENT)
    page.keyboard.press("Control+v")
    expect(
        page.get_by_text("The comment at this address is on the record already, as M-0001.")
    ).to_be_visible()
    expect(page.get_by_label("Log a second action on it")).to_be_visible()
    expect(page.get_by_label("Hidden")).to_be_checked()


def test_what_nobody_may_keep_takes_the_field_and_the_picture_away(
    officer: Visitor, flitwick: Council
) -> None:
    page = officer.page
    officer.go(LOG)
    copy_picture(page, a_png())
    page.keyboard.press("Control+v")
    expect(page.locator("[data-paste-list] img")).to_have_count(1)
    page.get_by_label("Indecent image of a child").check()
    expect(page.locator("[data-paste-list] img")).to_have_count(0)
    expect(page.get_by_label("Evidence", exact=True)).to_be_hidden()
    page.keyboard.press("Control+v")
    expect(page.get_by_text("Not added: nobody may keep such an image")).to_be_attached()
    expect(page.get_by_text("Internet Watch Foundation")).to_be_visible()
    officer.look("log-prohibited", "Log action")
    page.get_by_label("Link to the comment").fill(COMMENT)
    page.get_by_label("Reported to the police").check()
    page.get_by_label("Their reference").fill("CAD 12")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("M-0001")
    assert Item.objects.get().words == "" and not Evidence.objects.exists()
