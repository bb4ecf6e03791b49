"""What the public's form does not take, and what it takes all the same."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from councilsm.files.models import StoredFile
from councilsm.inbox.models import OutboxMessage
from moderation.unblocks.models import UnblockRequest
from tests.cast import Cast
from tests.moderation.asking import JO, NEW, answer, send


@pytest.mark.parametrize(
    ("step", "said", "sentence"),
    [
        ("where", {"platform": "", "handle": "@jo"}, "Choose the platform"),
        ("where", {"platform": "myspace", "handle": "@jo"}, "Choose the platform"),
        ("where", {"platform": "x", "handle": " "}, "Enter the name of the profile"),
        ("where", {"platform": "x", "handle": "a" * 121}, "120 characters at most"),
        ("where", {"platform": "x", "handle": "safe \u202eevil"}, "cannot be seen"),
        ("where", {"platform": "x", "handle": "a\x00b"}, "Null characters"),
        ("what", {"what": ""}, "Enter what happened"),
        ("what", {"what": "x" * 5_001}, "Use 5,000 characters at most"),
        ("who", {}, "Choose who you are asking for"),
        ("answer", {}, "Choose how the council should answer"),
        ("answer", {"answer_by": "email"}, "Enter your email address"),
        ("answer", {"answer_by": "email", "email": "jo"}, "like name@example.com"),
        ("answer", {"answer_by": "email", "email": "a@b.org\nBcc: all@b.org"}, "name@example.com"),
        ("answer", {"answer_by": "post", "post_to": ""}, "Enter your name and postal address"),
        ("answer", {"answer_by": "phone"}, "Enter your telephone number"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    cast: Cast, step: str, said: dict[str, str], sentence: str
) -> None:
    browser = Client()
    answer(browser)
    refused = browser.post(f"{NEW}{step}/", said)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert "I wrote about the bins." in browser.get(f"{NEW}check/").text


def test_a_handle_with_markup_is_only_a_handle(cast: Cast) -> None:
    browser = Client()
    markup = '<script>alert("1")</script>{{ 7 }}'
    page = answer(browser, {"where": {"platform": "x", "handle": markup}})
    send(browser)
    asked = UnblockRequest.objects.get()
    assert asked.handle == markup
    for shown in (page.text, browser.get(asked.status_url).text):
        assert "<script>alert" not in shown and "&lt;script&gt;" in shown
    assert "script" not in OutboxMessage.objects.get().body


def test_files_are_refused(cast: Cast) -> None:
    browser = Client()
    answer(browser)
    file = SimpleUploadedFile("proof.jpg", b"\xff\xd8\xff", "image/jpeg")
    for page in ("where", "what", "answer"):
        refused = browser.post(f"{NEW}{page}/", JO[page] | {"proof": file})
        assert refused.status_code == 422
        assert "files cannot be sent here" in refused.text
        file.seek(0)
    send(browser)
    asked = UnblockRequest.objects.get()
    refused = browser.post(f"{asked.status_url}add/", {"words": "See this.", "proof": file})
    assert refused.status_code == 422 and "See this." in refused.text
    assert not StoredFile.objects.exists() and not asked.facts.exists()


def test_abuse_is_taken_all_the_same(cast: Cast, as_: Any) -> None:
    browser = Client()
    answer(browser, {"what": {"what": "You lying bastards, I will see you in hell."}})
    assert "U-0001" in send(browser).text
    page = as_(cast.cora).get(UnblockRequest.objects.get().get_absolute_url()).text
    assert page.index("Some may be abusive") < page.index("You lying bastards")


def test_a_program_that_fills_every_box_thinks_it_was_taken(cast: Cast) -> None:
    browser = Client()
    answer(browser, {"where": JO["where"] | {"fax": "buy now"}})
    assert "Request sent" in send(browser).text
    assert not UnblockRequest.objects.exists()
    assert not OutboxMessage.objects.exists()
