"""A resident whose post was not let through asks once; the clerk answers."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.dates import today
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from moderation.log.actions import (
    answer_appeal,
    correct_action,
    record_appeal,
    reverse_action,
)
from moderation.log.grounds import NO_GROUNDS
from moderation.log.models import Appeal, ModerationAction
from moderation.log.repeats import earlier
from tests.accounts.changing import in_boxes
from tests.cast import Cast
from tests.moderation.logging_ import ABUSE, log


def held(cast: Cast) -> ModerationAction:
    return log(cast, "not_let_through")


def asked(cast: Cast, **changes: Any) -> Appeal:
    values: dict[str, Any] = {"words": "It was a joke.", "asked_on": today(), **changes}
    values.setdefault("action", None)
    values["action"] = values["action"] or held(cast)
    return record_appeal(**values, actor=cast.cora)


def test_a_resident_asks_once_with_reasons(cast: Cast) -> None:
    appeal = asked(cast)
    with pytest.raises(AlreadyDone, match="may ask once") as caught:
        asked(cast, action=appeal.action)
    assert caught.value.there == appeal
    later = correct_action(action=appeal.action, why="x", grounds=ABUSE, actor=cast.cora)
    with pytest.raises(AlreadyDone, match="may ask once"):
        asked(cast, action=later)


def test_what_a_resident_says_twice_is_not_dropped_unsaid(cast: Cast, as_: Any) -> None:
    page, cora = f"/c/ashford/moderation/actions/{held(cast).pk}/appeal/", as_(cast.cora)
    sent = {"words": "It was a joke.", **in_boxes("asked_on", today())}
    assert "The Town Clerk must answer" in cora.get(page).text
    assert [cora.post(page, sent).status_code for _ in range(2)] == [302, 302]
    assert (
        "The Town Clerk answers what they said." in cora.get("/c/ashford/moderation/M-0001/").text
    )
    other = cora.post(page, sent | {"words": "And it was true."})
    assert other.status_code == 409 and "And it was true." in other.text
    assert "A resident may ask once" in other.text
    assert as_(cast.rita).post(page, sent).status_code in {403, 409}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": "\u202e "}, "Write down the resident’s reasons"),
        ({"asked_on": today() + timedelta(days=1)}, "in the future"),
        ({"asked_on": date(2020, 1, 1)}, "before the post was held back"),
    ],
)
def test_an_appeal_that_cannot_be_is_refused(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        asked(cast, **changes)
    with pytest.raises(RuleBroken, match="Only a post that was not let through"):
        asked(cast, action=log(cast, "hidden", again=True))


def test_the_clerk_alone_answers_and_letting_through_reverses(cast: Cast) -> None:
    appeal = asked(cast)
    answer: dict[str, Any] = {"appeal": appeal, "answer": "It may stand.", "let_through": True}
    with pytest.raises(RuleBroken, match="Only the Town Clerk answers this"):
        answer_appeal(**answer, actor=cast.cora)
    with pytest.raises(RuleBroken, match="what the resident is told"):
        answer_appeal(**answer | {"answer": " "}, actor=cast.priya)
    answered = answer_appeal(**answer, actor=cast.priya)
    assert (answered.let_through, answered.answered_by) == (True, cast.priya)
    reversal = ModerationAction.objects.get(reverses=appeal.action)
    assert (reversal.in_error, reversal.confirmed_at) == (True, None)
    assert not [one for one in earlier(appeal.action.author) if one.counts]
    with pytest.raises(Stale, match="Priya answered this already"):
        answer_appeal(**answer | {"let_through": False}, actor=cast.priya)


def test_letting_through_reverses_what_the_entry_was_corrected_to(cast: Cast) -> None:
    appeal = asked(cast)
    later = correct_action(action=appeal.action, why="x", grounds=ABUSE, actor=cast.cora)
    answer_appeal(appeal=appeal, answer="It is up.", let_through=True, actor=cast.priya)
    assert ModerationAction.objects.get(kind="restored").reverses == later


def test_a_refusal_leaves_the_post_where_it_is(cast: Cast) -> None:
    answered = answer_appeal(
        appeal=asked(cast), answer="It attacks one person.", let_through=False, actor=cast.priya
    )
    assert answered.let_through is False
    assert not ModerationAction.objects.filter(kind="restored").exists()


def test_a_post_reversed_meanwhile_is_answered_all_the_same(cast: Cast) -> None:
    appeal = asked(cast)
    reverse_action(action=appeal.action, why="x", in_error=True, actor=cast.cora, done=True)
    answer_appeal(appeal=appeal, answer="It is up.", let_through=True, actor=cast.priya)
    assert ModerationAction.objects.filter(kind="restored").count() == 1


def test_what_was_right_then_counts_although_it_is_let_through_now(cast: Cast) -> None:
    values: dict[str, Any] = {"answer": "It is up.", "let_through": True, "in_error": False}
    answered = answer_appeal(appeal=asked(cast), actor=cast.priya, **values)
    assert [one.counts for one in earlier(answered.action.author)] == [True]


def test_an_appeal_is_answered_although_the_entry_was_no_such_decision(cast: Cast) -> None:
    appeal = asked(cast)
    correct_action(
        action=appeal.action, why="A reply", kind="replied", grounds=NO_GROUNDS, actor=cast.cora
    )
    answered = answer_appeal(appeal=appeal, answer="It is up.", let_through=True, actor=cast.priya)
    assert answered.let_through and not ModerationAction.objects.filter(kind="restored").exists()
