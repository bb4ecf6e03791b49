"""A review that amends answers what called for it only once the version it began is adopted."""

from datetime import date, timedelta

import pytest

from accounts.dates import today
from policies.documents.actions import adopt_version, discard_version
from policies.documents.models import Policy, Version
from policies.reviews.actions import call_for_review, record_review
from policies.reviews.models import Review, Trigger
from policies.reviews.questions import open_triggers, state_of
from tests.cast import Cast
from tests.policies.writing import a_policy, an_adopted_version


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """Of which nothing says when it is reviewed, but what calls for it."""
    found = a_policy(cast.ashford)
    an_adopted_version(found)
    return found


def calls(cast: Cast, policy: Policy, noticed_on: date) -> Trigger:
    return call_for_review(
        policy=policy,
        kind="law",
        what="A new Act",
        noticed_on=noticed_on,
        due_on=today() + timedelta(days=9),
        actor=cast.adam,
    )


def amends(cast: Cast, policy: Policy, reviewed_on: str) -> Version:
    review = record_review(
        policy=policy, outcome="amend", reviewed_on=reviewed_on, label="v.2", actor=cast.adam
    )
    assert review.opened
    return review.opened


def adopted(cast: Cast, version: Version) -> None:
    adopt_version(
        version=version,
        approved_by="Full Council",
        approved_on=today().isoformat(),
        minute="26/041",
        effective_from=today(),
        actor=cast.adam,
    )


def due(cast: Cast) -> str:
    return state_of(cast.ashford, today(), elections=False)[0].due


def test_a_draft_that_comes_to_nothing_answers_nothing(cast: Cast, policy: Policy) -> None:
    law = calls(cast, policy, today())
    draft = amends(cast, policy, today().isoformat())
    assert open_triggers(policy) == [law] and due(cast) == law.due_on.isoformat()
    discard_version(version=draft, actor=cast.adam)
    assert open_triggers(policy) == [law] and due(cast) == law.due_on.isoformat()
    record_review(
        policy=policy,
        outcome="no_change",
        reviewed_on=today().isoformat(),
        minute="26/042",
        next_due=(today() + timedelta(days=400)).isoformat(),
        actor=cast.adam,
    )
    law.refresh_from_db()
    assert law.review == Review.objects.get(outcome="no_change")
    assert open_triggers(policy) == []


@pytest.mark.parametrize("stated", [10, 7])
def test_the_version_it_began_answers_once_it_is_adopted(
    cast: Cast, policy: Policy, stated: int
) -> None:
    """Of a day or of a whole month; the version alone, without another review."""
    law = calls(cast, policy, today())
    draft = amends(cast, policy, today().isoformat()[:stated])
    assert open_triggers(policy) == [law]
    adopted(cast, draft)
    assert open_triggers(policy) == [] and due(cast) == ""


def test_what_came_after_that_review_is_not_answered(cast: Cast, policy: Policy) -> None:
    noticed_later = calls(cast, policy, today())
    draft = amends(cast, policy, (today() - timedelta(days=1)).isoformat())
    recorded_later = calls(cast, policy, today() - timedelta(days=5))
    adopted(cast, draft)
    assert open_triggers(policy) == [noticed_later, recorded_later]
    assert due(cast) == noticed_later.due_on.isoformat()
