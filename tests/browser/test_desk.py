"""The pages of the desk to which no other walk comes, looked at once each."""

import pytest

from accounts.councils.actions import change_rules
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from moderation.checks.content import Content, Particulars
from moderation.demo import COUNCILS
from moderation.demo.councils import chosen
from moderation.demo.making import make_with_examples
from moderation.drafts.actions import approve_draft, create_draft, submit_draft
from moderation.drafts.models import Draft
from moderation.posts.actions import tell_mistake
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def flitwick(transactional_db: None) -> Council:
    return make_with_examples(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@flitwick.example")


def approved_alone(council: Council) -> Draft:
    """The deputy's urgent post, which no second person has looked at yet."""
    change_rules(
        council=council,
        changes={"urgent_alone": chosen(True)},
        in_force_from=today(),
        why="Nobody else is there at night.",
        based_on=2,
        actor=person("clerk"),
    )
    deputy, page = person("deputy"), council.official_accounts.get(name="Main page")
    draft = create_draft(council=council, title="Flood", working_copy={}, actor=deputy)
    content = Content(
        kind="new_post",
        title="Flood",
        texts={page: "The river is over the road at the bridge."},
        particulars=Particulars(urgent="It rises now."),
    )
    submit_draft(draft=draft, content=content, version=1, actor=deputy)
    draft.refresh_from_db()
    assert draft.current
    approve_draft(
        draft=draft, digest=draft.current.digest, alone="It is 3am and raining.", actor=deputy
    )
    return draft


def test_the_rest_of_the_desk(visitor: Visitor, flitwick: Council) -> None:
    draft = approved_alone(flitwick)
    post = flitwick.posts.get(number=1)
    mistake = tell_mistake(post=post, what="The day is wrong.", actor=person("comms"))
    subject = flitwick.subjects.first()
    assert draft.current and subject
    target = draft.current.targets.get()
    visitor.become("clerk@flitwick.example")
    for name, path, heading in (
        ("drafts", "drafts/?status=to_post", "Drafts"),
        ("not-out", f"drafts/{draft.reference}/record-post/{target.pk}/not-out/", "It is not out"),
        ("second-check", f"drafts/{draft.reference}/check/", "Look at what was approved"),
        ("edit-post", f"posts/{post.reference}/edit/", "Edit it on the platform"),
        ("remedy", f"posts/mistakes/{mistake.pk}/", "How it was put right"),
        ("permissions", "permissions/", "Permissions"),
        (
            "permission-withdraw",
            f"permissions/C-0001/people/{subject.pk}/withdraw/",
            subject.name,
        ),
        ("standing-end", "standing-approvals/SA-0001/end/", "End"),
    ):
        visitor.go(f"/c/flitwick/{path}")
        visitor.look(f"desk-{name}", heading)


def test_a_new_draft_says_what_its_preview_waits_for(visitor: Visitor, flitwick: Council) -> None:
    visitor.become("events@flitwick.example")
    visitor.go("/c/flitwick/drafts/new/")
    waits = visitor.page.get_by_text("Choose an account to see how the post may look there.")
    account = visitor.page.get_by_role("checkbox", name="Facebook: Main page")
    for chosen_now in (False, True, False):
        account.set_checked(chosen_now)
        assert waits.is_visible() != chosen_now
