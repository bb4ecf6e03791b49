"""Before an election: one called late catches a scheduled post; no councillor is promoted."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from moderation.demo import COUNCILS, make
from moderation.drafts.actions import approve_draft
from moderation.drafts.models import Draft
from moderation.posts.actions import note_scheduled, record_post
from policies.elections.actions import add_period, add_profile
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def demo(slug: str) -> Council:
    make(next(demo for demo in COUNCILS if demo.slug == slug))
    return Council.objects.get(slug=slug)


def fill_date(visitor: Visitor, group: str, days: int) -> None:
    day = today() + timedelta(days=days)
    box = visitor.page.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(label).fill(str(value))


@pytest.mark.clause("LTC-4.2.2-h")
def test_a_by_election_entered_late_catches_a_scheduled_post(
    visitor: Visitor, transactional_db: None
) -> None:
    council, page = demo("ludlow"), visitor.page
    draft = waiting(council)
    assert draft.current
    digest, target = draft.current.digest, draft.current.targets.first()
    clerk = who(council, "clerk")
    approve_draft(draft=draft, digest=digest, actor=clerk)
    assert target
    tonight = timezone.now() + timedelta(days=1)
    note_scheduled(target=target, goes_out_at=tonight, digest=digest, actor=clerk)

    visitor.become(clerk.email)
    visitor.go("/c/ludlow/pre-election/new/")
    page.get_by_role("radio", name="By-election").check()
    page.get_by_label("Ward or area (optional)").fill("Corve Ward")
    fill_date(visitor, "Polling day", 20)
    fill_date(visitor, "Day of the notice of election", -2)
    page.get_by_role("button", name="Save the period").click()
    visitor.look("pre-election-caught", "By-election, Corve Ward")
    expect(page.get_by_text("Scheduled on the platform").first).to_be_visible()

    visitor.become(clerk.email)
    page.get_by_role("link", name="1 scheduled post to cancel on the platform").click()
    visitor.look("pre-election-unschedule", "Posts to see to")
    page.get_by_role("link", name="It went out").click()
    visitor.look("pre-election-not-to-post", "It must not be posted")

    visitor.become(clerk.email)
    page.get_by_role("link", name="1 approved draft to look at: pre-election period").click()
    row = page.get_by_role("row").filter(has_text=draft.reference)
    expect(row.get_by_role("link", name="Decide")).to_be_visible()
    visitor.become("officer@ludlow.example")
    visitor.go(f"/c/ludlow/drafts/{draft.reference}/")
    visitor.look("pre-election-draft-caught", "Road closure")
    expect(page.get_by_text("looks at it. Today that is Gareth Owen")).to_be_visible()
    visitor.become(clerk.email)
    visitor.go(f"/c/ludlow/drafts/{draft.reference}/")
    page.get_by_role("link", name=f"Look at {draft.reference} again for PE-0001").click()
    visitor.look("pre-election-look", "May it go out in this period?")
    page.get_by_role("radio", name="Yes, it may go out").check()
    page.get_by_label("Why?").fill("The road closes whoever is elected.")
    page.get_by_role("button", name="Save decision").click()
    expect(page.locator(".app-message")).to_contain_text("may go out in this period")
    visitor.go("/c/ludlow/home/")
    expect(page.get_by_role("link", name="to cancel on the platform")).to_have_count(0)
    page.goto(f"{visitor.address}/c/ludlow/pre-election/PE-0001/accounts/")
    visitor.look("pre-election-accounts", "What is pinned or promoted")
    page.get_by_role("link", name="Say what is there").first.click()
    page.get_by_role("radio", name="It did, and has been unpinned or stopped").check()
    page.get_by_label("What was it?").fill("A pinned post of a councillor.")
    visitor.look("pre-election-account", "Facebook: Main page")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Gone: A pinned post of a councillor.")).to_be_visible()


@pytest.mark.clause("LTC-4.2.2-h")
def test_new_words_for_a_post_are_looked_at_as_they_are_decided(
    visitor: Visitor, transactional_db: None
) -> None:
    council, page = demo("ludlow"), visitor.page
    clerk = who(council, "clerk")
    draft = waiting(council)
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=clerk)
    target = draft.current.targets.select_related("account", "revision__draft__council").first()
    assert target
    post = record_post(
        target=target,
        url="https://www.facebook.com/ludlow/posts/1",
        posted_at=timezone.now(),
        digest=draft.current.digest,
        actor=clerk,
    )
    day = today()
    add_period(
        council=council,
        kind="by_election",
        area="Corve Ward",
        notice_on=day,
        poll_on=day + timedelta(days=20),
        actor=clerk,
    )
    visitor.become(clerk.email)
    visitor.go(post.get_absolute_url())
    visitor.look("pre-election-post-caught", "Road closure")
    page.get_by_role("link", name="Edit it on the platform").click()
    page.get_by_label("What should it say now?").fill("Mill Street is closed on Saturday.")
    page.get_by_label("Why are the words changed?").fill("It is a day later.")
    page.get_by_role("button", name="Decide the new words").click()
    visitor.look("pre-election-edit", "Edit it on the platform")
    why = page.get_by_label("Why may these words go out in a pre-election period?")
    why.fill("The road closes whoever is elected.")
    page.get_by_role("button", name="Decide the new words").click()
    visitor.look("pre-election-edited", "Road closure")
    expect(page.get_by_text("Its new words are decided.")).to_be_visible()
    page.get_by_role("link", name="Confirm").first.click()
    page.get_by_label("How can it be seen that it is done?").fill("The post says so now.")
    page.get_by_role("button", name="Confirm").click()
    visitor.go("/c/ludlow/pre-election/PE-0001/")
    visitor.look("pre-election-period-edited", "By-election, Corve Ward")
    expect(page.get_by_text("The road closes whoever is elected.").first).to_be_visible()
    row = page.get_by_role("row").filter(has_text=post.reference)
    expect(row.get_by_text("Edited", exact=True)).to_be_visible()
    expect(row.get_by_text("To look at")).to_have_count(0)


@pytest.mark.clause("HLTC-resp-12")
def test_a_councillors_page_is_not_promoted(visitor: Visitor, transactional_db: None) -> None:
    council, page = demo("heanor-loscoe"), visitor.page
    clerk = who(council, "clerk")
    day = today()
    add_profile(
        council=council,
        who="councillor",
        name="Pat Price",
        platform="facebook",
        handle="facebook.com/patprice.heanor",
        actor=clerk,
    )
    add_period(
        council=council,
        kind="ordinary",
        notice_on=day - timedelta(days=1),
        poll_on=day + timedelta(days=25),
        actor=clerk,
    )
    visitor.become(clerk.email)
    visitor.go("/c/heanor-loscoe/drafts/new/")
    page.get_by_role("checkbox", name="Facebook").first.check()
    page.get_by_label("Title", exact=True).fill("Carnival")
    words = page.get_by_label("The exact words")
    words.fill("Pictures of the carnival: https://www.facebook.com/patprice.heanor/photos")
    page.get_by_role("button", name="Submit for approval").click()
    visitor.look("pre-election-promoted", "Edit D-")
    refused = "does not promote before an election"
    expect(page.get_by_text(refused).first).to_be_visible()
    page.get_by_label("The exact words").fill("The carnival begins at noon on Saturday.")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".app-message")).to_contain_text("submitted for approval")
    assert Draft.objects.get(council=council, title="Carnival").status == "waiting"


def who(council: Council, local: str) -> Person:
    """One of the demonstration's people by the first part of their address."""
    return Person.objects.get(email=f"{local}@{council.slug}.example")


def waiting(council: Council) -> Draft:
    """A draft of the demonstration's that the clerk may approve."""
    from moderation.checks.content import Content
    from moderation.drafts.actions import create_draft, submit_draft

    author = who(council, "officer")
    account = council.official_accounts.live().first()
    assert account
    title = "Road closure"
    draft = create_draft(council=council, title=title, working_copy={}, actor=author)
    content = Content(
        kind="new_post", title=title, texts={account: "Mill Street is closed on Friday."}
    )
    submit_draft(draft=draft, content=content, version=1, actor=author)
    draft.refresh_from_db()
    return draft
