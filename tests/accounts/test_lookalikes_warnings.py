"""A lookalike's case is closed with what came of it, and the public warned of it or not."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import today
from accounts.lookalikes.actions import close_lookalike, decide_warning
from accounts.lookalikes.models import PublicWarning
from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.lookalikes import CASE, HOME, a_lookalike, verbs, warned_of
from tests.cast import Cast

As = Callable[[Person], Client]


# --- Closing ----------------------------------------------------------------------------------


def test_a_case_is_closed_with_what_came_of_it_and_takes_nothing_more(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast)
    adam = as_(cast.adam)
    assert adam.post(f"{CASE}close/", {"outcome": "left"}).status_code == 422
    assert adam.post(f"{CASE}close/", {}).status_code == 422
    sent = {"outcome": "left", "outcome_note": "Nobody is misled."}
    assert adam.post(f"{CASE}close/", sent).status_code == 302
    page = adam.get(CASE).text
    assert "Left as it is" in page
    assert "Nobody is misled." in page
    assert verbs(case)[-1] == "lookalike.closed"
    effort = {**in_boxes("made_on", today()), "channel": "x"}
    for path, more in (
        ("close/", sent),
        ("effort/", effort),
        ("warning/", {"words": "x", "reason": "x"}),
    ):
        again = adam.post(CASE + path, more)
        assert again.status_code == 409
        assert "is closed" in again.text
    assert "Record what was done" not in page


# --- Warning the public -----------------------------------------------------------------------


def test_a_warning_is_a_decision_of_its_own_with_its_reason(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast)
    adam = as_(cast.adam)
    assert adam.post(f"{CASE}warning/", {"words": "Do not pay."}).status_code == 422
    assert not PublicWarning.objects.exists()
    sent = {"words": "Do not pay.", "reason": "Somebody paid."}
    assert adam.post(f"{CASE}warning/", sent).status_code == 302
    assert adam.post(f"{CASE}warning/", sent).status_code == 409
    assert verbs(case)[-1] == "warning.decided"
    end = f"{CASE}warning/end/"
    assert adam.post(end, {}).status_code == 422
    assert adam.post(end, {"reason": "It is gone."}).status_code == 302
    assert verbs(case)[-1] == "warning.ended"
    assert adam.post(end, {"reason": "Again."}).status_code == 409


def test_never_of_satire_not_even_in_the_database(cast: Cast, as_: As) -> None:
    case = a_lookalike(cast, kind="satire", likely_to_mislead="No.")
    sent = {"words": "Do not believe it.", "reason": "It mocks us."}
    answer = as_(cast.adam).post(f"{CASE}warning/", sent)
    assert answer.status_code == 409
    assert "never warned of satire" in answer.text
    assert "Warn the public" not in as_(cast.adam).get(CASE).text
    with pytest.raises(RuleBroken):
        decide_warning(lookalike=case, actor=cast.adam, **sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicWarning.objects.create(
            council=cast.ashford, lookalike=case, kind="satire", decided_by=cast.adam, **sent
        )


def test_a_warning_outlives_the_case_until_it_is_ended(cast: Cast, as_: As) -> None:
    case = warned_of(cast).lookalike
    close_lookalike(lookalike=case, outcome="taken_down", note="", actor=cast.adam)
    assert "Do not pay." in Client().get("/c/ashford/official-accounts/").text
    # Home goes on asking, and leads to exactly these.
    said = "1 public warning goes on although the case is closed"
    (due,) = [one for one in as_(cast.adam).get(HOME).context["due"] if one.text == said]
    assert as_(cast.adam).get(due.url).context["page"].items == [case]
    assert as_(cast.adam).post(f"{CASE}warning/end/", {"reason": "Gone."}).status_code == 302
    assert "Do not pay." not in Client().get("/c/ashford/official-accounts/").text
    assert said not in as_(cast.adam).get(HOME).text


def test_a_warning_of_what_was_a_mistake_ends_with_its_case(cast: Cast, as_: As) -> None:
    case = warned_of(cast).lookalike
    sent = {"outcome": "left", "outcome_note": "It is the school’s page."}
    assert as_(cast.adam).post(f"{CASE}close/", sent).status_code == 302
    assert "Do not pay." not in Client().get("/c/ashford/official-accounts/").text
    assert verbs(case)[-2:] == ["lookalike.closed", "warning.ended"]


SECRET = "The password is Xy7!kLm9#pQ"


def test_no_password_and_no_hidden_character_is_kept_or_shown(cast: Cast, as_: As) -> None:
    case, adam = a_lookalike(cast), as_(cast.adam)
    words = {"words": "Do not pay.", "reason": "Somebody paid."}
    for path, sent in (
        ("close/", {"outcome": "left", "outcome_note": SECRET}),
        ("warning/", {**words, "words": SECRET}),
        ("warning/", {**words, "reason": SECRET}),
        ("warning/", {**words, "words": "Pay \u202eton od"}),
        ("warning/", {**words, "words": "Do\u200b not pay"}),
    ):
        assert adam.post(CASE + path, sent).status_code == 409
    case.refresh_from_db()
    assert case.closed_at is None
    assert adam.post(f"{CASE}warning/", words).status_code == 302
    assert adam.post(f"{CASE}warning/end/", {"reason": SECRET}).status_code == 409
    assert PublicWarning.objects.get().ended_at is None
