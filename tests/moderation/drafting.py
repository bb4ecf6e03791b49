"""Drafts for tests, made by the actions that people use."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import (
    approve_draft,
    create_draft,
    submit_draft,
)
from moderation.drafts.models import Draft
from moderation.posts.actions import record_post
from moderation.posts.models import Post
from tests.cast import Cast


def a_draft(cast: Cast, author: Person | None = None, title: str = "Road closure") -> Draft:
    """A draft as its author is still writing it."""
    return create_draft(
        council=cast.ashford,
        title=title,
        working_copy={"title": [title]},
        actor=author or cast.ana,
    )


#: What a reply answers and a share shows: without its address it is none.
ANSWERED = {
    "reply": Particulars(original_url="https://www.facebook.com/jo/posts/7"),
    "share": Particulars(original_url="https://www.facebook.com/jo/posts/8", endorses=False),
}


def waiting(
    cast: Cast,
    author: Person | None = None,
    text: str = "High Street is closed on Friday.",
    title: str = "Road closure",
    kind: str = "new_post",
    accounts: list[OfficialAccount] | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> Draft:
    """A draft in the queue."""
    author = author or cast.ana
    draft = a_draft(cast, author, title)
    content = Content(
        kind=kind,
        title=title,
        texts={account: text for account in accounts or [cast.page]},
        particulars=ANSWERED.get(kind, Particulars()),
        not_before=not_before,
        not_after=not_after,
    )
    submit_draft(draft=draft, content=content, version=1, actor=author)
    draft.refresh_from_db()
    return draft


def approved(cast: Cast, **kwargs: Any) -> Draft:
    """A draft that Priya has approved."""
    draft = waiting(cast, **kwargs)
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    draft.refresh_from_db()
    return draft


def composed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the composer posts."""
    return {
        "title": "Road closure",
        "kind": "new_post",
        "accounts": [cast.page.pk],
        "text": "High Street is closed on Friday.",
        "version": 1,
        "do": "submit",
        **changes,
    }


def posted(cast: Cast, **kwargs: Any) -> Post:
    """A draft that Cora has posted and recorded."""
    return recorded_post(cast, approved(cast, **kwargs))


def recorded_post(cast: Cast, draft: Draft, **more: Any) -> Post:
    """An approved draft, recorded as posted by Cora."""
    assert draft.current
    return record_post(
        target=draft.current.targets.get(),
        url=f"https://www.facebook.com/ashfordcouncil/posts/{draft.number}",
        posted_at=timezone.now(),
        digest=draft.current.digest,
        actor=cast.cora,
        **more,
    )
