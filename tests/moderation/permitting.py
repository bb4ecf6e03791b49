"""Permissions for tests, made by the action that people use."""

from accounts.dates import today
from councilsm.files.intake import take_in
from moderation.checks.content import Content, PictureContent
from moderation.drafts.actions import approve_draft, create_draft, submit_draft
from moderation.drafts.models import Draft
from moderation.permissions.actions import Agreed, record_permission
from moderation.pictures.models import Permission
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload


def a_permission(cast: Cast, *names: str, under_18: bool = False) -> Permission:
    """A permission of Ashford for these people, on paper."""
    return record_permission(
        council=cast.ashford,
        scope="Spring fair",
        given_on=today(),
        expires_on=None,
        people=[
            Agreed(
                name=name,
                under_18=under_18,
                given_by="Pat Field" if under_18 else name,
                relationship="parent" if under_18 else "self",
            )
            for name in names
        ],
        evidence=None,
        paper_reference="Paper file 12",
        actor=cast.ana,
    )


def showing(cast: Cast, permission: Permission, title: str = "Fair") -> Draft:
    """A waiting draft with a picture of everybody the permission covers."""
    file = take_in(upload(picture()), council=cast.ashford, actor=cast.ana)
    people = tuple(subject.as_consent() for subject in permission.subjects.all())
    draft = create_draft(council=cast.ashford, title=title, working_copy={}, actor=cast.ana)
    shown = PictureContent(
        file=file,
        alt="Children at the fair",
        rights="council",
        people="under_18" if any(person.under_18 for person in people) else "named",
        consents=people,
    )
    content = Content(
        kind="new_post", title=title, texts={cast.page: f"{title} day."}, pictures=(shown,)
    )
    submit_draft(draft=draft, content=content, version=1, actor=cast.ana)
    draft.refresh_from_db()
    return draft


def approve(cast: Cast, draft: Draft) -> Draft:
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    draft.refresh_from_db()
    return draft
