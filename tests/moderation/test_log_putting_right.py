"""What was done is reversed, what was written is corrected: each by another entry."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from councilsm.refusals import AlreadyDone, RuleBroken
from moderation.log.actions import confirm_action, correct_action, reverse_action
from moderation.log.grounds import Grounds
from tests.cast import Cast
from tests.moderation.logging_ import (
    ABUSE,
    another,
    captured,
    cora_logs_by,
    log,
    to_confirm,
    with_reasons,
)


def ago(**parts: int) -> datetime:
    return timezone.now() - timedelta(**parts)


@pytest.mark.clause("FTC-A-15")
def test_flitwick_copies_public_record_that_was_hidden_before_it_is_deleted(cast: Cast) -> None:
    cora_logs_by(cast, "flitwick")
    grounds = Grounds(reason="offensive", marked="dirty rat", even_if_praise=True)
    entry = log(cast, grounds=grounds)
    change: dict[str, Any] = {"action": entry, "why": "It went.", "kind": "deleted"}
    change |= {"public_record": True, "actor": cast.cora}
    with pytest.raises(RuleBroken, match="Keep a copy"):
        correct_action(grounds=grounds, **change)
    with pytest.raises(RuleBroken, match="absolutely necessary"):
        correct_action(grounds=grounds, copy_kept="file 12", **change)
    needed = Grounds(**vars(grounds) | {"necessity": "It names a child."})
    assert correct_action(grounds=needed, copy_kept="file 12", **change).copy_kept == "file 12"


def test_a_removal_in_error_is_reversed_by_an_entry_that_asks_for_restoring(cast: Cast) -> None:
    entry = log(cast, "deleted")
    with pytest.raises(RuleBroken, match="Say why it is reversed"):
        reverse_action(action=entry, why=" ", in_error=True, actor=another(cast), done=False)
    undone = reverse_action(
        action=entry, why="It was satire.", in_error=True, actor=another(cast), done=False
    )
    assert (undone.kind, undone.reverses, undone.in_error) == ("restored", entry, True)
    assert to_confirm() == [undone]
    with pytest.raises(RuleBroken, match="or that it cannot be"):
        confirm_action(action=undone, actor=cast.cora)
    confirm_action(action=undone, note="Facebook gives it back to nobody.", actor=cast.cora)
    for again in (
        lambda: reverse_action(action=entry, why="x", in_error=True, actor=cast.cora, done=True),
        lambda: correct_action(action=entry, why="x", grounds=ABUSE, actor=cast.cora),
    ):
        with pytest.raises(AlreadyDone, match="Tom reversed this entry") as caught:
            again()
        assert caught.value.there == undone


def test_what_was_never_done_on_the_platform_is_undone_with_the_decision(cast: Cast) -> None:
    entry = log(cast, done=False)
    undone = reverse_action(action=entry, why="No.", in_error=True, actor=cast.cora, done=False)
    assert undone.confirmed_by == cast.cora
    with pytest.raises(AlreadyDone, match="reversed this entry"):
        confirm_action(action=entry, actor=cast.cora)
    assert not to_confirm()


@pytest.mark.parametrize("kind", ["no_action", "replied", "police", "let_through"])
def test_there_is_nothing_to_undo_of_some_actions(cast: Cast, kind: str) -> None:
    entry = log(cast, kind, none_given=kind == "police")
    with pytest.raises(RuleBroken, match="There is nothing to undo here"):
        reverse_action(action=entry, why="x", in_error=False, actor=cast.cora, done=True)


def test_a_correction_is_another_entry_judged_anew(cast: Cast) -> None:
    with_reasons(cast)
    entry = log(cast, seen_at=ago(hours=1), happened_at=ago(minutes=50))
    new = Grounds(reason="personal_attack", marked="dirty rat", even_if_praise=True)
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        correct_action(action=entry, why="", grounds=new, actor=cast.cora)
    with pytest.raises(RuleBroken, match="Say whom it attacks"):
        correct_action(action=entry, why="Wrong reason.", grounds=new, actor=cast.cora)
    new = Grounds(**vars(new) | {"target": "Priya", "about_person": True})
    later = correct_action(action=entry, why="Wrong reason.", grounds=new, actor=cast.cora)
    assert (later.kind, later.corrects, later.note) == ("hidden", entry, "Wrong reason.")
    assert later.confirmed_at == later.happened_at == entry.happened_at
    with pytest.raises(AlreadyDone, match="Cora corrected this entry"):
        correct_action(action=entry, why="x", grounds=new, actor=another(cast))
    with pytest.raises(AlreadyDone, match="Cora corrected this entry"):
        reverse_action(action=entry, why="x", in_error=True, actor=another(cast), done=True)


def test_a_reversal_is_not_corrected(cast: Cast) -> None:
    undone = reverse_action(action=log(cast), why="x", in_error=True, actor=cast.cora, done=True)
    with pytest.raises(RuleBroken, match="A reversal is not corrected"):
        correct_action(action=undone, why="x", grounds=ABUSE, actor=cast.cora)


def test_a_reply_corrected_into_a_removal_answers_for_itself(cast: Cast) -> None:
    entry = log(cast, "replied", no_capture="")
    change: dict[str, Any] = {"action": entry, "why": "It was hidden.", "actor": cast.cora}
    with pytest.raises(RuleBroken, match="Mark the words"):
        correct_action(**change, grounds=Grounds(reason="abuse"), kind="hidden")
    with pytest.raises(RuleBroken, match="Add a capture"):
        correct_action(**change, grounds=ABUSE, kind="hidden")
    assert correct_action(
        **change, grounds=ABUSE, kind="hidden", captures=[captured(cast)]
    ).is_removal
