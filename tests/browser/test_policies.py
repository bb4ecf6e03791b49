"""Ludlow adopts version 5 and its people read it; a duty rests until somebody has read it."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Appointment, Membership, Office
from moderation.demo import COUNCILS, make
from moderation.demo.making import make_with_examples
from policies.acknowledgements.models import Acknowledgement
from policies.documents.models import Policy
from tests.browser.conftest import Visitor
from tests.cast import BEGAN
from tests.policies.writing import an_adopted_version, read_for, rules_with

pytestmark = pytest.mark.browser

POLICIES = "/c/ludlow/policies/manage/"
#: Pages of a small council with policies of its own, under /c/little-wickham/: the heading of each.
PAGES = {
    "policies/manage/": "Policies",
    "policies/manage/social-media-policy/": "Social media policy",
    "policies/manage/social-media-policy/scope/": "Whom it binds",
    "policies/manage/social-media-policy/parts/": "Who has which part",
    "policies/manage/social-media-policy/laws/": "Laws and guidance it rests on",
    "policies/manage/social-media-policy/versions/2026/": "2026",
    "policies/manage/social-media-policy/versions/2026/rules/": "Rules whose clauses it changed",
    "policies/manage/social-media-policy/versions/2026/compare/": "From 2024 to 2026",
    "policies/manage/social-media-policy/versions/2027/": "2027",
    "policies/manage/social-media-policy/versions/2027/clauses/": "Clauses",
    "policies/manage/social-media-policy/versions/2027/consult/": "Record who was asked",
    "policies/clauses/LW-2/?on=2025-01-01": "The clerk writes and posts",
    "policy-reviews/": "Reviews of policies",
    "policy-reviews/photographs-of-people/": "Reviews",
    "policy-reviews/photographs-of-people/record/": "Record a review",
    "policy-reviews/photographs-of-people/trigger/": "Something calls for a review",
    "reading/all/?policy=social-media-policy": "Who has read Social media policy",
    "reading/all/?by=people": "Who has read what",
    "reading/social-media-policy/2026/paper/": "Record that somebody signed on paper",
    "pre-election/": "Pre-election periods",
    "pre-election/PE-0002/": "By-election, Church Ward",
    "pre-election/profiles/": "Profiles of councillors and candidates",
    "policies/social-media-policy/": "Social media policy",
    "policies/social-media-policy/versions/2024/": "Social media policy",
    "policies/disclaimers/": "Disclaimers to copy",
}


@pytest.fixture
def ludlow(visitor: Visitor, transactional_db: None) -> Visitor:
    make(next(demo for demo in COUNCILS if demo.slug == "ludlow"))
    return visitor


def test_version_5_is_adopted_by_minute_and_read(ludlow: Visitor) -> None:
    visitor, page = ludlow, ludlow.page
    visitor.become("clerk@ludlow.example")
    page.get_by_role("link", name="Policies and trail").click()
    visitor.look("policies", "Policies")
    page.get_by_role("link", name="Social Media Policy").click()
    visitor.look("policy", "Social Media Policy")
    page.get_by_role("link", name="New version").click()
    visitor.look("policy-new-version", "Begin a version")
    page.get_by_label("What is the version called?").fill("v.5")
    page.get_by_role("button", name="Begin the version").click()
    page.get_by_role("link", name="Write it").click()
    visitor.look("policy-write", "Write the version")
    page.get_by_label("What changed").fill("Replies within one day.")
    page.get_by_label("Text", exact=True).fill("# Replies\n\nWe reply within one day.\n")
    page.get_by_role("button", name="Save the version").click()
    visitor.look("policy-draft", "v.5")
    page.get_by_role("link", name="Adopt it").click()
    visitor.look("policy-adopt", "Adopt this version")
    page.get_by_role("button", name="Adopt the version").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the minute reference")
    page.get_by_label("Which body approved it?").fill("Full Council")
    page.get_by_label("When was it approved?").fill("20/10/2026")
    page.get_by_label("Minute reference").fill("26/112")
    page.get_by_label("When does it say that its review is due?").fill("10/2029")
    page.get_by_role("button", name="Adopt the version").click()
    expect(page.locator(".app-message")).to_contain_text("v.5 is adopted")
    visitor.look("policy-adopted", "v.5")
    expect(page.get_by_text("20 October 2026, Full Council")).to_be_visible()
    page.get_by_role("link", name="Compare with v.4").click()
    visitor.look("policy-compare", "From v.4 to v.5")
    page.go_back()
    page.get_by_role("link", name="Who is told of it").click()
    visitor.look("policy-informed", "Who is told of this version")
    expect(page.get_by_text("Nia Rees, employee")).to_be_visible()

    visitor.become("officer@ludlow.example")
    page.get_by_role("link", name="Please read: Social Media Policy, v.5").click()
    visitor.look("policy-read", "Social Media Policy")
    expect(page.get_by_text("We reply within one day.")).to_be_visible()
    page.get_by_label("I have read this policy and understand it").check()
    page.get_by_role("button", name="I have read this policy").click()
    visitor.look("policy-reading", "Reading")
    expect(page.get_by_text("You have nothing to read.")).to_be_visible()


def test_a_duty_rests_until_the_policy_is_read(ludlow: Visitor) -> None:
    """Nia may let posts out with the clerk; she has not read what that duty wants read."""
    visitor, page = ludlow, ludlow.page
    council = Council.objects.get(slug="ludlow")
    nia = Membership.objects.get(council=council, person__email="officer@ludlow.example")
    office = Office.objects.get(council=council, key="designated-officer")
    Appointment.objects.create(council=council, office=office, membership=nia, starts_on=BEGAN)
    rules_with(council, unread_lapse={"suspends": True, "after_days": 7})
    policy = Policy.objects.get(council=council, carries_rules=True)
    need = read_for(policy, "authorise_posts")
    need.since = date(2026, 6, 1)
    need.save(update_fields=["since"])
    version = an_adopted_version(
        policy,
        "v.5",
        effective_from=date(2026, 6, 1),
        adopted_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
    )
    clerk = Membership.objects.get(council=council, person__email="clerk@ludlow.example")
    Acknowledgement.objects.create(
        council=council,
        version=version,
        membership=clerk,
        digest=version.digest,
        read_on=date(2026, 6, 2),
        recorded_by=clerk.person,
    )
    visitor.become("officer@ludlow.example")
    expect(page.get_by_role("link", name="Approvals", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Please read: Social Media Policy, v.5").click()
    visitor.look("policy-rests", "Social Media Policy")
    page.get_by_label("I have read this policy and understand it").check()
    page.get_by_role("button", name="I have read this policy").click()
    expect(page.get_by_role("link", name="Approvals", exact=True)).to_have_count(1)
    page.get_by_role("link", name="Approvals", exact=True).click()
    visitor.look("policy-restored", "Approvals")


def test_a_small_councils_own_policies_are_fit_to_look_at(
    visitor: Visitor, transactional_db: None
) -> None:
    make_with_examples(next(demo for demo in COUNCILS if demo.slug == "little-wickham"))
    visitor.become("clerk@little-wickham.example")
    for number, (path, heading) in enumerate(PAGES.items()):
        visitor.go(f"/c/little-wickham/{path}")
        visitor.look(f"small-council-{number:02}", heading)
    on_paper(visitor)


def on_paper(visitor: Visitor) -> None:
    """A version in print: its words have the width of the page, and its clauses are there."""
    page = visitor.page
    visitor.go("/c/little-wickham/policies/manage/social-media-policy/versions/2026/")
    clause = page.get_by_text("Opinions stay up; abuse and hatred come down")
    expect(clause).to_be_hidden()
    page.emulate_media(media="print")
    expect(clause).to_be_visible()
    (words, sheet) = (
        page.locator(name).bounding_box() for name in (".app-policy", "#main-content")
    )
    assert words and sheet and words["width"] > 0.95 * sheet["width"]
    page.emulate_media(media="screen")


def test_a_policy_is_read_and_signed_for_without_scripts(
    plain: Visitor, transactional_db: None
) -> None:
    """The chair says so himself; the clerk records what the handyman signed of another version."""
    make_with_examples(next(demo for demo in COUNCILS if demo.slug == "little-wickham"))
    page = plain.page
    plain.become("chair@little-wickham.example")
    page.get_by_role("link", name="Policies and trail").click()
    page.get_by_role("link", name="Social media policy").click()
    page.get_by_role("link", name="2026", exact=True).first.click()
    page.get_by_role("link", name="Say that you have read it").click()
    page.get_by_role("button", name="I have read this policy").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box once you have read the policy")
    page.get_by_label("I have read this policy and understand it").check()
    page.get_by_role("button", name="I have read this policy").click()
    expect(page.locator(".app-message")).to_contain_text("you have read Social media policy, 2026")

    plain.become("clerk@little-wickham.example")
    plain.go("/c/little-wickham/policies/manage/social-media-policy/versions/2027/")
    page.get_by_role("link", name="Record what they said").click()
    page.get_by_label("What did they say?").fill("Nothing")
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("link", name="Adopt it", exact=True).click()
    page.get_by_label("Which body approved it?").fill("Parish Council")
    page.get_by_label("When was it approved?").fill(f"{today():%d/%m/%Y}")
    page.get_by_label("Minute reference").fill("26/9")
    page.get_by_role("button", name="Adopt the version").click()
    expect(page.locator(".app-message")).to_contain_text("Print the list of who is told on paper")
    page.get_by_role("link", name="Who is told of it").click()
    expect(page.get_by_role("row", name="Walter Hobbs")).to_be_visible()
    plain.go("/c/little-wickham/reading/all/?policy=social-media-policy&show=unread")
    page.get_by_role("link", name="Record that they signed on paper").click()
    day = page.get_by_role("group", name="Which day does the paper say?")
    for label, value in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        day.get_by_label(label).fill(str(value))
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say where the paper is kept")
    page.get_by_label("Where is the paper kept?").fill("Personnel folder, sheet 10")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Signed on paper: Personnel folder, sheet 10")).to_be_visible()
