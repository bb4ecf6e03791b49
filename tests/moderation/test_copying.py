"""Copy as new draft: words, accounts and pictures again, dates not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from moderation.checks.content import Content, Particulars, PictureContent
from moderation.drafts.actions import create_draft, submit_draft
from moderation.drafts.forms.typed import typed_again
from moderation.drafts.models import Draft
from tests.cast import AccountFactory, Cast
from tests.councilsm.files.samples import a_file
from tests.moderation.drafting import a_draft, composed, posted, waiting
from tests.moderation.permitting import a_permission

As = Callable[[Person], Client]
COPY, COPY_POST = "/c/ashford/drafts/D-0001/copy/", "/c/ashford/posts/P-0001/copy/"


def the_copy() -> Draft:
    return Draft.objects.latest("pk")


def test_the_author_copies_what_is_typed_without_its_dates(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    typed = composed(cast, do="save", not_after_day="3", not_after_time="9", urgent="Now")
    browser.post("/c/ashford/drafts/new/", typed)
    response = browser.post(COPY)
    assert response.headers["Location"] == "/c/ashford/drafts/D-0002/edit/"
    copy = the_copy()
    assert (copy.author, copy.status, copy.current) == (cast.ana, "draft", None)
    assert copy.working_copy["text"] == ["High Street is closed on Friday."]
    assert copy.working_copy["accounts"] == [str(cast.page.pk)]
    assert not [name for name in copy.working_copy if name.startswith("not_") or name == "urgent"]
    assert "High Street is closed" in browser.get(response.headers["Location"]).content.decode()
    event = AuditEvent.objects.about(copy).get(verb="draft.copied")
    assert "D-0001" in event.detail.new


def test_somebody_else_copies_what_was_submitted(cast: Cast, as_: As) -> None:
    instagram = AccountFactory(
        council=cast.ashford, platform=OfficialAccount.Platform.X, name="X", handle="ax"
    )
    draft = create_draft(council=cast.ashford, title="Fair", working_copy={}, actor=cast.ana)
    picture = PictureContent(file=a_file(cast), alt="Stalls", rights="council", people="nobody")
    content = Content(
        kind="new_post",
        title="Fair",
        texts={cast.page: "Come to the fair in the park.", instagram: "Fair!"},
        pictures=(picture,),
        particulars=Particulars(credit="The Scouts", urgent="It is tomorrow."),
        not_after=timezone.now() + timedelta(days=2),
    )
    submit_draft(draft=draft, content=content, version=1, actor=cast.ana)
    assert as_(cast.cora).post(COPY).status_code == 302
    copy = the_copy()
    assert copy.author == cast.cora
    form = typed_again(cast.ashford, copy.working_copy)
    assert form.is_valid(), form.errors
    again = form.content()
    assert again.texts == content.texts
    assert [one.alt for one in again.pictures] == ["Stalls"]
    assert again.particulars == Particulars(credit="The Scouts")
    assert again.not_after is None


def test_an_account_that_was_closed_is_left_out(cast: Cast, as_: As) -> None:
    waiting(cast)
    OfficialAccount.objects.filter(pk=cast.page.pk).update(status="closed")
    as_(cast.priya).post(COPY)
    assert the_copy().working_copy["accounts"] == []
    assert the_copy().working_copy["text"] == ["High Street is closed on Friday."]


def test_a_rejected_draft_is_copied_by_its_author(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    Draft.objects.filter(pk=draft.pk).update(status=Draft.Status.REJECTED)
    as_(cast.ana).post(COPY)
    assert the_copy().working_copy["text"] == ["High Street is closed on Friday."]


def test_a_post_is_copied_by_anybody_in_the_council(cast: Cast, as_: As) -> None:
    posted(cast)
    assert "Copy as new draft" in as_(cast.dev).get("/c/ashford/posts/P-0001/").content.decode()
    assert as_(cast.dev).post(COPY_POST).status_code == 302
    copy = the_copy()
    assert (copy.author, copy.title) == (cast.dev, "Road closure")
    assert copy.working_copy["text"] == ["High Street is closed on Friday."]
    assert copy.working_copy["accounts"] == [str(cast.page.pk)]


@pytest.mark.parametrize(("name", "status"), [("adam", 404), ("leo", 404), ("oscar", 404)])
def test_a_draft_one_may_not_see_is_not_copied(cast: Cast, as_: As, name: str, status: int) -> None:
    waiting(cast)
    assert as_(getattr(cast, name)).post(COPY).status_code == status
    assert Draft.objects.count() == 1


def test_what_was_never_submitted_is_only_its_authors_to_copy(cast: Cast, as_: As) -> None:
    a_draft(cast)
    refused = as_(cast.priya).post(COPY)
    assert refused.status_code == 409
    assert "was submitted yet" in refused.content.decode()
    assert Draft.objects.count() == 1


def test_copying_needs_a_button(cast: Cast, as_: As) -> None:
    waiting(cast)
    assert as_(cast.ana).get(COPY).status_code == 405
    assert as_(cast.oscar).post(COPY_POST).status_code == 404


def test_the_draft_page_offers_it(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    waiting(cast)
    browser = as_(cast.ana)
    with queries(at_most=15):
        page = browser.get("/c/ashford/drafts/D-0001/").content.decode()
    assert COPY in page


def test_a_licence_and_a_parents_permission_are_copied_where_they_were_answered(
    cast: Cast, as_: As
) -> None:
    permission = a_permission(cast, "Amy Field", under_18=True)
    draft = create_draft(council=cast.ashford, title="Fair", working_copy={}, actor=cast.ana)
    picture = PictureContent(
        file=a_file(cast),
        alt="A girl sings",
        rights="licence",
        rights_detail="CC BY 4.0, A. Hill",
        people="under_18",
        consents=tuple(subject.as_consent() for subject in permission.subjects.all()),
    )
    content = Content(
        kind="new_post",
        title="Fair",
        texts={cast.page: "Come to the fair in the park. Photo: A. Hill"},
        pictures=(picture,),
    )
    submit_draft(draft=draft, content=content, version=1, actor=cast.ana)
    as_(cast.cora).post(COPY)
    form = typed_again(cast.ashford, the_copy().working_copy)
    assert form.is_valid(), form.errors
    assert form.content().pictures == (picture,)
    start = f"picture_{picture.file.pk}_"
    assert form.data[f"{start}licence"] == "CC BY 4.0, A. Hill"
    assert form.data[f"{start}child_permissions"] == permission.reference
    assert f"{start}rights_detail" not in form.data and f"{start}permissions" not in form.data
