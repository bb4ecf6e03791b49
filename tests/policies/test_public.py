"""What everybody reads of a council's policies, and what nobody else's business is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.dates import today
from councilsm.files.storage import address, the_files
from policies.documents.models import Policy
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.deciding import a_file
from tests.policies.writing import a_clause, a_draft, a_policy, an_adopted_version

Queries = Callable[..., AbstractContextManager[None]]
POLICIES = "/c/ashford/policies/"


def read(path: str = "", status: int = 200) -> str:
    """A page below the public policies, for somebody who has not signed in."""
    response = Client().get(POLICIES + path)
    assert response.status_code == status
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """Ashford's, with a version of last year and one of this June."""
    policy = a_policy(cast.ashford, carries_rules=True)
    old = an_adopted_version(policy, "v.1", text="We answer within a week.")
    an_adopted_version(
        policy,
        "v.2",
        text="We answer **within two days**.",
        effective_from=date(2026, 6, 1),
        approved_on="2026-05-12",
        minute="26/55",
        what_changed="The time to answer.",
        supersedes=old,
        clauses=[a_clause("AT-1", "Answer within two days", words="Two days at most.")],
    )
    return policy


@pytest.mark.clause("LTC-header-b")
def test_everybody_reads_the_current_policy(policy: Policy) -> None:
    assert "Social media policy" in read() and "By Full Council on 12 May 2026" in read()
    page = read("social-media-policy/")
    assert "We answer <strong>within two days</strong>." in page
    assert "minute 26/55" in page and "The time to answer." in page
    assert 'id="AT-1"' in page and "Two days at most." in page
    assert "within a week" not in page
    assert 'href="/c/ashford/policies/"' in Client().get("/c/ashford/").content.decode()


def test_a_past_version_stays_and_says_what_replaced_it(policy: Policy) -> None:
    assert "/c/ashford/policies/social-media-policy/versions/v-1/" in read("social-media-policy/")
    page = read("social-media-policy/versions/v-1/")
    assert "We answer within a week." in page
    assert "This is a past version, replaced on Monday 1 June 2026." in page
    assert 'href="/c/ashford/policies/social-media-policy/"' in page
    now = read("social-media-policy/versions/v-2/")
    assert "past version" not in now


def test_one_that_is_to_come_says_from_when(policy: Policy) -> None:
    day = today() + timedelta(days=30)
    an_adopted_version(policy, "v.3", text="We answer at once.", effective_from=day)
    assert "within two days" in read("social-media-policy/")
    assert "This version is not in force yet" in read("social-media-policy/versions/v-3/")


def test_what_is_not_for_everybody_is_not_there(cast: Cast, policy: Policy) -> None:
    staff = a_policy(cast.ashford, "Handbook", audience="staff")
    an_adopted_version(staff)
    a_draft(policy, "v.4")
    assert "Handbook" not in read()
    for path in (
        "handbook/",
        "handbook/versions/v-1/",
        "handbook/versions/v-1/file/",
        "social-media-policy/versions/v-4/",
        "social-media-policy/versions/v-9/",
        "social-media-policy/versions/v-1/file/",
        "nothing/",
    ):
        read(path, status=404)
    assert Client().get("/c/barham/policies/social-media-policy/").status_code == 404
    # A policy of which nothing was ever adopted is no policy yet.
    a_draft(a_policy(cast.ashford, "Press"), "v.1")
    read("press/", status=404)
    assert "Press" not in read()


def test_everybody_opens_the_document_itself(cast: Cast, policy: Policy) -> None:
    file = a_file(cast.ashford, "policy.pdf")
    the_files().save(address(cast.ashford.pk, file.digest), ContentFile(b"%PDF-1.7 words"))
    an_adopted_version(policy, "v.3", file=file, effective_from=date(2026, 7, 1))
    assert "The document (PDF" in read("social-media-policy/")
    at = f"{POLICIES}social-media-policy/versions/v-3/file/"
    response = Client().get(at)
    assert b"".join(response).startswith(b"%PDF")
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
    # Once it is for the council's people alone, so is its document.
    Policy.objects.filter(pk=policy.pk).update(audience="staff")
    assert Client().get(at).status_code == 404


def test_a_withdrawn_policy_says_so_and_keeps_its_versions(policy: Policy) -> None:
    Policy.objects.filter(pk=policy.pk).update(
        withdrawn_on=date(2026, 9, 1), withdrawn_minute="26/90"
    )
    assert "Social media policy" not in read()
    page = read("social-media-policy/")
    assert "withdrew this policy on Tuesday 1 September 2026, minute 26/90" in page
    assert "versions/v-2/" in page and "within two days" not in page
    assert "within two days" in read("social-media-policy/versions/v-2/")


def test_words_with_a_script_are_only_words(cast: Cast) -> None:
    policy = a_policy(cast.ashford, "Odd")
    clause = a_clause("AT-1", "<script>alert(1)</script>", words="<b>bold</b>")
    an_adopted_version(
        policy, text="<script>alert(1)</script>\n\n[x](javascript:alert(1))", clauses=[clause]
    )
    page = Client().get(f"{POLICIES}odd/").content.decode()
    assert "<script>alert" not in page and 'href="javascript:' not in page
    assert "<b>bold" not in page


def test_a_related_policy_is_linked_only_where_everybody_may_read_it(
    cast: Cast, policy: Policy
) -> None:
    press, handbook = (
        a_policy(cast.ashford, title, audience=audience)
        for title, audience in (("Press", "public"), ("Handbook", "staff"))
    )
    for other in (press, handbook):
        policy.related.create(council=cast.ashford, title=other.title, other=other)
    together = read("social-media-policy/").split("Read together with")[1].split("</ul>")[0]
    assert 'href="/c/ashford/policies/press/"' in together
    assert "Handbook" in together and "/handbook/" not in together


def test_a_law_says_what_took_its_place(cast: Cast, policy: Policy) -> None:
    new = policy.laws.create(council=cast.ashford, title="Online Safety Act 2023")
    policy.laws.create(
        council=cast.ashford, title="Malicious Communications Act 1988", replaced_by=new
    )
    laws = read("social-media-policy/").split("Law and guidance")[1].split("</ul>")[0]
    assert "In its place now: Online Safety Act 2023" in laws


def test_house_rules_say_what_the_rulebook_says(cast: Cast) -> None:
    page = read("house-rules/")
    assert "Abuse or a threat" in page and "Hatred or a slur" in page
    assert "the council's decision of 12 May 2026, minute 24/101" in page
    assert "Human Rights Act 1998, section 6" in page
    assert "How soon an enquiry is answered" not in page
    assert 'href="/c/ashford/unblock/"' in page or "Ask to be unblocked" in page
    a_rulebook(cast.ashford, **RULES, reply_days=chosen(3))
    assert "How soon an enquiry is answered" in read("house-rules/")
    assert "Within 3 working days" in read("house-rules/")
    a_rulebook(cast.ashford, **{k: v for k, v in RULES.items() if k != "removal_reasons"})
    assert "We have not listed our reasons yet" in read("house-rules/")


def test_public_pages_ask_the_database_little(
    cast: Cast, policy: Policy, queries: Queries, as_: Any
) -> None:
    for number in range(3):
        an_adopted_version(a_policy(cast.ashford, f"Policy {number}"))
    for path, most in (
        ("", 2),
        ("social-media-policy/", 9),
        ("social-media-policy/versions/v-1/", 10),
        ("house-rules/", 5),
        ("disclaimers/", 2),
    ):
        Client().get(POLICIES + path)
        with queries(at_most=most):
            Client().get(POLICIES + path)
