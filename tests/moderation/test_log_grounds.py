"""On what grounds words come down: the rulebook's reasons, and in every council more than that."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from councilsm.refusals import RuleBroken
from moderation.log.grounds import Grounds
from moderation.log.models import ModerationAction
from moderation.log.reasons import removal_reasons
from tests.cast import RULES, Cast, a_rulebook
from tests.moderation.logging_ import SLUR, captured, cora_logs_by, log, with_reasons

REMOVALS = ("hidden", "deleted", "not_let_through")
LAW = "Human Rights Act 1998, section 6"
#: Merely negative, as somebody writes of an event.
NEGATIVE = "The fireworks were a waste of our money. Worst council in the county."

DUNSTABLE = {
    "DTC-3.1-a": {"abuse"},
    "DTC-3.1-b": {"hate"},
    "DTC-3.1-c": {"defamation"},
    "DTC-3.1-d": {"copyright", "data_protection", "court_restriction"},
    "DTC-3.1-e": {"misinformation", "incitement"},
    "DTC-3.1-f": {"personal_attack"},
}
FLITWICK = {
    "defamatory": "FTC-6.5-a",
    "misleading": "FTC-6.5-b",
    "obscene": "FTC-6.5-c",
    "offensive": "FTC-6.5-d",
    "illegal": "FTC-6.5-e",
    "bullying": "FTC-6.5-f",
    "minors": "FTC-6.5-g",
    "grossly_offensive": "FTC-6.5-k",
}


def full(reason: str, **changes: Any) -> Grounds:
    """Every question answered as for a removal that may be."""
    answers: dict[str, Any] = {
        "reason": reason,
        "marked": "dirty rat",
        "even_if_praise": True,
        "fact": "The budget is £40,000.",
        "fact_source": "Minute 24/17",
        "target": "Priya, Town Clerk",
        "about_person": True,
        "necessity": "Children read the page.",
        **changes,
    }
    return Grounds(**answers)


def refused(cast: Cast, kind: str = "hidden", **changes: Any) -> RuleBroken:
    """The refusal of an entry, of which nothing is left."""
    with pytest.raises(RuleBroken) as caught:
        log(cast, kind, **changes)
    assert not ModerationAction.objects.exists() and not cast.ashford.items.exists()
    return caught.value


@pytest.mark.parametrize(
    ("clause", "codes"),
    [
        pytest.param(clause, codes, marks=pytest.mark.clause(clause))
        for clause, codes in DUNSTABLE.items()
    ],
)
def test_dunstable_removes_for_its_own_reasons_each_with_its_clause(
    cast: Cast, clause: str, codes: set[str]
) -> None:
    cora_logs_by(cast, "dunstable")
    listed = {one.code for one in removal_reasons(cast.ashford) if one.clause == clause}
    assert listed == codes
    for code in codes:
        entry = log(cast, grounds=full(code), url="", handle="")
        assert (entry.reason, entry.source.split(":")[0]) == (code, clause)


@pytest.mark.clause("FTC-A-19", "FTC-6.5-h")
def test_flitwick_removes_for_its_list_alone_and_never_for_politics(cast: Cast) -> None:
    cora_logs_by(cast, "flitwick")
    drafts = cast.ashford.rulebook.rules.draft_refusal_reasons.value or ()
    for reason in {one.code for one in drafts} - set(FLITWICK) | {"", "other"}:
        refusal = refused(cast, grounds=full(reason))
        assert "Choose one of your council’s reasons" in refusal.sentence
        assert refusal.source.startswith("FTC-A-19")
    assert "political" in {one.code for one in drafts}
    sources = {
        one.code: log(cast, grounds=full(one.code), url="", handle="").source.split(":")[0]
        for one in removal_reasons(cast.ashford)
    }
    assert sources == FLITWICK


@pytest.mark.parametrize("kind", REMOVALS)
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"marked": " \n"}, "Mark the words that break the reason"),
        ({"marked": "\u200d."}, "Mark the words that break the reason"),
        ({"even_if_praise": None}, "Answer whether these words would be removed"),
        ({"even_if_praise": False}, "Words that would stay if they praised the council stay up"),
    ],
)
def test_criticism_stays_up_in_every_council(
    cast: Cast, kind: str, changes: dict[str, Any], sentence: str
) -> None:
    with_reasons(cast)
    refusal = refused(cast, kind, grounds=full("abuse", **changes))
    assert sentence in refusal.sentence
    assert "You can reply to it, or log that no action was taken." in refusal.sentence
    assert refusal.source == LAW


@pytest.mark.clause("FTC-A-20", "FTC-B-4")
def test_a_negative_review_stays_up_at_flitwick_by_its_own_clause(cast: Cast) -> None:
    cora_logs_by(cast, "flitwick")
    grounds = full("offensive", marked="Worst council in the county", even_if_praise=False)
    refusal = refused(cast, "deleted", words=NEGATIVE, grounds=grounds)
    assert "stay up" in refusal.sentence and "reply" in refusal.sentence
    assert refusal.source.startswith("FTC-A-20")
    assert log(cast, "no_action", words=NEGATIVE).is_removal is False


def test_a_slur_inside_criticism_comes_down(cast: Cast) -> None:
    cora_logs_by(cast, "flitwick")
    entry = log(cast, "deleted", grounds=full("offensive"), words=f"{NEGATIVE} You dirty rat.")
    assert (entry.marked, entry.even_if_praise) == ("dirty rat", True)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("DIRTY  rat", SLUR),
        ("dirty\u00a0rat", SLUR),
        ("useless\ndirty rat", SLUR),
        ("you’re a rat", "You're a\nrat!"),
        ("ＲＡＴ", SLUR),
    ],
)
def test_marked_words_are_found_however_they_were_typed(
    cast: Cast, marked: str, words: str
) -> None:
    with_reasons(cast)
    grounds = Grounds(reason="abuse", marked=marked, even_if_praise=True)
    assert log(cast, grounds=grounds, words=words).marked == marked


def test_the_part_of_a_picture_is_described_where_a_capture_shows_it(cast: Cast) -> None:
    with_reasons(cast)
    grounds = Grounds(reason="abuse", marked="The figure with the noose", even_if_praise=True)
    for words in ("", "\u200b\u2060 ", "\u200d"):
        refusal = refused(cast, grounds=grounds, words=words)
        assert "Type the words that were posted, or add a capture" in refusal.sentence
    assert log(cast, grounds=grounds, words="", captures=[captured(cast)], no_capture="").marked


@pytest.mark.parametrize(
    "marked", ["filthy rat", "dirty rat\nvermin", "e", "irty ra", "dirty rat\n!!!"]
)
def test_words_that_nobody_posted_are_not_marked(cast: Cast, marked: str) -> None:
    with_reasons(cast)
    refusal = refused(cast, grounds=full("abuse", marked=marked))
    assert "does not stand in the words that were posted" in refusal.sentence


@pytest.mark.clause("DTC-3.1-e")
@pytest.mark.parametrize("missing", ["fact", "fact_source"])
def test_what_is_untrue_is_removed_against_a_fact_and_its_source(cast: Cast, missing: str) -> None:
    cora_logs_by(cast, "dunstable")
    refusal = refused(cast, grounds=full("misinformation", **{missing: " "}))
    said = {"fact": "which fact it contradicts", "fact_source": "where the fact can be read"}
    assert said[missing] in refusal.sentence and refusal.field == missing
    assert refusal.source.startswith("DTC-3.1-e")
    assert log(cast, grounds=full("misinformation")).fact_source == "Minute 24/17"


@pytest.mark.clause("DTC-3.1-f")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"target": ""}, "Say whom it attacks"),
        ({"about_person": None}, "Answer whether it is about them as a person"),
        ({"about_person": False}, "Criticism of how somebody does their job stays up"),
    ],
)
def test_an_attack_names_whom_and_is_about_them(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    cora_logs_by(cast, "dunstable")
    assert sentence in refused(cast, grounds=full("personal_attack", **changes)).sentence
    assert log(cast, grounds=full("personal_attack")).target == "Priya, Town Clerk"


@pytest.mark.clause("DTC-3.1-g")
def test_dunstable_says_why_it_was_necessary_beside_each_of_its_reasons(cast: Cast) -> None:
    cora_logs_by(cast, "dunstable")
    for reason in removal_reasons(cast.ashford):
        refusal = refused(cast, grounds=full(reason.code, necessity=""))
        assert "Say why it was necessary" in refusal.sentence, reason.code


def test_a_reason_that_asks_for_words_is_not_enough_alone(cast: Cast) -> None:
    with_reasons(cast)
    assert "Say why it was necessary" in refused(cast, grounds=full("hate", necessity="")).sentence
    assert log(cast, grounds=full("hate")).necessity == "Children read the page."


def test_a_council_without_a_list_still_records_in_the_officers_words(cast: Cast) -> None:
    a_rulebook(cast.ashford, **{k: v for k, v in RULES.items() if k != "removal_reasons"})
    cast.ashford.refresh_from_db()
    assert "Say in your own words" in refused(cast, grounds=full("abuse")).sentence
    entry = log(cast, grounds=full("", reason_words="A threat to kill"))
    assert (entry.reason, entry.reason_label) == ("", "A threat to kill")
    assert entry.source == "rule not set"


def test_other_actions_need_no_grounds_but_no_reason_is_made_up(cast: Cast) -> None:
    with_reasons(cast)
    assert "Choose one" in refused(cast, "warned", grounds=Grounds(reason="rude")).sentence
    assert log(cast, "warned", grounds=Grounds(reason="abuse")).reason_label == "Abuse or threats"
    assert log(cast, "replied", again=True).source == ""


def test_an_answer_that_is_too_long_is_refused_in_a_sentence(cast: Cast) -> None:
    with_reasons(cast)
    refusal = refused(cast, grounds=full("abuse", target="x" * 121))
    assert "Use 120 characters or fewer" in refusal.sentence


def test_the_database_itself_removes_nothing_that_praise_would_keep(cast: Cast) -> None:
    with_reasons(cast)
    entry = log(cast, "replied")
    columns = {
        field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields[1:]
    }
    with pytest.raises(IntegrityError, match="even_if_praise"), transaction.atomic():
        ModerationAction.objects.create(**columns | {"kind": "hidden", "even_if_praise": False})
