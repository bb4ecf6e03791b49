"""The first drafts of the demonstration: one posted, one sent back, one waiting."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.checks.content import Content
from moderation.drafts.actions import (
    approve_draft,
    create_draft,
    request_changes,
    submit_draft,
)
from moderation.drafts.models import Draft
from moderation.posts.actions import record_post
from moderation.posts.models import Post


def submitted(
    page: OfficialAccount,
    title: str,
    text: str,
    days: int,
    *,
    author: Person,
    notes: dict[str, str] | None = None,
    typed: dict[str, list[str]] | None = None,
    **content: Any,
) -> Draft:
    """A draft in the queue.

    Args:
        days: until when it may be posted, from now.
        notes: what its author says about a policy check, by the check's name.
        typed: what the composer's fields hold beside the usual ones.
        content: what else is submitted, as `Content` takes it.
    """
    draft = create_draft(
        council=page.council,
        title=title,
        working_copy={
            "title": [title],
            "kind": ["new_post"],
            "accounts": [str(page.pk)],
            "text": [text],
            **(typed or {}),
        },
        actor=author,
    )
    said = Content(
        kind="new_post",
        title=title,
        texts={page: text},
        not_after=timezone.now() + timedelta(days=days),
        **content,
    )
    submit_draft(draft=draft, content=said, version=draft.version, actor=author, notes=notes)
    draft.refresh_from_db()
    return draft


def posted(draft: Draft, number: int, *, clerk: Person) -> Post:
    """The draft approved, and recorded under this number of the platform's own."""
    assert draft.current is not None  # it was submitted
    approve_draft(draft=draft, digest=draft.current.digest, actor=clerk)
    target = draft.current.targets.select_related("account").get()
    return record_post(
        target=target,
        url=f"{target.account.url}/posts/{number}",
        posted_at=timezone.now(),
        digest=draft.current.digest,
        actor=clerk,
    )


def some_drafts(page: OfficialAccount, *, clerk: Person, writer: Person) -> None:
    """One draft posted, one sent back, one waiting, each by the actions that people use."""
    bins = submitted(
        page,
        "Bin collections at Christmas",
        "Bin collections change over Christmas and New Year.\n\n"
        "Your new days are on Central Bedfordshire Council's website.",
        7,
        author=writer,
    )
    posted(bins, 1001, clerk=clerk)
    back = submitted(
        page,
        "Allotments to let",
        "We have allotments to let. Ring the office.",
        5,
        author=writer,
    )
    assert back.current is not None  # it was submitted
    request_changes(
        draft=back,
        digest=back.current.digest,
        reason=None,
        note="Add the telephone number and the closing date.",
        actor=clerk,
    )
    submitted(
        page,
        "Market day road closure",
        "Market Square is closed to traffic on Friday from 6am to 4pm for market day.\n\n"
        "Buses stop in Dunstable Road instead. Thank you for your patience.",
        2,
        author=writer,
    )
