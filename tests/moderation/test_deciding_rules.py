"""What an approval waits for, what it asks, and what it refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.refusals import RuleBroken
from moderation.checks.content import PictureContent
from moderation.drafts.actions import approve_draft
from moderation.drafts.models import Advice, Decision, Draft, Picture
from moderation.pictures.models import Permission, Subject
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import (
    URGENT,
    a_file,
    a_picture,
    decide,
    decision,
    submitted,
    unchanged,
)

As = Callable[[Person], Client]
PARTISAN = "Thank you to our friends. Vote Labour on Thursday."
PARTY_LAW = "Local Government Act 1986 s.2"


# --- The checks are run again -------------------------------------------------------------------


def test_an_account_closed_meanwhile_stops_the_approval(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    OfficialAccount.objects.filter(pk=cast.page.pk).update(status=OfficialAccount.Status.CLOSED)
    browser = as_(cast.priya)
    page = browser.get(decide(draft)).content.decode()
    assert "is closed on the register" in page and "Not while a check says" in page
    response = browser.post(decide(draft), decision(draft))
    assert response.status_code == 409
    assert "is closed on the register" in response.content.decode()
    assert unchanged(draft)
    # It may still be given back.
    given_back = decision(draft, "changes", changes_note="That account is closed.")
    assert browser.post(decide(draft), given_back).status_code == 302


def with_permission(cast: Cast) -> tuple[Subject, PictureContent]:
    """A picture of somebody with permission."""
    a_rulebook(cast.ashford, **RULES | {"picture_bases": chosen(["nobody", "named"])})
    permission = Permission.objects.create(
        council=cast.ashford,
        number=1,
        scope="The fair",
        given_on=date(2026, 1, 5),
        paper_reference="Box 3",
        recorded_by=cast.cora,
    )
    jo = Subject.objects.create(
        council=cast.ashford,
        permission=permission,
        name="Jo Hart",
        given_by="Jo Hart",
        relationship="self",
    )
    picture = a_picture(a_file(cast.ashford), people="named")
    return jo, replace(picture, consents=(jo.as_consent(),))


def test_a_permission_withdrawn_meanwhile_stops_the_approval(cast: Cast, as_: As) -> None:
    jo, picture = with_permission(cast)
    draft = submitted(cast, pictures=(picture,))
    Subject.objects.filter(pk=jo.pk).update(withdrawn_on=timezone.localdate())
    response = as_(cast.priya).post(decide(draft), decision(draft))
    assert response.status_code == 409
    assert "no permission in force from Jo Hart" in response.content.decode()
    assert unchanged(draft)
    Subject.objects.filter(pk=jo.pk).update(withdrawn_on=None)
    assert as_(cast.priya).post(decide(draft), decision(draft)).status_code == 302


def test_a_permission_read_before_the_draft_was_locked_is_read_again(cast: Cast) -> None:
    jo, picture = with_permission(cast)
    draft = submitted(cast, pictures=(picture,))
    assert draft.current and draft.current.content.pictures[0].consents[0].in_force
    Subject.objects.filter(pk=jo.pk).update(withdrawn_on=timezone.localdate())
    with pytest.raises(RuleBroken, match="no permission in force from Jo Hart"):
        approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    assert unchanged(draft)


# --- A party ------------------------------------------------------------------------------------


def test_party_words_ask_the_approver_and_no_is_kept(cast: Cast, as_: As) -> None:
    draft = submitted(cast, text=PARTISAN)
    browser = as_(cast.priya)
    page = browser.get(decide(draft)).content.decode()
    assert "Does this appear designed to affect support for a party?" in page
    asked = {"asked": "party"}
    without = browser.post(decide(draft), decision(draft, **asked))
    assert without.status_code == 422
    assert "Say whether it appears designed to affect support" in without.content.decode()
    assert unchanged(draft)
    assert browser.post(decide(draft), decision(draft, party="no", **asked)).status_code == 302
    assert Decision.objects.get().party_answer is False
    assert '"for_a_party":false' in AuditDetail.objects.latest("pk").new


@pytest.mark.clause("FTC-6.5-h")
def test_yes_to_party_support_refuses_by_law(cast: Cast, as_: As) -> None:
    draft = submitted(cast, text=PARTISAN)
    posted = decision(draft, party="yes", asked="party")
    response = as_(cast.priya).post(decide(draft), posted)
    assert response.status_code == 409
    assert "may not publish it" in response.content.decode()
    assert PARTY_LAW in response.content.decode()
    assert unchanged(draft)


def test_leaving_the_question_out_of_the_form_is_refused_too(cast: Cast, as_: As) -> None:
    draft = submitted(cast, text=PARTISAN)
    response = as_(cast.priya).post(decide(draft), decision(draft))
    assert response.status_code == 409
    assert PARTY_LAW in response.content.decode()
    assert unchanged(draft)


def test_without_party_words_nothing_is_asked_or_kept(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    assert "support for a party" not in as_(cast.priya).get(decide(draft)).content.decode()
    as_(cast.priya).post(decide(draft), decision(draft, party="yes"))
    assert Decision.objects.get().party_answer is None


# --- A passed window ----------------------------------------------------------------------------


def boxes(days: int) -> dict[str, str]:
    """A day from now at 5pm, as typed into the new window."""
    day = timezone.localdate() + timedelta(days=days)
    return {
        "not_after_day": str(day.day),
        "not_after_month": str(day.month),
        "not_after_year": str(day.year),
        "not_after_time": "5pm",
        "asked": "not_after",
    }


def test_a_passed_window_is_renewed_and_approved_in_one_step(cast: Cast, as_: As) -> None:
    _, picture = with_permission(cast)
    draft = submitted(cast, pictures=(picture,), particulars=URGENT, days=1)
    old = draft.current
    assert old
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        browser = as_(cast.priya)
        page = browser.get(decide(draft)).content.decode()
        assert "Time passed" in page and "Post no later than" in page
        response = browser.post(decide(draft), decision(draft, **boxes(1)), follow=True)
        assert "D-0001</a> approved." in response.content.decode()
        draft.refresh_from_db()
    new = draft.current
    assert new and (new.number, new.author_id, draft.status) == (2, cast.ana.pk, "approved")
    assert new.digest != old.digest and new.not_after > old.not_after
    assert new.particulars == old.particulars
    assert [picture.alt for picture in new.shown] == ["The stalls of the fair."]
    assert new.shown[0].depicted.get().subject.name == "Jo Hart"
    assert {target.state for target in new.targets.all()} == {"to_post"}
    assert {target.state for target in old.targets.all()} == {"proposed"}
    assert Decision.objects.get().revision == new
    told = AuditDetail.objects.latest("pk").new
    assert "version 2 is version 1 with that one change" in told
    compared = browser.get(f"/c/ashford/drafts/{draft.reference}/compare/1..2/").content.decode()
    assert "Post no later than" in compared and "Alt text" not in compared


NO_NEW_TIME = {
    "nothing typed": ({"asked": "not_after"}, 422, "Enter the new time to post by"),
    "a time that has passed": (boxes(-3), 422, "must be in the future"),
    "a day beyond any calendar": (
        {**boxes(1), "not_after_day": "2147483648"},
        422,
        "Enter a real date",
    ),
    "no real time": ({**boxes(1), "not_after_month": "13"}, 422, "Enter a real date"),
    "the field left out": ({}, 409, "has passed"),
}


@pytest.mark.parametrize(("typed", "status", "words"), NO_NEW_TIME.values(), ids=list(NO_NEW_TIME))
def test_without_a_good_new_time_nothing_is_approved(
    cast: Cast, as_: As, typed: dict[str, str], status: int, words: str
) -> None:
    draft = submitted(cast, days=1)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        response = as_(cast.priya).post(decide(draft), decision(draft, **typed))
    assert response.status_code == status
    assert words in response.content.decode()
    assert unchanged(draft)
    assert draft.revisions.count() == 1


def test_a_new_time_for_a_window_still_open_changes_nothing(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    as_(cast.priya).post(decide(draft), decision(draft, **boxes(9)))
    assert draft.revisions.count() == 1
    assert Decision.objects.get().revision == draft.current


# --- I'm not sure -------------------------------------------------------------------------------


def asked_about(cast: Cast, draft: Draft) -> Advice:
    advice = Advice.objects.create(
        council=cast.ashford, draft=draft, question="May we name the firm?", asked_by=cast.ana
    )
    advice.offices.set(cast.ashford.offices.filter(key="town-clerk"))
    return advice


@pytest.mark.clause("DTC-4-f", "FTC-6.6-b")
def test_an_open_question_holds_the_approval(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    advice = asked_about(cast, draft)
    browser = as_(cast.priya)
    page = browser.get(decide(draft)).content.decode()
    assert "May we name the firm?" in page and "Not until the question is answered" in page
    response = browser.post(decide(draft), decision(draft))
    assert response.status_code == 409
    assert "May we name the firm?" in response.content.decode()
    assert unchanged(draft)
    advice.answer, advice.answered_by, advice.answered_at = "Yes.", cast.priya, timezone.now()
    advice.save()
    assert "Yes." in browser.get(decide(draft)).content.decode()
    assert browser.post(decide(draft), decision(draft)).status_code == 302


# --- Whose authority ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offices", "team", "words"),
    [([], True, "the author (team member)"), (["town-clerk"], False, "the author (Town Clerk)")],
)
def test_self_authorised_posts_say_so(
    cast: Cast, as_: As, offices: list[str], team: bool, words: str
) -> None:
    holders: dict[str, Any] = {"offices": ["town-clerk"], "team": True}
    a_rulebook(
        cast.ashford,
        **RULES | {"second_person": chosen([]), "authorise_new_post": chosen(holders)},
    )
    sam = a_member(cast.ashford, "Sam", *offices, team=team)
    draft = submitted(cast, author=sam)
    as_(sam).post(decide(draft), decision(draft))
    assert words in as_(sam).get(draft.get_absolute_url()).content.decode()


# --- Meanwhile ----------------------------------------------------------------------------------


def test_a_stale_page_shows_what_changed_since_it_was_opened(cast: Cast, as_: As) -> None:
    draft = submitted(cast, text="On Friday.")
    old = decision(draft)
    ana = as_(cast.ana)
    ana.post(f"/c/ashford/drafts/{draft.reference}/take-back/")
    draft.refresh_from_db()
    submitted(cast, draft, text="On Saturday.")
    response = as_(cast.priya).post(decide(draft), old)
    page = response.content.decode()
    assert response.status_code == 409
    assert "What changed since you opened the page" in page
    assert "Friday.<span" in page and "Saturday.<span" in page
    assert not Decision.objects.exists()
    # Somebody else's digest is only stale.
    strange = as_(cast.priya).post(decide(draft), {**old, "digest": "0" * 64})
    assert strange.status_code == 409
    assert "What changed since you opened the page" not in strange.content.decode()


def test_pictures_are_frozen_once(cast: Cast, as_: As) -> None:
    draft = submitted(cast, pictures=(a_picture(a_file(cast.ashford)),))
    as_(cast.priya).post(decide(draft), decision(draft))
    assert Picture.objects.count() == 1
    assert AuditEvent.objects.about(draft).last().verb == "draft.approved"  # type: ignore[union-attr]
