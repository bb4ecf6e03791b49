"""A messy spreadsheet: its good rows go on, the others are mended and imported after them."""

import csv
import io
from datetime import date

import pytest
from playwright.sync_api import FilePayload, expect

from accounts.imports.models import FileImport
from accounts.register.models import OfficialAccount
from moderation.demo import COUNCILS, make
from tests.accounts.importing import a_csv, a_workbook, work
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

#: Headings in another order than ours, a title, blank rows, and something wrong of each kind.
MESSY = (
    ("Our social media, kept by the office",),
    (),
    ("Purpose", "Colour", "NAME ", "Web address", "Checked"),
    ("Room hire", "red", "The Rufus Centre", "www.instagram.com/rufuscentre", date(2026, 3, 1)),
    (),
    ("Films of meetings", "", "Meetings", "https://youtube.com/@flitwickmeetings", None),
    ("Again", "", "Rufus Centre", "https://www.instagram.com/RufusCentre/", None),
    ("Worked out", "", '=CONCATENATE("Mar","ket")', "https://x.com/flitwickmarket", None),
    ("Of the office’s computer", "", "Old page", "http://192.168.0.12/page", None),
    ("Password: Rufus2026!", "", "Youth council", "tiktok.com/@flitwickyouth", None),
)


@pytest.fixture
def clerk(visitor: Visitor, transactional_db: None) -> Visitor:
    make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    visitor.become("clerk@flitwick.example")
    return visitor


def choose(visitor: Visitor, name: str, data: bytes) -> None:
    file: FilePayload = {
        "name": name,
        "mimeType": "application/octet-stream",
        "buffer": data,
    }
    visitor.page.get_by_label("Your file").set_input_files(files=[file])
    visitor.page.get_by_role("button", name="Check the file").click()


def test_a_messy_spreadsheet_and_then_the_mended_rest(clerk: Visitor) -> None:
    visitor, page = clerk, clerk.page
    visitor.go("/c/flitwick/accounts/")
    page.get_by_role("link", name="Import accounts from a spreadsheet").click()
    visitor.look("import-accounts", "Import: official accounts")
    choose(visitor, "accounts.pdf", b"%PDF-1.7")
    expect(page.get_by_role("alert")).to_contain_text("This is a PDF, whatever its name says")
    visitor.look("import-refused", "Import: official accounts")

    choose(visitor, "Accounts 2026.xlsx", a_workbook(*MESSY))
    expect(page.get_by_text("6 rows: 2 will be added")).to_be_visible()
    visitor.look("import-preview", "Preview: official accounts")
    for sentence in (
        "This is the same account as row 4. Keep one.",
        "Name: it is a formula.",
        "Address: enter a public web address",
        "Purpose: this looks like a password.",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()
    page.get_by_role("link", name="Will be added (2)").click()
    visitor.look("import-preview-good", "Preview: official accounts")
    page.get_by_role("button", name="Import the 2 good rows").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Being imported")
    expect(page.get_by_text("0 rows added so far, 2 still to do.")).to_be_visible()
    visitor.look("import-progress", "Being imported: official accounts")
    work(FileImport.objects.get())  # as the worker does, which no test starts
    page.get_by_role("button", name="Refresh").click()
    expect(
        page.get_by_text("2 rows were added, 0 were there already, 4 were left out")
    ).to_be_visible()
    visitor.look("import-result", "Imported: official accounts")

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the 4 rows left out").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    _, formula, private, secret = rows
    formula["Name"] = "Market"
    private["Address"] = "facebook.com/flitwickmarketplace"
    secret["Purpose"] = "Reach those under 25"
    mended = a_csv(list(rows[0]), *(list(row.values()) for row in rows))
    page.get_by_role("link", name="import that file").click()
    choose(visitor, "mended.csv", mended)
    expect(page.get_by_text("4 rows: 3 will be added, 1 is there already")).to_be_visible()
    page.get_by_role("button", name="Import the 3 good rows").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Being imported")
    work(FileImport.objects.latest("pk"))
    page.get_by_role("button", name="Refresh").click()
    page.get_by_role("link", name="Added (3)").click()
    visitor.look("import-mended", "Imported: official accounts")
    page.get_by_role("link", name="TikTok: Youth council").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Youth council")
    names = set(OfficialAccount.objects.values_list("name", flat=True))
    assert {"The Rufus Centre", "Meetings", "Market", "Old page", "Youth council"} <= names

    visitor.go("/c/flitwick/imports/")
    visitor.look("imports", "Import from a spreadsheet")
    visitor.go("/admin/accounts/officialaccount/")
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Import: official accounts")
