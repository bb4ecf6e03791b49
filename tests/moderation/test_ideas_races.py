"""Two at once: an idea is stored once and decided once."""

from functools import partial
from typing import Any

import pytest

from accounts.councils.models import Council
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, Stale
from moderation.drafts.models import Draft
from moderation.ideas.actions import decline_idea, make_draft_of, send_idea
from moderation.ideas.letter import Letter
from moderation.ideas.models import Idea
from tests.cast import Cast, assemble
from tests.moderation.suggesting import an_idea
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def test_the_same_idea_sent_eight_times_at_once_is_stored_once(cast: Cast) -> None:
    def send() -> Idea:
        council = Council.objects.get(slug="ashford")
        return send_idea(council=council, letter=Letter("Bluebells"), by_mail=True, actor=None)

    outcomes = at_once([send] * 8)
    assert sum(isinstance(outcome, AlreadyDone) for outcome in outcomes) == 7
    assert Idea.objects.get().number == 1


def test_different_ideas_at_once_are_numbered_without_a_gap(cast: Cast) -> None:
    at_once([partial(an_idea, cast, f"Idea {number}") for number in range(8)])
    assert sorted(Idea.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize("round_", range(3))
def test_one_makes_a_draft_while_others_decline(cast: Cast, round_: int) -> None:
    idea = an_idea(cast)

    def fresh() -> Idea:
        return Idea.objects.select_related("council").get(pk=idea.pk)

    def decline() -> Any:
        return decline_idea(idea=fresh(), reason="They are over.", actor=cast.cora)

    def draft() -> Any:
        return make_draft_of(idea=fresh(), actor=cast.cora)

    outcomes = at_once([decline, draft] * 4)
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 7
    idea.refresh_from_db()
    assert Draft.objects.count() == (1 if idea.status == "drafted" else 0)
    assert first_fault(cast.ashford.pk) is None
