"""“I’m not sure”, asked or answered by two at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.people.models import Person
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.actions import approve_draft
from moderation.drafts.actions.advice import answer_advice
from moderation.drafts.models import Advice, Draft
from tests.cast import Cast, a_member, assemble
from tests.moderation.drafting import waiting
from tests.moderation.following import asked
from tests.moderation.test_races import at_once


@pytest.mark.database
def test_the_database_refuses_a_second_open_question(cast: Cast) -> None:
    draft = waiting(cast)
    asked(draft, cast.ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Advice.objects.create(
            council=cast.ashford, draft=draft, question="Again?", asked_by=cast.ana
        )


class TestAtOnce:
    pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

    @pytest.fixture
    def cast(self, transactional_db: None) -> Cast:
        return assemble()

    def test_approve_against_ask_never_gives_both(self, cast: Cast) -> None:
        for _ in range(4):
            draft = waiting(cast)
            assert draft.current
            digest = draft.current.digest
            clerk = Person.objects.get(pk=cast.priya.pk)

            def fresh(pk: int = draft.pk) -> Draft:
                return Draft.objects.select_related("council").get(pk=pk)

            approval, question = at_once(
                [
                    lambda f=fresh, d=digest, c=clerk: approve_draft(draft=f(), digest=d, actor=c),
                    lambda f=fresh: asked(f(), cast.ana),
                ]
            )
            assert isinstance(question, Advice)  # asked before or after, it holds the posting
            if isinstance(approval, RuleBroken):
                assert "until it is answered" in approval.sentence
                assert fresh().status == "waiting"
            else:
                assert not isinstance(approval, BaseException), approval

    def test_of_two_answers_one_stands_and_the_other_is_told(self, cast: Cast) -> None:
        second = a_member(cast.ashford, "Second", "town-clerk")
        draft = waiting(cast)
        advice = asked(draft, cast.ana)

        def answer(actor: Person) -> Callable[[], Any]:
            return lambda: answer_advice(
                advice=Advice.objects.select_related("draft__council").get(pk=advice.pk),
                answer=f"{actor.name} says yes.",
                actor=actor,
            )

        outcomes = at_once([answer(cast.priya), answer(second)] * 2)
        won = [outcome for outcome in outcomes if isinstance(outcome, Advice)]
        lost = [outcome for outcome in outcomes if isinstance(outcome, Stale)]
        assert (len(won), len(lost)) == (1, 3), outcomes
        assert all("has answered this question already" in stale.sentence for stale in lost)
