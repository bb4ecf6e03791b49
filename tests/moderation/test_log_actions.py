"""The moderation log: an entry is made once, confirmed once, and never edited."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from moderation.evidence.models import Evidence
from moderation.items.actions import restrict_item
from moderation.log.actions import confirm_action, correct_action, reverse_action
from moderation.log.grounds import Grounds
from moderation.log.models import ModerationAction
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.logging_ import (
    ABUSE,
    COMMENT,
    SLUR,
    an_item,
    another,
    captured,
    cora_logs_by,
    log,
    to_confirm,
)


def refused(cast: Cast, kind: str = "hidden", **changes: Any) -> str:
    """The sentence of a refusal that leaves nothing behind."""
    before = ModerationAction.objects.count()
    with pytest.raises(RuleBroken) as caught:
        log(cast, kind, **changes)
    assert ModerationAction.objects.count() == before
    return caught.value.sentence


def test_one_entry_holds_item_action_and_evidence_and_says_who_by_which_rules(
    cast: Cast,
) -> None:
    entry = log(cast, captures=[captured(cast)], no_capture="")
    office = cast.cora.membership_at(cast.ashford)
    assert office
    assert (entry.item.reference, entry.item.words) == ("M-0001", SLUR)
    assert entry.item.evidence.get().digest
    assert (entry.account, entry.author) == (cast.page, entry.item.author)
    assert entry.office_id == office.offices["comms-officer"]
    assert entry.rulebook_version_id == cast.ashford.rulebook_id
    assert (entry.confirmed_by, entry.confirmed_at) == (cast.cora, entry.happened_at)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == {"item.logged", "moderation.decided", "evidence.added"}
    assert first_fault(cast.ashford.pk) is None


def test_one_of_the_team_decides_in_an_office_of_their_own(cast: Cast) -> None:
    a_rulebook(cast.ashford, **(RULES | {"log_moderation": chosen({"team": True})}))
    tom = a_member(cast.ashford, "Tom", "administrator", team=True)
    entry = log(cast, actor=tom)
    assert entry.office and entry.confirmed_office
    assert entry.office.key == entry.confirmed_office.key == "administrator"


def test_nothing_the_public_said_stands_on_the_trail(cast: Cast) -> None:
    log(cast, author_name="Rex Roe", note="He wrote rat before.")
    told = str(list(AuditEvent.objects.values_list("detail__label", "detail__new")))
    for words in ("Rex", "rat", "useless", "comment_id"):
        assert words not in told.replace("moderation", "")
    assert "words_digest" in told


def test_a_page_sent_twice_makes_one_entry(cast: Cast) -> None:
    key = uuid4()
    entry = log(cast, form_key=key)
    with pytest.raises(AlreadyDone) as again:
        log(cast, form_key=key, url="", words="Changed meanwhile: dirty rat")
    assert again.value.there == entry
    with pytest.raises(AlreadyDone) as again:
        log(cast, "warned", form_key=key, item=entry.item)
    assert again.value.there == entry and ModerationAction.objects.count() == 1


def test_the_same_comment_is_logged_once_and_then_again_on_purpose(cast: Cast) -> None:
    first = log(cast)
    moved = COMMENT.replace("www.", "m.") + "&fbclid=x"
    with pytest.raises(AlreadyDone, match=r"Cora logged this on .* as M-0001: hidden") as known:
        log(cast, "reported", actor=another(cast), url=moved, none_given=True)
    assert known.value.there == first
    second = log(cast, "reported", actor=another(cast), url=moved, none_given=True, again=True)
    assert second.item == first.item and cast.ashford.items.count() == 1
    assert second.note == ""


def test_what_somebody_typed_of_a_known_comment_is_kept_in_the_note(cast: Cast) -> None:
    log(cast, "no_action")
    again = log(cast, "replied", again=True, words="You rats", handle="Rexxy", note="Rang him.")
    assert again.note == (
        "Rang him.\nThis time the words were: You rats\nThis time the handle was: Rexxy"
    )


def test_a_post_is_known_again_although_it_was_called_a_comment(cast: Cast) -> None:
    log(cast, "no_action")
    with pytest.raises(AlreadyDone):
        log(cast, "no_action", item_kind="post")


def test_where_an_address_tells_no_comments_apart_author_and_words_do(cast: Cast) -> None:
    post = "https://www.facebook.com/ashfordcouncil/posts/1"
    log(cast, url=post)
    with pytest.raises(AlreadyDone):
        log(cast, url=post)
    log(cast, url=post, words="Another dirty rat")
    log(cast, url=post, handle="somebody.else")
    assert cast.ashford.items.count() == 3


def test_a_restricted_item_is_not_found_by_its_address(cast: Cast) -> None:
    entry = log(cast)
    restrict_item(item=entry.item, actor=cast.cora)
    assert log(cast).item != entry.item
    values: dict[str, Any] = {"item": entry.item, "reference": "37/1"}
    with pytest.raises(Stale, match="no longer to be found"):
        log(cast, "police", **values)
    assert cast.ashford.moderation_actions.for_everyone().count() == 1


@pytest.mark.clause("DTC-3.2-a")
def test_dunstable_removes_without_a_warning_but_not_without_a_capture(cast: Cast) -> None:
    cora_logs_by(cast, "dunstable")
    grounds = Grounds(
        reason="abuse", marked="dirty rat", even_if_praise=True, necessity="Children read it."
    )
    sentence = refused(cast, "deleted", grounds=grounds, no_capture=" ")
    assert "Add a capture of what stood there, or say why there is none" in sentence
    entry = log(cast, "deleted", grounds=grounds, captures=[captured(cast)], no_capture="")
    assert entry.item.actions.count() == 1  # nobody was warned first
    second = log(cast, "hidden", grounds=grounds, item=entry.item, no_capture="")
    assert second.no_capture == ""  # what shows the item shows it still


@pytest.mark.clause("DTC-3.2-b")
@pytest.mark.parametrize("kind", ["reported", "police"])
def test_a_report_is_open_until_its_reference_or_that_none_was_given(cast: Cast, kind: str) -> None:
    assert "Give the reference of the report" in refused(cast, kind)
    assert "not both" in refused(cast, kind, reference="37/1", none_given=True)
    entry = log(cast, kind, done=False)
    assert entry in to_confirm()
    with pytest.raises(RuleBroken, match="Give the reference of the report"):
        confirm_action(action=entry, actor=another(cast))
    assert confirm_action(action=entry, reference="37/1", actor=another(cast)).reference == "37/1"
    later = log(cast, kind, done=False, again=True)
    assert confirm_action(action=later, none_given=True, actor=cast.cora).none_given is True
    assert log(cast, kind, none_given=True, again=True).none_given is True


def test_an_action_is_confirmed_once_with_what_shows_it(cast: Cast) -> None:
    entry = log(cast, done=False)
    assert entry.confirmed_at is None
    proof = captured(cast, another(cast))
    done = confirm_action(action=entry, note="Gone.", captures=[proof], actor=another(cast))
    assert (done.confirmed_by, done.proof, done.proof_note) == (another(cast), proof, "Gone.")
    assert not to_confirm()
    with pytest.raises(Stale, match="Tom confirmed this already"):
        confirm_action(action=entry, actor=cast.cora)


@pytest.mark.parametrize("kind", ["no_action", "blocked"])
def test_what_needs_no_step_on_the_platform_is_done_with_the_decision(
    cast: Cast, kind: str
) -> None:
    assert log(cast, kind, done=False).confirmed_by == cast.cora


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"happened_at": timedelta(hours=1)}, "The time it was done is in the future"),
        (
            {"seen_at": timedelta(hours=-1), "happened_at": timedelta(hours=-2)},
            "It was done before anybody saw it",
        ),
        ({"posted_at": timedelta(hours=1)}, "The time it was posted is in the future"),
    ],
)
def test_times_that_cannot_be_are_refused(
    cast: Cast, changes: dict[str, timedelta], sentence: str
) -> None:
    moments = {name: timezone.now() + value for name, value in changes.items()}
    assert sentence in refused(cast, **moments)


@pytest.mark.clause("FTC-A-15")
def test_flitwick_copies_public_record_first_and_says_why_it_must_go(cast: Cast) -> None:
    cora_logs_by(cast, "flitwick")
    grounds = Grounds(reason="offensive", marked="dirty rat", even_if_praise=True)
    values: dict[str, Any] = {"public_record": True, "grounds": grounds}
    with pytest.raises(RuleBroken, match="Keep a copy") as caught:
        log(cast, "deleted", **values)
    assert caught.value.source.startswith("FTC-A-15")
    assert "absolutely necessary" in refused(cast, "deleted", copy_kept="file 12", **values)
    needed = Grounds(**vars(grounds) | {"necessity": "It names a child."})
    values["grounds"] = needed
    assert log(cast, "deleted", copy_kept="Paper file 12", **values).copy_kept == "Paper file 12"
    copy = captured(cast, kind=Evidence.Kind.RECORD_COPY)
    entry = log(cast, "deleted", copy=copy, again=True, **values)
    assert entry.copy == copy and entry.item.evidence.get() == copy


def test_an_entry_of_an_item_that_a_case_took_is_changed_by_nobody_here(cast: Cast) -> None:
    entry = log(cast, done=False)
    restrict_item(item=entry.item, actor=cast.cora)
    for change in (
        lambda: confirm_action(action=entry, actor=cast.cora),
        lambda: reverse_action(action=entry, why="x", in_error=True, actor=cast.cora, done=True),
        lambda: correct_action(action=entry, why="x", grounds=ABUSE, actor=cast.cora),
    ):
        with pytest.raises(Stale, match="no longer to be found"):
            change()


def test_a_copy_of_public_record_is_asked_for_elsewhere_too_without_a_clause(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Keep a copy") as caught:
        log(cast, "deleted", public_record=True)
    assert caught.value.source == ""
    assert log(cast, "deleted", public_record=True, copy_kept="file 1").necessity == ""


@pytest.mark.parametrize("kind", ["deleted", "police"])
def test_of_what_nobody_may_keep_nothing_is_asked_and_nothing_is_kept(
    cast: Cast, kind: str
) -> None:
    values: dict[str, Any] = {"prohibited": "child", "grounds": Grounds()}
    values |= {"done": kind == "deleted", "note": "It shows a child.", "copy_kept": "file 1"}
    values |= {"no_capture": "It shows a child."}
    sentence = refused(cast, kind, **values, captures=[captured(cast)])
    assert "No capture of this may be kept" in sentence
    entry = log(cast, kind, **values)
    assert (entry.item.words, entry.note, entry.marked) == ("", "", "")
    assert (entry.no_capture, entry.copy_kept) == ("", "")
    assert entry.source == "Protection of Children Act 1978, section 1"
    wrong = correct_action(action=entry, why="At 2am.", grounds=Grounds(), actor=cast.cora)
    assert (wrong.reason, wrong.confirmed_at) == (entry.reason, entry.confirmed_at)
    entry = wrong
    if not entry.confirmed_at:
        with pytest.raises(RuleBroken, match="No capture of this may be kept"):
            confirm_action(action=entry, captures=[captured(cast)], actor=cast.cora)


def test_a_note_that_is_too_long_is_refused_in_a_sentence(cast: Cast) -> None:
    assert "The note is longer than 2,000 characters" in refused(cast, note="x" * 2_001)


def test_an_item_logged_without_an_action_takes_its_first(cast: Cast) -> None:
    item = an_item(cast)
    assert log(cast, "replied").item == item
