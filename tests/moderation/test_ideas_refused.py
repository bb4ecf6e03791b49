"""What the form for ideas does not take: each is said in a sentence, and nothing typed is lost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.dates import today
from councilsm.files.models import StoredFile
from councilsm.inbox.models import OutboxMessage
from moderation.ideas.models import Idea
from tests.cast import Cast
from tests.moderation.suggesting import BLUEBELLS, NEW, SAM, a_picture, answer, send


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"idea": ""}, "Enter your idea"),
        ({"idea": "   "}, "Enter your idea"),
        ({"idea": "x" * 121}, "120 characters or fewer"),
        ({"text": "x" * 5_001}, "Use 5,000 characters at most. These are 5001"),
        ({"idea": "a\x00b"}, "Null characters"),
        ({"text": "safe \u202eevil"}, "cannot be seen"),
        ({"idea": "safe \u2066evil"}, "cannot be seen"),
        ({"text": "bell \x07"}, "cannot be seen"),
        (
            {
                "wanted_on_day": str((today() - timedelta(days=1)).day),
                "wanted_on_month": str((today() - timedelta(days=1)).month),
                "wanted_on_year": str((today() - timedelta(days=1)).year),
            },
            "today or later",
        ),
        ({"wanted_on_day": "31", "wanted_on_month": "2", "wanted_on_year": "2027"}, "real date"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    cast: Cast, change: dict[str, str], sentence: str
) -> None:
    typed = BLUEBELLS | {"text": "Keep these words"} | change
    refused = Client().post(NEW, typed)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    if "text" not in change:
        assert "Keep these words" in refused.content.decode()


@pytest.mark.parametrize(
    "email",
    ["sam", "sam@example.org\nBcc: all@example.org", "a@b.example,c@d.example", "é" * 300 + "@x.y"],
)
def test_only_one_true_address_is_taken(cast: Cast, email: str) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    refused = browser.post(f"{NEW}you/", {"name": "Sam Reed", "email": email})
    assert refused.status_code == 422
    assert "Sam Reed" in refused.content.decode()


def test_a_name_cannot_write_a_header(cast: Cast) -> None:
    browser = Client()
    answer(browser, sender={"name": "Sam\r\nBcc: all@example.org", "email": SAM["email"]})
    send(browser)
    assert Idea.objects.get().name == "Sam Bcc: all@example.org"
    assert "Bcc" not in OutboxMessage.objects.get().subject


@pytest.mark.clause("FTC-6.3-c")
def test_a_hostile_file_is_refused_and_the_rest_kept(cast: Cast) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    page = SimpleUploadedFile("page.png", b"<html><script>alert(1)</script>", "image/png")
    refused = browser.post(f"{NEW}pictures/", {"uploads": [page, a_picture()]})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "page.png" in shown and "bluebells.jpg" in shown
    assert StoredFile.objects.count() == 1
    assert BLUEBELLS["idea"] in browser.get(NEW).content.decode()


def test_a_file_of_60_mb_is_refused(cast: Cast) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    huge = BytesIO(b"\xff\xd8" + b"0" * 60 * 1024 * 1024)
    huge.name = "huge.jpg"
    refused = browser.post(f"{NEW}pictures/", {"uploads": [huge, a_picture()]})
    assert refused.status_code == 422
    assert "25 MB" in refused.content.decode()
    assert "bluebells.jpg" in refused.content.decode()


def test_ten_pictures_and_no_more(cast: Cast) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    eleven = [a_picture(f"{place}.jpg", f"rgb({place * 20},0,0)") for place in range(11)]
    refused = browser.post(f"{NEW}pictures/", {"uploads": eleven})
    assert refused.status_code == 422
    assert "up to 10 pictures. 1 of those you chose was not added" in refused.content.decode()
    assert StoredFile.objects.count() == 10
    again = browser.post(f"{NEW}pictures/", {"uploads": [eleven[10]]})
    assert again.status_code == 422


def test_a_program_that_fills_every_box_thinks_it_was_taken(cast: Cast) -> None:
    browser = Client()
    answer(browser, idea=BLUEBELLS | {"fax": "buy now"}, pictures=None)
    browser.post(f"{NEW}pictures/", {"uploads": [a_picture()]})
    done = send(browser)
    assert "Idea sent" in done.content.decode()
    assert not Idea.objects.exists()
    assert not StoredFile.objects.exists()
    assert not OutboxMessage.objects.exists()
