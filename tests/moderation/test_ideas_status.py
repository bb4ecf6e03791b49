"""The sender's own page, behind a link that nobody guesses (T9)."""

from typing import Any

from django.test import Client

from moderation.ideas.models import Idea
from tests.cast import Cast
from tests.moderation.suggesting import SAM, a_picture, answer, send


def test_the_senders_page(cast: Cast) -> None:
    browser = Client()
    answer(browser, pictures=[a_picture("hall-wood.jpg")])
    send(browser)
    idea: Any = Idea.objects.get()
    assert len(idea.token) == 22
    page = Client().get(idea.status_url)
    shown = page.content.decode()
    assert "Waiting to be read" in shown and "Go and see them." in shown
    assert "hall-wood.jpg" in shown
    assert page["Cache-Control"].count("no-store")
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"] and 'name="robots"' in shown
    # Not even the sender's own address: a link is shown to others more easily than one thinks.
    assert SAM["email"] not in shown and SAM["name"] not in shown
    assert SAM["email"] not in idea.status_url


def test_a_guessed_link_and_another_councils_are_the_same(cast: Cast) -> None:
    browser = Client()
    answer(browser)
    send(browser)
    idea = Idea.objects.get()
    unknown = Client().get(f"/c/ashford/requests/{'A' * 22}/")
    elsewhere = Client().get(idea.status_url.replace("ashford", "barham"))
    assert unknown.status_code == elsewhere.status_code == 404
    assert unknown.content.replace(b"A" * 22, b"") == elsewhere.content.replace(
        idea.token.encode(), b""
    ).replace(b"Barham", b"Ashford").replace(b"barham", b"ashford")
