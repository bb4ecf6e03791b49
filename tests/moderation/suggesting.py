"""Ideas for tests, sent as people send them."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import approve_draft, submit_draft
from moderation.drafts.models import Draft
from moderation.ideas.actions import make_draft_of, send_idea
from moderation.ideas.letter import Letter
from moderation.ideas.models import Idea
from moderation.posts.actions import record_post
from tests.cast import Cast

NEW = "/c/ashford/ideas/new/"
BLUEBELLS = {
    "idea": "The bluebells are out",
    "text": "The bluebells in Hall Wood are out.\r\nGo and see them.",
}
SAM = {"name": "Sam Reed", "email": "sam@example.org", "wants_credit": "on"}


def an_idea(cast: Cast, idea: str = "The bluebells are out", **values: Any) -> Idea:
    """An idea in Ashford's inbox."""
    sender = {"name": "Sam Reed", "email": "sam@example.org", "wants_credit": True}
    letter = Letter(idea=idea, **(sender | values))
    return send_idea(council=cast.ashford, letter=letter, by_mail=True, actor=None)


def a_picture(name: str = "bluebells.jpg", colour: str = "blue") -> SimpleUploadedFile:
    """A small JPEG; another colour makes another picture."""
    data = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def answer(
    browser: Client,
    idea: dict[str, Any] | None = None,
    sender: dict[str, str] | None = None,
    pictures: list[SimpleUploadedFile] | None = None,
    **headers: Any,
) -> Any:
    """Answers every page, up to "check your answers"; returns that page."""
    browser.post(NEW, BLUEBELLS if idea is None else idea, **headers)
    browser.post(f"{NEW}pictures/", {"uploads": pictures or []}, **headers)
    if pictures:
        page = browser.get(f"{NEW}about-pictures/", **headers)
        browser.post(f"{NEW}about-pictures/", described(page), **headers)
    browser.post(f"{NEW}you/", SAM if sender is None else sender, **headers)
    return browser.get(f"{NEW}check/", **headers)


def described(page: Any) -> dict[str, str]:
    """What somebody says of the pictures of a page, each of the same people."""
    said = {"may_use": "on"}
    for place in page.context["form"].places.values():
        said |= {
            f"picture_{place}_taken_by": "Jo Reed",
            f"picture_{place}_shows": "named",
            f"picture_{place}_named_people": "Kim and Lee Reed",
            f"picture_{place}_named_agreed": "yes",
        }
    return said


def send(browser: Client, **headers: Any) -> Any:
    """Presses the last button and goes where it leads."""
    return browser.post(f"{NEW}check/", follow=True, **headers)


def submitted(cast: Cast, idea: Idea, text: str = "The bluebells are out. Idea: Sam Reed") -> Draft:
    """A draft made of an idea, in the queue."""
    draft = make_draft_of(idea=idea, actor=cast.cora)
    content = Content(
        kind="new_post",
        title=draft.title,
        texts={cast.page: text},
        particulars=Particulars(credit="Sam Reed"),
    )
    submit_draft(draft=draft, content=content, version=1, actor=cast.cora)
    draft.refresh_from_db()
    return draft


def put_out(cast: Cast, draft: Draft) -> None:
    """Approved, posted and recorded."""
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    record_post(
        target=draft.current.targets.get(),
        url=f"https://www.facebook.com/ashfordcouncil/posts/{draft.number}",
        posted_at=timezone.now(),
        digest=draft.current.digest,
        actor=cast.cora,
    )
