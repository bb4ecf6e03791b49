"""Items of the public with evidence, as tests need them."""

from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.files.storage import the_files
from moderation.evidence.actions import ask_destruction, attach
from moderation.evidence.intake import capture
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.storage import address_of
from moderation.items.actions import add_item
from moderation.items.models import Item
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def an_item(cast: Cast, **values: Any) -> Item:
    """A comment on Ashford's page that Cora logged."""
    return add_item(
        **{
            "council": cast.ashford,
            "platform": cast.page.platform,
            "account": cast.page,
            "words": "You are all crooks",
            "seen_at": timezone.now(),
            "actor": cast.cora,
            **values,
        }
    )


def captured(
    cast: Cast,
    item: Item | None = None,
    data: bytes | None = None,
    *,
    actor: Person | None = None,
    **words: str,
) -> Evidence:
    """A screenshot that Cora (or the actor) added to an item (a new one)."""
    actor = actor or cast.cora
    file = upload(data or picture("PNG"), "shot.png")
    one = capture(file, council=cast.ashford, actor=actor)
    one.description = words.pop("description", "")
    return attach(item=item or an_item(cast), captures=[one], actor=actor, **words)[0]


def asked(cast: Cast, evidence: Evidence | None = None, **values: Any) -> Destruction:
    """Priya asked that evidence is destroyed; Cora could agree."""
    said = {"reason": "error", "why": "A private letter", "actor": cast.priya} | values
    return ask_destruction(evidence=evidence or captured(cast), **said)


def file_of(evidence: Evidence) -> Path:
    """Where its original lies on this disk."""
    return Path(the_files().path(address_of(evidence)))


def flip_a_byte(evidence: Evidence) -> None:
    """Changes one byte on the disk, as nobody should."""
    file = file_of(evidence)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def address(name: str, evidence: Evidence) -> str:
    """The address of one of its pages."""
    return f"/c/ashford/moderation/evidence/{evidence.uid}/{name}"


def opened(browser: Client, evidence: Evidence) -> Client:
    """A browser in which somebody has opened evidence."""
    assert browser.post(address("open/", evidence)).status_code == 302
    return browser


def add(browser: Client, number: int, **sent: Any) -> Any:
    """The answer to what the form of an item's evidence posts."""
    return browser.post(f"/c/ashford/moderation/M-{number:04}/evidence/", sent)
