"""What the tests of deciding share: drafts with everything in them, and what the page posts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.files.models import StoredFile
from moderation.checks.content import Content, Particulars, PictureContent
from moderation.drafts.actions import create_draft, submit_draft
from moderation.drafts.models import Decision, Draft
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import ANSWERED

#: Ashford, where an urgent post may go before a second person has seen it.
URGENT_ALONE = RULES | {"urgent_alone": chosen(True)}
URGENT = Particulars(urgent="People have no water now.")


def decision(draft: Draft, outcome: str = "approve", **more: Any) -> dict[str, Any]:
    """What the decide page posts."""
    assert draft.current
    return {"outcome": outcome, "digest": draft.current.digest, **more}


def decide(draft: Draft) -> str:
    """The address of a draft's decide page."""
    return f"/c/{draft.council.slug}/drafts/{draft.reference}/decide/"


def a_file(council: Council, name: str = "fair.jpg", letter: str = "a") -> StoredFile:
    """A picture on file; its bytes are of no interest."""
    return StoredFile.objects.create(
        council=council,
        digest=letter * 64,
        original_digest=letter * 64,
        name=name,
        media_type="image/jpeg",
        size=1000,
        width=1200,
        height=800,
    )


def a_picture(file: StoredFile, **changes: Any) -> PictureContent:
    """A picture about which everything is said, with nobody in it."""
    said = {"alt": "The stalls of the fair.", "rights": "council", "people": "nobody"}
    return PictureContent(file, **(said | changes))


def submitted(
    cast: Cast,
    draft: Draft | None = None,
    *,
    text: str = "High Street is closed on Friday.",
    texts: dict[Any, str] | None = None,
    title: str = "Road closure",
    kind: str = "new_post",
    author: Person | None = None,
    days: int = 2,
    notes: dict[str, str] | None = None,
    **content: Any,
) -> Draft:
    """A draft in the queue, new or submitted again."""
    author = author or cast.ana
    if draft is None:
        draft = create_draft(council=cast.ashford, title=title, working_copy={}, actor=author)
    content.setdefault("particulars", ANSWERED.get(kind, Particulars()))
    said = Content(
        kind=kind,
        title=title,
        texts=texts or {cast.page: text},
        not_after=timezone.now() + timedelta(days=days),
        **content,
    )
    submit_draft(draft=draft, content=said, version=draft.version, actor=author, notes=notes)
    draft.refresh_from_db()
    return draft


def let_urgent_go_alone(cast: Cast) -> None:
    """Gives Ashford the rule that an urgent post may go first."""
    a_rulebook(cast.ashford, **URGENT_ALONE)


def unchanged(draft: Draft) -> bool:
    """Whether a draft waits as before and nothing was decided."""
    draft.refresh_from_db()
    return draft.status == "waiting" and not Decision.objects.exists()
