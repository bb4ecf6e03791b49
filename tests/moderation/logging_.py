"""Items and entries of the moderation log for tests, and rulebooks that judge them."""

import io
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.councils.rulebook import shipped
from accounts.dates import today
from accounts.people.models import Appointment, Office, Person, TeamMember
from moderation.evidence.intake import capture
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item
from moderation.items.models import Item
from moderation.log.actions import log_action
from moderation.log.grounds import Grounds
from moderation.log.models import ModerationAction
from tests.cast import BEGAN, RULES, Cast, a_member, a_rulebook, a_version, chosen

PLACE = "/c/ashford/moderation/"
COMMENT = "https://www.facebook.com/ashfordcouncil/posts/1?comment_id=77"
SLUR = "You are all useless and Priya is a dirty rat."

#: Reasons as a council might list them: one plain, one for each further question.
REASONS = [
    {"code": "abuse", "label": "Abuse or threats"},
    {"code": "hate", "label": "Hatred", "needs_words": True},
    {"code": "misinformation", "label": "Spreads what is not true", "asks": "fact"},
    {"code": "personal_attack", "label": "Attacks one person", "asks": "target"},
]

#: What an officer answers who removes the slur.
ABUSE = Grounds(reason="abuse", marked="dirty rat", even_if_praise=True)


def with_reasons(cast: Cast, reasons: Any = REASONS, **rules: Any) -> None:
    """Ashford lists reasons for removing; on the same day, so nobody waits for it."""
    a_rulebook(cast.ashford, **RULES | {"removal_reasons": chosen(reasons)} | rules)
    cast.ashford.refresh_from_db()


def by_the_book(cast: Cast, name: str) -> None:
    """Ashford goes by a shipped rulebook: its offices and all."""
    version = a_version(cast.ashford, cast.ashford.rulebook_versions.count() + 1, {})
    version.values = shipped(name).model_dump_json()
    version.digest = version.digest_of(version.values)
    version.save()
    cast.ashford.refresh_from_db()


def cora_logs_by(cast: Cast, name: str) -> None:
    """As `by_the_book`, and Cora logs by it too: as one of the team, or in the office that does."""
    by_the_book(cast, name)
    book = cast.ashford.rulebook
    holders = book.rules.log_moderation.value
    membership = cast.cora.memberships.get(council=cast.ashford)
    began = {"council": cast.ashford, "membership": membership, "starts_on": BEGAN}
    if holders and holders.team:
        TeamMember.objects.get_or_create(**began)
    else:
        key = next(iter(holders.offices if holders else ()), book.proper_officer)
        office, _ = Office.objects.get_or_create(council=cast.ashford, key=key)
        Appointment.objects.get_or_create(office=office, **began)
    cast.cora.refresh_from_db()


def another(cast: Cast) -> Person:
    """Tom, who logs as Cora does."""
    tom = Person.objects.filter(name="Tom").first()
    return tom or a_member(cast.ashford, "Tom", "comms-officer")


def an_item(cast: Cast, **changes: Any) -> Item:
    """A comment of a resident on Ashford's page, written down by Cora."""
    values: dict[str, Any] = {
        "council": cast.ashford,
        "platform": "facebook",
        "account": cast.page,
        "url": COMMENT,
        "handle": "@Rex.Roe",
        "words": SLUR,
        "seen_at": timezone.now(),
        "actor": cast.cora,
        **changes,
    }
    return add_item(**values)


def log(cast: Cast, kind: str = "hidden", **changes: Any) -> ModerationAction:
    """An entry by Cora: by default the slur is hidden, done, and nothing shows it.

    With `item=` none of what was posted is sent.
    """
    posted: dict[str, Any] = {
        "platform": "facebook",
        "account": cast.page,
        "url": COMMENT,
        "handle": "@Rex.Roe",
        "words": SLUR,
    }
    values: dict[str, Any] = {
        "council": cast.ashford,
        "actor": cast.cora,
        "kind": kind,
        "done": True,
        "no_capture": "Gone before I could.",
        **({} if changes.get("item") else posted),
        **({"grounds": ABUSE} if kind in ModerationAction.REMOVALS else {}),
        **changes,
    }
    return log_action(**values)


def a_screenshot(name: str = "screen.png", colour: str = "teal") -> SimpleUploadedFile:
    """A small picture, as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def captured(
    cast: Cast, by: Person | None = None, colour: str = "teal", **changes: Any
) -> Evidence:
    """A screenshot that Cora handed in and that is not saved yet."""
    upload = a_screenshot(colour=colour)
    return capture(upload, council=cast.ashford, actor=by or cast.cora, **changes)


def a_removal(**changes: Any) -> dict[str, Any]:
    """What the page sends that says a slur was deleted, with a screenshot."""
    return {
        "form_key": str(uuid4()),
        "url": COMMENT,
        "words": SLUR,
        "handle": "@Rex.Roe",
        "kind": "deleted",
        "reason": "abuse",
        "marked": "dirty rat",
        "even_if_praise": "yes",
        "prohibited": "",
        "captures": [a_screenshot()],
        **changes,
    }


def on_the_team(cast: Cast, book: str) -> None:
    """Ashford goes by a shipped rulebook, and Cora is on its team."""
    by_the_book(cast, book)
    membership = cast.cora.memberships.get()
    cast.ashford.team_members.create(membership=membership, starts_on=today())


def page(browser: Client, path: str) -> str:
    """The words of a page of the log."""
    answer = browser.get(f"{PLACE}{path}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def to_confirm() -> list[ModerationAction]:
    """What is still to be done on the platform."""
    open_ = {"confirmed_at": None, "reversal": None, "correction": None}
    return list(ModerationAction.objects.filter(**open_))
