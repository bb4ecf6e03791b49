"""An urgent post goes out before the second person has seen it, where the council allows it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.drafts.actions import approve_draft
from moderation.drafts.models import Decision, SecondCheck
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import (
    URGENT,
    decide,
    decision,
    let_urgent_go_alone,
    submitted,
    unchanged,
)

As = Callable[[Person], Client]
WHY = "Tom is on leave and the water is off now."
ALONE = {"asked": "alone", "alone": WHY}


def test_an_urgent_post_may_go_before_the_second_person_sees_it(cast: Cast, as_: As) -> None:
    let_urgent_go_alone(cast)
    tom = a_member(cast.ashford, "Tom", "town-clerk")
    draft = submitted(cast, author=cast.priya, particulars=URGENT)
    browser = as_(cast.priya)
    assert (
        "approve it without second check" in browser.get(draft.get_absolute_url()).content.decode()
    )
    page = browser.get(decide(draft)).content.decode()
    assert "Approve without second check" in page
    assert "Request changes" not in page
    missing = browser.post(decide(draft), decision(draft, asked="alone"))
    assert missing.status_code == 422
    assert "Say why it cannot wait and nobody else is free" in missing.content.decode()
    assert unchanged(draft)
    assert browser.post(decide(draft), decision(draft, **ALONE)).status_code == 302
    made = Decision.objects.get()
    assert (made.without_second_check, made.own_authority) == (WHY, False)
    mail = OutboxMessage.objects.get(recipient=tom.email, subject__contains="without second check")
    assert mail.subject == "Approved without second check: review needed (D-0001)"
    assert f"Without second check: {WHY}" in AuditDetail.objects.latest("pk").new
    tag = "Approved without second check"
    for person, path in (
        (cast.priya, draft.get_absolute_url()),
        (cast.priya, "/c/ashford/drafts/"),
        (cast.priya, "/c/ashford/approvals/decided/"),
        (tom, "/c/ashford/approvals/"),
    ):
        assert tag in as_(person).get(path).content.decode(), path


def test_the_tag_stays_until_a_second_person_has_looked(cast: Cast, as_: As) -> None:
    let_urgent_go_alone(cast)
    tom = a_member(cast.ashford, "Tom", "town-clerk")
    draft = submitted(cast, author=cast.priya, particulars=URGENT)
    as_(cast.priya).post(decide(draft), decision(draft, **ALONE))
    made = Decision.objects.get()
    SecondCheck.objects.create(
        council=cast.ashford, decision=made, outcome="confirmed", checker=tom
    )
    for path in ("/c/ashford/drafts/", "/c/ashford/approvals/decided/", "/c/ashford/approvals/"):
        assert "Approved without second check" not in as_(tom).get(path).content.decode(), path


def test_not_where_the_council_has_not_allowed_it(cast: Cast, as_: As) -> None:
    draft = submitted(cast, author=cast.priya, particulars=URGENT)
    browser = as_(cast.priya)
    assert "Approve without second check" not in browser.get(decide(draft)).content.decode()
    response = browser.post(decide(draft), decision(draft, **ALONE))
    assert response.status_code == 409
    assert "does not let an urgent post go out" in response.content.decode()
    assert unchanged(draft)


def test_whoever_wrote_an_urgent_draft_reads_that_no_rule_says_whether_it_may_go_first(
    cast: Cast, as_: As
) -> None:
    a_rulebook(cast.ashford, **RULES | {"manage_rules": chosen({"offices": ["town-clerk"]})})
    draft = submitted(cast, author=cast.priya, particulars=URGENT)
    set_it = 'href="/c/ashford/rules/urgent-alone/"'
    for path in (draft.get_absolute_url(), decide(draft)):
        page = as_(cast.priya).get(path).text
        assert "has no rule yet on whether an urgent post may go out" in page
        assert set_it in page
    tom = a_member(cast.ashford, "Tom", "town-clerk")
    assert "no rule yet" not in as_(tom).get(decide(draft)).text
    a_rulebook(cast.ashford, **RULES)
    page = as_(cast.priya).get(draft.get_absolute_url()).text
    assert "no rule yet" in page and set_it not in page
    assert as_(cast.adam).get("/c/ashford/rules/urgent-alone/").status_code == 200
    a_rulebook(cast.ashford, **RULES | {"urgent_alone": chosen(False)})
    assert "no rule yet" not in as_(cast.priya).get(decide(draft)).text


def test_not_what_was_not_submitted_as_urgent(cast: Cast, as_: As) -> None:
    let_urgent_go_alone(cast)
    draft = submitted(cast, author=cast.priya)
    response = as_(cast.priya).post(decide(draft), decision(draft, **ALONE))
    assert response.status_code == 409
    assert "not submitted as urgent" in response.content.decode()
    assert unchanged(draft)


def test_not_by_an_author_who_may_not_authorise(cast: Cast, as_: As) -> None:
    let_urgent_go_alone(cast)
    draft = submitted(cast, particulars=URGENT)
    assert as_(cast.ana).post(decide(draft), decision(draft, **ALONE)).status_code == 403
    assert draft.current
    with pytest.raises(RuleBroken, match="may not authorise"):
        approve_draft(draft=draft, digest=draft.current.digest, alone=WHY, actor=cast.ana)
    assert unchanged(draft)


def test_a_councillor_does_not_go_alone_either(cast: Cast, as_: As) -> None:
    let_urgent_go_alone(cast)
    vera = a_member(cast.ashford, "Cllr Vera", "town-clerk", category="councillor")
    draft = submitted(cast, author=vera, particulars=URGENT)
    response = as_(vera).post(decide(draft), decision(draft, **ALONE))
    assert response.status_code == 409
    assert "Local Government Act 1972 s.101" in response.content.decode()
    assert unchanged(draft)


def test_a_second_person_who_decides_leaves_no_such_mark(cast: Cast, as_: As) -> None:
    let_urgent_go_alone(cast)
    draft = submitted(cast, particulars=URGENT)
    assert as_(cast.priya).post(decide(draft), decision(draft, **ALONE)).status_code == 302
    assert Decision.objects.get().without_second_check == ""
