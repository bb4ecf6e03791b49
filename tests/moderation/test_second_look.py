"""A second look: after an approval without second check, and after a rejection."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.checks.content import Content
from moderation.drafts.actions import submit_draft, take_back_draft
from moderation.drafts.actions.months import note_month
from moderation.drafts.actions.second_look import answer_review, ask_review, check_after
from moderation.drafts.models import Draft, NotedMonth, ReviewRequest, SecondCheck
from tests.cast import RULES, Cast, a_member, a_rulebook, assemble, chosen
from tests.moderation.drafting import approved, waiting
from tests.moderation.following import rejected, unchecked
from tests.moderation.test_races import at_once

As = Callable[[Person], Client]
D1 = "/c/ashford/drafts/D-0001/"
CHECK, REVIEW, ANSWER = f"{D1}check/", f"{D1}review/", f"{D1}review/answer/"
HOME, LOOKS = "/c/ashford/home/", "/c/ashford/approvals/second-looks/"


@pytest.fixture
def val(cast: Cast) -> Person:
    """A second clerk."""
    return a_member(cast.ashford, "Val", "town-clerk")


def subjects(person: Person) -> list[str]:
    sent = OutboxMessage.objects.filter(recipient=person.email)
    return list(sent.values_list("subject", flat=True))


class TestAfterAnApproval:
    def test_a_different_person_confirms_and_home_is_clear(
        self, cast: Cast, as_: As, val: Person
    ) -> None:
        unchecked(cast)
        vals = as_(val)
        assert "1 approval without a second check" in vals.get(HOME).content.decode()
        assert "without a second check" not in as_(cast.priya).get(HOME).content.decode()
        assert CHECK in vals.get(LOOKS).content.decode()
        assert CHECK in vals.get(D1).content.decode()
        assert vals.post(CHECK, {"outcome": "confirmed"}).status_code == 302
        made = SecondCheck.objects.get()
        assert (made.outcome, made.checker, made.office and made.office.key) == (
            "confirmed",
            val,
            "town-clerk",
        )
        assert "without a second check" not in vals.get(HOME).content.decode()
        assert "Looked at by a second person" in as_(cast.priya).get(D1).content.decode()

    def test_a_concern_is_mailed_and_stays_on_the_record(
        self, cast: Cast, as_: As, val: Person
    ) -> None:
        unchecked(cast)
        response = as_(val).post(CHECK, {"outcome": "concern", "note": "It names a tenant."})
        assert response.status_code == 302
        assert any("A concern" in subject for subject in subjects(cast.priya))
        assert not any("A concern" in subject for subject in subjects(val))
        page = as_(cast.priya).get(D1).content.decode()
        assert "It names a tenant." in page and "Concern raised" in page
        assert "withdraw-approval" in as_(val).get(D1).content.decode()

    def test_a_concern_needs_words(self, cast: Cast, as_: As, val: Person) -> None:
        unchecked(cast)
        assert as_(val).post(CHECK, {"outcome": "concern", "note": " "}).status_code == 422
        assert not SecondCheck.objects.exists()

    @pytest.mark.parametrize(
        ("name", "status"), [("priya", 409), ("ana", 403), ("dev", 403), ("oscar", 404)]
    )
    def test_who_approved_it_or_may_not_does_not_look(
        self, cast: Cast, as_: As, val: Person, name: str, status: int
    ) -> None:
        unchecked(cast)
        response = as_(getattr(cast, name)).post(CHECK, {"outcome": "confirmed"})
        assert response.status_code == status
        assert not SecondCheck.objects.exists()

    def test_not_even_where_the_rules_have_changed_since(self, cast: Cast, as_: As) -> None:
        unchecked(cast)
        a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
        response = as_(cast.priya).post(CHECK, {"outcome": "confirmed"})
        assert response.status_code == 409
        assert "a different person must look at it" in response.content.decode()
        assert not SecondCheck.objects.exists()

    def test_a_councillor_in_the_office_does_not_either(self, cast: Cast, as_: As) -> None:
        vera = a_member(cast.ashford, "Cllr Vera", "town-clerk", category="councillor")
        unchecked(cast)
        response = as_(vera).post(CHECK, {"outcome": "confirmed"})
        assert response.status_code == 409
        assert "Local Government Act 1972 s.101" in response.content.decode()

    def test_an_approval_with_its_second_check_has_none_to_do(
        self, cast: Cast, as_: As, val: Person
    ) -> None:
        draft = approved(cast)
        assert as_(val).get(CHECK).status_code == 404
        with pytest.raises(RuleBroken, match="was not approved without"):
            check_after(
                decision=draft.decisions.get(),
                outcome=SecondCheck.Outcome.CONFIRMED,
                note="",
                actor=val,
            )

    def test_looking_twice_says_who_looked(self, cast: Cast, as_: As, val: Person) -> None:
        unchecked(cast)
        as_(val).post(CHECK, {"outcome": "confirmed"})
        again = as_(val).post(CHECK, {"outcome": "concern", "note": "My long thought."})
        page = again.content.decode()
        assert again.status_code == 409
        assert "Val has looked at D-0001 already" in page and "My long thought." in page

    def test_an_approval_that_was_taken_back_leaves_nothing_to_look_at(
        self, cast: Cast, as_: As, val: Person
    ) -> None:
        draft = take_back_draft(draft=unchecked(cast), actor=cast.priya)
        vals, old = as_(val), draft.decisions.get()
        assert "without a second check" not in vals.get(HOME).content.decode()
        assert "no longer stands" in vals.get(CHECK).content.decode()
        assert vals.post(CHECK, {"outcome": "confirmed"}).status_code == 409
        content = Content(kind="new_post", title="Main", texts={cast.page: "The road is open."})
        submit_draft(draft=draft, content=content, version=draft.version, actor=cast.priya)
        assert "without a second check" not in vals.get(HOME).content.decode()
        assert CHECK not in vals.get(LOOKS).content.decode()
        with pytest.raises(Stale, match="no longer stands"):
            check_after(decision=old, outcome=SecondCheck.Outcome.CONFIRMED, note="", actor=val)

    def test_only_who_may_look_is_told_on_home(self, cast: Cast, as_: As) -> None:
        unchecked(cast)
        replies = RULES | {
            "urgent_alone": chosen(True),
            "authorise_reply": chosen({"offices": ["town-clerk", "comms-officer"]}),
        }
        a_rulebook(cast.ashford, **replies)
        assert "without a second check" not in as_(cast.cora).get(HOME).content.decode()
        a_member(cast.ashford, "Val", "town-clerk")
        val = Person.objects.get(name="Val")
        assert "1 approval without a second check" in as_(val).get(HOME).content.decode()


class TestAfterARejection:
    def test_the_author_asks_once_and_another_gives_it_back(
        self, cast: Cast, as_: As, val: Person
    ) -> None:
        draft = rejected(cast)
        anas = as_(cast.ana)
        assert REVIEW in anas.get(D1).content.decode()
        assert "other than Priya" in " ".join(anas.get(REVIEW).content.decode().split())
        assert anas.post(REVIEW, {"reasons": "I rang the highways team."}).status_code == 302
        assert subjects(val) and not any("Look again" in s for s in subjects(cast.priya))
        assert "1 rejection to look at again" in as_(val).get(HOME).content.decode()
        own = as_(cast.priya).post(ANSWER, {"outcome": "upheld", "answer": "No."})
        assert own.status_code == 409 and "another approver" in own.content.decode()
        answer = {"outcome": "reopened", "answer": "You are right."}
        assert as_(val).post(ANSWER, answer).status_code == 302
        draft.refresh_from_db()
        assert draft.status == "draft"
        assert "You are right." in anas.get(D1).content.decode()
        assert any("Given back to you" in subject for subject in subjects(cast.ana))
        content = Content(kind="new_post", title="Road", texts={cast.page: "Closed on Saturday."})
        revision = submit_draft(draft=draft, content=content, version=draft.version, actor=cast.ana)
        assert revision.number == 2

    def test_upheld_with_words_it_stays_rejected(self, cast: Cast, as_: As, val: Person) -> None:
        draft = rejected(cast)
        ask_review(draft=draft, reasons="Look again.", actor=cast.ana)
        browser = as_(val)
        assert browser.post(ANSWER, {"outcome": "upheld", "answer": ""}).status_code == 422
        assert (
            browser.post(ANSWER, {"outcome": "upheld", "answer": "It stands."}).status_code == 302
        )
        draft.refresh_from_db()
        assert draft.status == "rejected"
        assert "It stands." in as_(cast.ana).get(D1).content.decode()
        again = as_(cast.ana).post(REVIEW, {"reasons": "Once more."})
        assert again.status_code == 409 and "given once" in again.content.decode()
        twice = browser.post(ANSWER, {"outcome": "reopened", "answer": "Well then."})
        assert twice.status_code == 409 and "already" in twice.content.decode()

    def test_where_nobody_else_can_the_same_person_answers_and_the_page_says_so(
        self, cast: Cast, as_: As
    ) -> None:
        draft = rejected(cast)
        assert "Nobody else here" in as_(cast.ana).get(REVIEW).content.decode()
        ask_review(draft=draft, reasons="Look again.", actor=cast.ana)
        assert "looked at it afresh" in as_(cast.priya).get(ANSWER).content.decode()
        answer = {"outcome": "reopened", "answer": "I rang them: it is so."}
        assert as_(cast.priya).post(ANSWER, answer).status_code == 302

    def test_who_rejected_it_is_told_on_home_only_where_nobody_else_can_answer(
        self, cast: Cast, as_: As
    ) -> None:
        ask_review(draft=rejected(cast), reasons="Look again.", actor=cast.ana)
        browser = as_(cast.priya)
        assert "1 rejection to look at again" in browser.get(HOME).content.decode()
        val = a_member(cast.ashford, "Val", "town-clerk")
        assert "to look at again" not in browser.get(HOME).content.decode()
        assert "1 rejection to look at again" in as_(val).get(HOME).content.decode()

    def test_a_councillor_is_not_another_approver(self, cast: Cast, as_: As) -> None:
        a_member(cast.ashford, "Cllr Vera", "town-clerk", category="councillor")
        ask_review(draft=rejected(cast), reasons="Look again.", actor=cast.ana)
        answer = {"outcome": "upheld", "answer": "It stands."}
        assert as_(cast.priya).post(ANSWER, answer).status_code == 302

    @pytest.mark.parametrize(("name", "status"), [("priya", 409), ("adam", 404), ("oscar", 404)])
    def test_only_the_author_asks(self, cast: Cast, as_: As, name: str, status: int) -> None:
        rejected(cast)
        response = as_(getattr(cast, name)).post(REVIEW, {"reasons": "Look again."})
        assert response.status_code == status
        assert not ReviewRequest.objects.exists()

    def test_reasons_are_needed_and_only_a_rejection_is_reviewed(self, cast: Cast, as_: As) -> None:
        rejected(cast)
        assert as_(cast.ana).post(REVIEW, {"reasons": ""}).status_code == 422
        other = waiting(cast)
        with pytest.raises(Stale):
            ask_review(draft=other, reasons="Look again.", actor=cast.ana)
        assert as_(cast.priya).get(ANSWER).status_code == 404


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def cast(self, transactional_db: None) -> Cast:
        return assemble()

    def test_two_answers_give_one_and_one_is_told(self, cast: Cast) -> None:
        clerks = [a_member(cast.ashford, name, "town-clerk") for name in ("Val", "Win", "Xan")]
        draft = rejected(cast)
        review = ask_review(draft=draft, reasons="Look again.", actor=cast.ana)

        def answer(clerk: Person, outcome: ReviewRequest.Outcome) -> Callable[[], Any]:
            return lambda: answer_review(
                review=ReviewRequest.objects.select_related("decision__revision").get(pk=review.pk),
                draft=Draft.objects.select_related("council").get(pk=draft.pk),
                outcome=outcome,
                answer="So.",
                actor=clerk,
            )

        outcomes = at_once(
            [
                answer(clerks[0], ReviewRequest.Outcome.UPHELD),
                answer(clerks[1], ReviewRequest.Outcome.REOPENED),
                answer(clerks[2], ReviewRequest.Outcome.REOPENED),
            ]
        )
        assert sum(isinstance(outcome, ReviewRequest) for outcome in outcomes) == 1, outcomes
        assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 2

    def test_two_minutes_for_one_month(self, cast: Cast) -> None:
        a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
        with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=False):
            approved(cast, author=cast.priya)
        with time_machine.travel(datetime(2026, 11, 12, 9, tzinfo=UTC), tick=False):
            outcomes = at_once(
                [
                    lambda: note_month(
                        council=cast.ashford,
                        month=date(2026, 10, 1),
                        minute="26/311",
                        noted_on=date(2026, 11, 9),
                        actor=cast.priya,
                    )
                ]
                * 4
            )
        assert sum(isinstance(outcome, NotedMonth) for outcome in outcomes) == 1, outcomes
        assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 3
