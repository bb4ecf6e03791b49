"""Posts for tests, recorded as people record them, and what their forms send."""

import io
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.people.models import Person
from councilsm.forms import time_in_words
from moderation.drafts.models import Draft
from moderation.posts.actions import record_outside_post
from moderation.posts.models import Post
from tests.cast import Cast

ADDRESS = "https://www.facebook.com/ashfordcouncil/posts/1"
ELSEWHERE = "https://www.facebook.com/ashfordcouncil/posts/2"
BURST = "A water main has burst in High Street. Please use another way."


def address(draft: Draft) -> str:
    """The page on which the draft's first target is recorded."""
    assert draft.current
    target = draft.current.targets.first()
    assert target
    return f"/c/ashford/drafts/{draft.reference}/record-post/{target.pk}/"


def moment(name: str, at: datetime) -> dict[str, Any]:
    """The four boxes of a time."""
    local = timezone.localtime(at)
    return {
        f"{name}_day": local.day,
        f"{name}_month": local.month,
        f"{name}_year": local.year,
        f"{name}_time": time_in_words(local),
    }


def recorded(draft: Draft, **changes: Any) -> dict[str, Any]:
    """What the record page posts: now, on the page's own address."""
    assert draft.current
    return {
        "url": ADDRESS,
        **moment("posted_at", timezone.now()),
        "wording": "as_approved",
        "device": "council",
        "digest": draft.current.digest,
        **changes,
    }


def elsewhere(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the page for posts made outside councilsm sends: our words, posted by oneself."""
    return {
        "account": cast.page.pk,
        "url": ELSEWHERE,
        "words": BURST,
        **moment("posted_at", timezone.now()),
        "voice": "council",
        "kind": "new_post",
        "authority": "Anglian Water rang; the clerk could not be reached.",
        "who": "me",
        **changes,
    }


def made_outside(cast: Cast, by: Person | None = None, **changes: Any) -> Post:
    """A post that Cora made outside councilsm and recorded."""
    values: dict[str, Any] = {
        "account": cast.page,
        "url": ELSEWHERE,
        "words": BURST,
        "posted_at": timezone.now(),
        "authority": "Anglian Water rang; the clerk could not be reached.",
        "poster": by or cast.cora,
        "actor": by or cast.cora,
        **changes,
    }
    return record_outside_post(**values)


def a_picture(name: str = "screen.png") -> SimpleUploadedFile:
    """A small picture, as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")
