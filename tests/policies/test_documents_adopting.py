"""Adopting a version: by whom and when, who was asked before, who is told after."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Membership, Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from policies.documents.actions import adopt_version, change_version
from policies.documents.digest import digest_of
from policies.documents.models import Part, Policy, Version
from tests.accounts.changing import in_boxes
from tests.cast import BEGAN, Cast, a_member
from tests.policies.writing import (
    MANAGE,
    a_clause,
    a_draft,
    a_policy,
    an_adopted_version,
    binds,
    on_page,
)

As = Callable[[Person], Client]
V5 = f"{MANAGE}social-media-policy/versions/v-5/"
APRIL = date(2026, 4, 20)


def approved(**more: Any) -> dict[str, Any]:
    """What the page posts: the Full Council approved it on 20 April 2026."""
    return {
        "approved_by": "Full Council",
        "approved_on": "20/04/2026",
        "minute": "26/041",
        "review_due": "04/2029",
        **on_page(),
        **in_boxes("effective_from", APRIL),
        **more,
    }


@pytest.fixture
def draft(cast: Cast) -> Version:
    """Version 5, after one that began with everybody."""
    policy = a_policy(cast.ashford)
    an_adopted_version(policy, "v.4")
    return a_draft(policy, "v.5", text="Other words.", clauses=[a_clause()])


def test_it_is_approved_on_a_day_by_a_body_with_a_minute(
    cast: Cast, as_: As, draft: Version
) -> None:
    adam, at = as_(cast.adam), f"{V5}adopt/"
    for name in ("approved_by", "approved_on", "minute"):
        wrong = adam.post(at, approved(**{name: ""}, reviewed_on="October 2025"))
        assert wrong.status_code == 422
        assert "October 2025" in wrong.content.decode()
    assert as_(cast.ana).post(at, approved()).status_code == 403
    assert adam.post(at, approved(reviewed_on="October 2025")).status_code == 302
    draft.refresh_from_db()
    assert (draft.approved_on, draft.review_due) == ("2026-04-20", "2029-04")
    assert draft.digest == digest_of(draft)
    event = AuditEvent.objects.about(draft).get(verb="version.adopted")
    assert draft.digest in str(event.detail.new)
    assert adam.post(at, approved(minute="other")).status_code == 409


@pytest.mark.clause("LTC-header-d", "LTC-header-e", "DTC-header-a")
def test_days_are_shown_as_precisely_as_they_were_given(
    cast: Cast, as_: As, draft: Version
) -> None:
    adopted = approved(reviewed_on="October 2025")
    assert as_(cast.adam).post(f"{V5}adopt/", adopted).status_code == 302
    page = as_(cast.ana).get(V5).content.decode()
    assert "20 April 2026, Full Council" in " ".join(page.split())
    assert "October 2025" in page
    assert "1 October 2025" not in page
    assert "April 2029" in page
    assert "30 April 2029" not in page


@pytest.mark.parametrize(
    ("wrong", "status", "why"),
    [
        ({"approved_on": "04/13/2026"}, 422, "real date"),
        ({"approved_on": "29/02/2026"}, 422, "real date"),
        ({"approved_on": "20/04/26"}, 422, "4 numbers"),
        ({"approved_on": "20/04/2099"}, 409, "in the future"),
        ({"review_due": "03/2026"}, 409, "due before it was approved"),
        ({"reviewed_on": "2099-01"}, 409, "in the future"),
        (in_boxes("effective_from", APRIL - timedelta(days=1)), 409, "before it was approved"),
        (in_boxes("effective_from", BEGAN) | {"approved_on": "05/2025"}, 409, "v.4 holds from"),
    ],
)
def test_days_that_cannot_be(
    cast: Cast, as_: As, draft: Version, wrong: dict[str, str], status: int, why: str
) -> None:
    refused = as_(cast.adam).post(f"{V5}adopt/", approved(**wrong))
    assert refused.status_code == status
    assert why in refused.content.decode()
    assert 'value="26/041"' in refused.content.decode()
    draft.refresh_from_db()
    assert draft.state == Version.State.DRAFT


def test_day_first(cast: Cast, as_: As, draft: Version) -> None:
    september = approved(approved_on="04/09/2026", **in_boxes("effective_from", date(2026, 9, 4)))
    assert as_(cast.adam).post(f"{V5}adopt/", september).status_code == 302
    draft.refresh_from_db()
    assert draft.approved_on == "2026-09-04"


def test_one_is_in_force_on_each_day(cast: Cast, as_: As, draft: Version) -> None:
    later = today() + timedelta(days=10)
    adopted = approved(**in_boxes("effective_from", later))
    assert as_(cast.adam).post(f"{V5}adopt/", adopted).status_code == 302
    policy = draft.policy
    labels = [policy.version_on(later + timedelta(days=n)) for n in (-1, 0)]
    assert [version and version.label for version in labels] == ["v.4", "v.5"]
    page = as_(cast.ana).get(policy.get_absolute_url()).content.decode()
    assert "Adopted, not yet in force" in page
    # An older one, written down afterwards, changes nothing today.
    old = a_draft(policy, "v.3")
    known = {"as_history": "on", **on_page(), **in_boxes("effective_from", date(2020, 3, 1))}
    assert as_(cast.adam).post(f"{old.get_absolute_url()}adopt/", known).status_code == 302
    assert str(policy.version_on(today())) == "Social media policy, v.4"
    assert str(policy.version_on(date(2021, 1, 1))) == "Social media policy, v.3"


def test_what_is_not_known_of_an_old_one_stays_empty(cast: Cast, as_: As) -> None:
    a_draft(a_policy(cast.ashford), "v.5")
    adam, at = as_(cast.adam), f"{V5}adopt/"
    known = {"as_history": "on", **on_page()}
    tomorrow = known | in_boxes("effective_from", today() + timedelta(days=1))
    assert adam.post(at, tomorrow).status_code == 409
    assert adam.post(at, known | in_boxes("effective_from", APRIL)).status_code == 302
    page = as_(cast.ana).get(V5).content.decode()
    assert "Day not known, body not known" in " ".join(page.split())
    assert not OutboxMessage.objects.exists()


def test_history_does_not_take_the_place_of_what_is_in_force(
    cast: Cast, as_: As, draft: Version
) -> None:
    later = {"as_history": "on", **on_page(), **in_boxes("effective_from", APRIL)}
    refused = as_(cast.adam).post(f"{V5}adopt/", later)
    assert refused.status_code == 409
    assert "v.4 is in force since" in refused.content.decode()
    draft.refresh_from_db()
    assert draft.state == Version.State.DRAFT


@pytest.mark.parametrize("words", ["text", "what_changed"])
def test_words_that_nobody_saw_are_not_adopted(
    cast: Cast, as_: As, draft: Version, words: str
) -> None:
    adam, at = as_(cast.adam), f"{V5}adopt/"
    seen = adam.get(at).context["form"]["shown"].value()
    new = {"text": draft.text, "what_changed": "", words: "Words that nobody saw."}
    change_version(version=draft, label="v.5", **new, actor=cast.adam)
    refused = adam.post(at, approved(shown=seen))
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "was changed since this page was opened" in page and 'value="26/041"' in page
    assert adam.post(at, approved(shown="")).status_code == 422
    again = adam.get(at).context["form"]["shown"].value()
    assert adam.post(at, approved(shown=again)).status_code == 302


def test_without_words_nothing_is_adopted(cast: Cast, as_: As) -> None:
    a_draft(a_policy(cast.ashford), "v.5", text=" ")
    refused = as_(cast.adam).post(f"{V5}adopt/", approved())
    assert refused.status_code == 409
    assert "no words yet" in refused.content.decode()


def part(policy: Policy, kind: str, who: str, **more: Any) -> Part:
    return Part.objects.create(council=policy.council, policy=policy, kind=kind, who=who, **more)


@pytest.mark.clause("FTC-10-b")
def test_those_it_says_to_consult_are_asked_first(cast: Cast, as_: As, draft: Version) -> None:
    part(draft.policy, "consulted", "Councillors")
    part(draft.policy, "consulted", "Committee members")
    adam, at = as_(cast.adam), f"{V5}consult/"
    asked = {"who": "councillors", **in_boxes("asked_on", today() - timedelta(days=20))}
    early = in_boxes("answer_by", today() - timedelta(days=30))
    assert adam.post(at, asked | early).status_code == 409
    tomorrow = in_boxes("asked_on", today() + timedelta(days=1))
    assert adam.post(at, asked | tomorrow).status_code == 409
    assert adam.post(at, asked | in_boxes("answer_by", today())).status_code == 302
    assert adam.post(at, asked | {"who": "COUNCILLORS"}).status_code == 409
    draft.refresh_from_db()
    assert draft.state == Version.State.CONSULTATION
    shown = adam.get(f"{V5}adopt/").content.decode()
    assert "says to consult Committee members, and nobody" in " ".join(shown.split())
    without = adam.post(f"{V5}adopt/", approved())
    assert without.status_code == 422
    with pytest.raises(RuleBroken, match="Committee members"):
        adopt_version(
            version=draft,
            approved_by="Full Council",
            approved_on="2026-04-20",
            minute="26/041",
            effective_from=APRIL,
            actor=cast.adam,
        )
    why = "The committees are vacant until May."
    assert adam.post(f"{V5}adopt/", approved(unasked_why=why)).status_code == 302
    assert why in as_(cast.ana).get(V5).content.decode()
    event = AuditEvent.objects.about(draft).get(verb="version.adopted")
    assert "Committee members" in str(event.detail.new)


def test_who_was_asked_and_what_they_said(cast: Cast, as_: As, draft: Version) -> None:
    part(draft.policy, "consulted", "Councillors")
    adam = as_(cast.adam)
    asked_on = in_boxes("asked_on", today() - timedelta(days=20))
    asked = {"who": "Councillors", **asked_on}
    for _ in range(2):  # a button pressed twice does it once
        assert adam.post(f"{V5}consult/", asked)["Location"] == V5
    assert adam.post(f"{V5}consult/", asked | in_boxes("asked_on", today())).status_code == 409
    one = draft.asked.get()
    at = f"{V5}consult/{one.pk}/"
    said = {"said": "Fine with us.", **in_boxes("said_on", today() - timedelta(days=3))}
    early = in_boxes("said_on", today() - timedelta(days=21))
    assert adam.post(at, said | early).status_code == 409
    assert adam.post(at, said | {"said": ""}).status_code == 422
    for _ in range(2):
        assert adam.post(at, said)["Location"] == V5
    assert adam.post(at, said | {"said": "No"}).status_code == 409
    assert "Fine with us." in as_(cast.ana).get(V5).content.decode()
    assert adam.post(f"{V5}adopt/", approved()).status_code == 302
    draft.refresh_from_db()
    assert draft.unasked_why == ""


@pytest.mark.clause("FTC-10-c")
def test_those_it_informs_are_told_after(cast: Cast, as_: As, draft: Version) -> None:
    policy = draft.policy
    part(policy, "informed", "Contractors", category="contractor")
    part(
        policy,
        "informed",
        "Internal auditor",
        office=Office.objects.get(council=cast.ashford, key="auditor"),
    )
    part(policy, "informed", "The allotment society")
    binds(policy, "councillor", "binding")
    part(policy, "informed", "Volunteers", category="volunteer")
    binds(policy, "volunteer", "excluded")  # never those whom it leaves out
    a_member(cast.ashford, "Wes", category="contractor")
    web = Person.objects.create(name="Agency Webmaster")
    Membership.objects.create(
        council=cast.ashford, person=web, category="contractor", can_sign_in=False, starts_on=BEGAN
    )
    a_member(cast.ashford, "Vi", category="volunteer")
    kept_out = a_member(cast.ashford, "Cllr Sue", category="councillor")
    Membership.objects.filter(person=kept_out).update(closes_at=timezone.now())
    adam = as_(cast.adam)
    assert adam.post(f"{V5}adopt/", approved()).status_code == 302
    told = {message.recipient: message for message in OutboxMessage.objects.all()}
    wes = Person.objects.get(name="Wes").email
    assert set(told) == {cast.rita.email, cast.dev.email, wes}
    message = told[str(cast.dev.email)]
    assert message.subject == "Policy adopted: Social media policy, v.5"
    assert V5 in message.body
    page = adam.get(f"{V5}informed/")
    assert [m.goes_by for m in page.context["on_paper"]] == ["Agency Webmaster"]
    assert page.context["others"] == ["The allotment society"]
    assert {m.goes_by for m in page.context["by_mail"]} == {"Rita", "Cllr Dev", "Wes"}
    assert as_(cast.ana).get(f"{V5}informed/").status_code == 403


def test_nobody_is_told_of_one_whose_place_is_taken_already(
    cast: Cast, as_: As, draft: Version
) -> None:
    binds(draft.policy)
    Membership.objects.filter(person=cast.cora).update(can_sign_in=False)
    an_adopted_version(draft.policy, "v.6", effective_from=today())
    done = as_(cast.adam).post(f"{V5}adopt/", approved(), follow=True).content.decode()
    assert "It is a past version: v.6 began later" in done
    assert "Print the list" not in done
    assert not OutboxMessage.objects.exists()


def test_the_list_of_a_draft_is_not_there(cast: Cast, as_: As, draft: Version) -> None:
    assert as_(cast.adam).get(f"{V5}informed/").status_code == 404
