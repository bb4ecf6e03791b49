"""A reply that is logged says why it may go out before an election, as one that is drafted does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from moderation.log.actions import confirm_action, correct_action, log_action
from moderation.log.grounds import NO_GROUNDS
from moderation.log.models import ModerationAction
from policies.elections.actions import call_off_period
from policies.elections.models import Profile
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.electing import a_period, a_profile, promotes_nobody
from tests.moderation.logging_ import COMMENT, an_item
from tests.moderation.posting import moment

As = Callable[[Person], Client]
NEW = "/c/ashford/moderation/log/"
ASKED = "Why may it go out before an election?"
SAY_WHY = "Say why it may"
FACTUAL = {"in_period": "factual_reply", "in_period_reason": "They asked when we open."}
SAID = (
    "Why the reply may go out in a pre-election period: A factual reply to a question. "
    "“They asked when we open.”"
)


def a_reply(**changes: Any) -> dict[str, Any]:
    """What the page sends that says a comment was replied to."""
    return {
        "form_key": str(uuid4()),
        "url": COMMENT,
        "words": "When do you open?",
        "kind": "replied",
        "prohibited": "",
        **changes,
    }


def logged() -> ModerationAction:
    return ModerationAction.objects.latest("pk")


def test_outside_a_period_nothing_is_asked(cast: Cast, as_: As) -> None:
    a_period(cast, begins=2)
    cora = as_(cast.cora)
    assert ASKED not in cora.get(NEW).text
    assert cora.post(NEW, a_reply(in_period_reason="Forged.")).status_code == 302
    assert logged().note == ""


@pytest.mark.clause("LTC-4.2.2-h")
def test_in_a_period_a_reply_says_why(cast: Cast, as_: As) -> None:
    a_period(cast)
    cora = as_(cast.cora)
    assert ASKED in cora.get(NEW).text
    refused = cora.post(NEW, a_reply())
    assert refused.status_code == 422 and SAY_WHY in refused.text
    assert "When do you open?" in refused.text
    assert cora.post(NEW, a_reply(in_period="factual_reply")).status_code == 422
    assert cora.post(NEW, a_reply(in_period="nonsense")).status_code == 422
    long = a_reply(**FACTUAL | {"in_period_reason": "x" * 301})
    assert cora.post(NEW, long).status_code == 422
    assert not ModerationAction.objects.exists()
    sent = a_reply(**FACTUAL, note="We open at nine.")
    assert cora.post(NEW, sent).status_code == 302
    assert cora.post(NEW, sent).status_code == 302
    assert logged().note == f"We open at nine.\n{SAID}"
    assert ModerationAction.objects.count() == 1


def test_nothing_else_is_asked_for_a_reason(cast: Cast, as_: As) -> None:
    a_period(cast)
    sent = a_reply(kind="no_action", in_period="nonsense", in_period_reason="x" * 301)
    assert as_(cast.cora).post(NEW, sent).status_code == 302
    assert logged().note == ""


def test_it_is_asked_for_the_day_on_which_it_went_out(cast: Cast, as_: As) -> None:
    a_period(cast, begins=-20, lasts=10)
    cora = as_(cast.cora)
    assert ASKED not in cora.get(NEW).text
    then = moment("happened_at", timezone.now() - timedelta(days=12))
    earlier = a_reply(happened_earlier="on", **then)
    asked = cora.post(NEW, earlier)
    assert asked.status_code == 422 and ASKED in asked.text
    assert cora.post(NEW, earlier | FACTUAL).status_code == 302
    assert SAID in logged().note
    coming = a_period(cast, begins=0, area="East Ward")
    call_off_period(period=coming, why="One candidate.", actor=cast.adam)
    assert ASKED not in cora.get(NEW).text


@pytest.mark.clause("LTC-4.2.2-h")
def test_only_who_approves_replies_lets_out_any_other(cast: Cast, as_: As) -> None:
    a_period(cast)
    other = {"in_period_reason": "It thanks a volunteer."}
    refused = as_(cast.cora).post(NEW, a_reply(**other))
    assert refused.status_code == 409 and "Somebody who approves replies" in refused.text
    assert not ModerationAction.objects.exists()
    a_rulebook(cast.ashford, **RULES | {"log_moderation": chosen({"offices": ["town-clerk"]})})
    assert as_(cast.priya).post(NEW, a_reply(**other)).status_code == 302
    assert logged().note.endswith("pre-election period: “It thanks a volunteer.”")


@pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-g")
def test_none_leads_to_a_profile_where_none_is_promoted(cast: Cast, as_: As) -> None:
    a_period(cast)
    a_profile(cast)
    leads = a_reply(**FACTUAL, note="Ask @deva_jones.")
    cora = as_(cast.cora)
    assert cora.post(NEW, leads).status_code == 302
    promotes_nobody(cast)
    refused = cora.post(NEW, leads | {"form_key": str(uuid4()), "again": "on"})
    assert refused.status_code == 409 and "does not promote before" in refused.text
    assert ModerationAction.objects.count() == 1


def test_an_entry_does_not_become_a_reply_unasked(cast: Cast, as_: As) -> None:
    item = an_item(cast)
    named = {"council": cast.ashford, "actor": cast.cora, "item": item}
    entry = log_action(kind="no_action", done=True, **named)
    a_period(cast)
    cora, page = as_(cast.cora), f"/c/ashford/moderation/actions/{entry.pk}/correct/"
    sent = {"why": "We replied.", "kind": "replied"}
    asked = cora.post(page, sent)
    assert asked.status_code == 422 and ASKED in asked.text
    same = {"action": entry, "actor": cast.cora, "grounds": NO_GROUNDS, "why": "We replied."}
    with pytest.raises(RuleBroken, match=SAY_WHY):
        correct_action(kind="replied", **same)
    assert cora.post(page, sent | FACTUAL).status_code == 302
    assert logged().note == f"We replied.\n{SAID}"
    again = f"/c/ashford/moderation/actions/{logged().pk}/correct/"
    assert cora.post(again, sent | {"why": "Typed wrongly."}).status_code == 302


def test_one_that_is_still_to_be_done_says_why_as_it_is(cast: Cast) -> None:
    named = {"council": cast.ashford, "actor": cast.cora, "item": an_item(cast)}
    entry = log_action(kind="replied", done=False, **named)
    a_period(cast, begins=0)
    with pytest.raises(RuleBroken, match=SAY_WHY):
        confirm_action(action=entry, actor=cast.cora)
    note = "It says when we open."
    with pytest.raises(RuleBroken, match="Somebody who approves replies"):
        confirm_action(action=entry, actor=cast.cora, note=note)
    said = {"note": note, "in_period": "factual_reply"}
    done = confirm_action(action=entry, actor=cast.cora, **said)
    assert done.proof_note == f"A factual reply to a question. “{note}”"
    asked = log_action(kind="replied", done=False, again=True, **named, **FACTUAL)
    confirm_action(action=asked, actor=cast.cora)


@pytest.mark.clause("LTC-4.2.2-h")
def test_its_page_asks_why_as_it_is_confirmed(cast: Cast, as_: As) -> None:
    named = {"council": cast.ashford, "actor": cast.cora, "item": an_item(cast)}
    entry = log_action(kind="replied", done=False, note="See @deva_jones.", **named)
    cora, page = as_(cast.cora), f"/c/ashford/moderation/actions/{entry.pk}/confirm/"
    assert ASKED not in cora.get(page).text
    a_period(cast, begins=0)
    assert ASKED in cora.get(page).text and SAY_WHY in cora.post(page, {"note": ""}).text
    refused = cora.post(page, {"note": "It thanks a volunteer."})
    assert refused.status_code == 409 and "Somebody who approves replies" in refused.text
    assert "It thanks a volunteer." in refused.text
    factual = {"note": "They asked who leads the project.", "in_period": "factual_reply"}
    a_profile(cast)
    promotes_nobody(cast)
    refused = cora.post(page, factual)
    assert refused.status_code == 409 and "does not promote before" in refused.text
    assert ModerationAction.objects.get().confirmed_at is None
    Profile.objects.update(ended_on=today())
    assert cora.post(page, factual).status_code == 302
    assert ModerationAction.objects.get().confirmed_at


def test_a_reason_is_no_longer_than_its_box(cast: Cast) -> None:
    a_period(cast)
    named = {"council": cast.ashford, "actor": cast.cora, "item": an_item(cast)}
    long = {**FACTUAL, "in_period_reason": "x" * 301}
    with pytest.raises(RuleBroken, match="longer than 300"):
        log_action(kind="replied", done=True, **named, **long)
    entry = log_action(kind="no_action", done=True, **named)
    same = {"action": entry, "actor": cast.cora, "grounds": NO_GROUNDS, "why": "We replied."}
    with pytest.raises(RuleBroken, match="longer than 300"):
        correct_action(kind="replied", **same, **long)


@pytest.mark.parametrize("what", ["another error", "refused", "known", "its day", "its action"])
def test_what_was_typed_stays_on_the_page(cast: Cast, as_: As, what: str) -> None:
    """It went out in a period that is over, so that only then the page asks."""
    a_period(cast, begins=-20, lasts=10)
    cora = as_(cast.cora)
    then = moment("happened_at", timezone.now() - timedelta(days=12))
    earlier = a_reply(**FACTUAL, happened_earlier="on", **then)
    status = 422
    match what:
        case "another error":
            earlier |= {"note": "x" * 2_001}
        case "refused":  # it is none of these, and she does not approve replies
            earlier, status = earlier | {"in_period": ""}, 409
        case "known":
            cora.post(NEW, a_reply(kind="no_action"))
            status = 409
        case "its day":
            earlier |= {"happened_at_month": "13"}
        case "its action":
            earlier |= {"kind": ""}
    shown = cora.post(NEW, earlier)
    assert shown.status_code == status
    assert ASKED in shown.text and "They asked when we open." in shown.text
