"""Reversing what was done, correcting what was written: each is another entry, never an edit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, required_words
from councilsm.tenancy import require_same_council
from moderation.evidence.models import Evidence
from moderation.log.actions.common import (
    locked,
    require_capture,
    require_copy,
    require_happened,
    require_not_prohibited,
    require_reference,
    require_standing,
    shortened,
    write,
)
from moderation.log.actions.confirming import require_restored
from moderation.log.grounds import Grounds, judged
from moderation.log.in_period import judged_in_period
from moderation.log.models import ModerationAction
from moderation.log.part_of import require_may_act

Kind = ModerationAction.Kind

#: What can be undone; the police's knowledge and a reply cannot, and of no action nothing is left.
REVERSIBLE = (
    *(Kind.HIDDEN, Kind.DELETED, Kind.NOT_LET_THROUGH, Kind.WARNED, Kind.RESTRICTED),
    *(Kind.BLOCKED, Kind.REPORTED, Kind.CLOSED),
)


@action
def reverse_action(
    *,
    action: ModerationAction,
    why: str,
    in_error: bool,
    actor: Person,
    done: bool,
    note: str = "",
    part_of: models.Model | None = None,
) -> ModerationAction:
    """Undoes an action: what was taken from sight is to be restored, a restriction lifted.

    Args:
        in_error: it should not have been done. It then counts against nobody.
        done: it is undone on the platform already; also where it never was done there.
        note: where a deleted comment is restored at once, how; or that it cannot be.
        part_of: the restricted case it belongs to, for who may work on that and need
            not keep the log.

    Raises:
        AlreadyDone: it was reversed or corrected already; with that entry.
        RuleBroken: the actor may not (`require_may_act`), there is nothing to undo, or no reason is
            given.
    """
    require_may_act(action.council, actor, action.item, action.kind, part_of)
    row = locked(action, part_of=part_of)
    return reverse(row, why=why, in_error=in_error, actor=actor, done=done, note=note)


def reverse(
    row: ModerationAction, *, why: str, in_error: bool, actor: Person, done: bool, note: str = ""
) -> ModerationAction:
    """What `reverse_action` does with a locked entry; part of an action that has judged who may."""
    if row.kind not in REVERSIBLE:
        raise RuleBroken(
            "There is nothing to undo here. If the entry is wrong, correct it; otherwise log what "
            "was done next."
        )
    require_standing(row)
    words = shortened(required_words(why, "Say why it is reversed."), 2_000, "reason")
    never_done = row.confirmed_at is None or row.kind in ModerationAction.DONE_HERE
    note = shortened(note, 300, "note")
    if done and not never_done:
        require_restored(row, note)
    return write(
        Verb.MODERATION_REVERSED,
        row.item,
        actor,
        done=done or never_done,
        kind=Kind.RESTORED,
        reverses=row,
        in_error=in_error,
        note=words,
        proof_note=note,
        happened_at=timezone.now(),
    )


@action
def correct_action(
    *,
    action: ModerationAction,
    why: str,
    grounds: Grounds,
    actor: Person,
    kind: str = "",
    done: bool | None = None,
    happened_at: datetime | None = None,
    captures: Sequence[Evidence] = (),
    no_capture: str = "",
    reference: str = "",
    none_given: bool = False,
    public_record: bool | None = None,
    copy_kept: str = "",
    copy: Evidence | None = None,
    in_period: str = "",
    in_period_reason: str = "",
) -> ModerationAction:
    """Writes an entry anew that said something wrong; both stay, and the new one counts.

    Args:
        grounds: all of them, as they should have stood.
        kind: what was done, if it was something else.
        done: whether it is done on the platform; None for as the entry stands.
        happened_at: when it was done; None for as the entry says.
        captures, no_capture: as of `log_action`; empty for as the entry says.
        reference, none_given: of a report; empty for as the entry says.
        in_period, in_period_reason: as of `log_action`, of what is a reply only now.
        public_record, copy_kept, copy: as of `log_action`; None and empty for as the entry says.

    Raises:
        AlreadyDone: it was reversed or corrected already; with that entry.
        RuleBroken: the actor does not log moderation, no reason is given, it is itself a reversal,
            the grounds do not do, or it is a reply that may not go out in a pre-election period
            (`judged_in_period`).
    """
    actor.require_duty_at(action.council, Duty.LOG_MODERATION)
    require_same_council(action, copy, *captures)
    row = locked(action)
    if row.kind == Kind.RESTORED:
        raise RuleBroken("A reversal is not corrected. Log what was done next.")
    require_standing(row)
    words = shortened(required_words(why, "Say what was wrong."), 2_000, "reason")
    kind = kind or row.kind
    if kind != row.kind or happened_at:  # else the entry says why it might
        why_then = judged_in_period(
            council=row.council,
            actor=actor,
            kind=kind,
            moment=happened_at or row.happened_at,
            words=words,
            is_one_of=in_period,
            reason=in_period_reason,
        )
        words = f"{words}\n{why_then}".strip()
    columns = _grounds_of(row, grounds, kind)
    require_not_prohibited(columns["reason"], captures)
    no_capture = shortened(no_capture, 300, "reason why there is no capture") or row.no_capture
    if public_record is None:
        public_record = row.public_record
    copy_kept = shortened(copy_kept, 200, "place of the copy") or row.copy_kept
    if not columns["reason"].startswith("prohibited-"):
        require_capture(kind, row.item, captures, no_capture, row.item.words)
        necessity = columns["necessity"]
        require_copy(row.council, kind, public_record, copy_kept, copy or row.copy, necessity)
    if done is None:
        done = row.confirmed_at is not None
    confirmed_at = None if happened_at else row.confirmed_at
    happened_at = happened_at or row.happened_at
    require_happened(happened_at, row.item)
    said = shortened(reference, 120, "reference") or ("" if none_given else row.reference)
    none = (True if none_given else None) if reference or none_given else row.none_given
    require_reference(kind, said, none, done=done)
    kept: dict[str, Any] = {} if copy else {"copy_id": row.copy_id}
    return write(
        Verb.MODERATION_CORRECTED,
        row.item,
        actor,
        done=done,
        captures=captures,
        copy=copy,
        confirmed_at=confirmed_at,
        kind=kind,
        corrects=row,
        **columns,
        note=words,
        happened_at=happened_at,
        reference=said,
        none_given=none,
        no_capture=no_capture,
        public_record=public_record,
        copy_kept=copy_kept,
        **kept,
    )


def _grounds_of(row: ModerationAction, grounds: Grounds, kind: str) -> dict[str, Any]:
    """The grounds as judged; of what nobody may keep they stay, since nothing was asked."""
    if row.is_prohibited and grounds.reason in {"", row.reason}:
        return {name: getattr(row, name) for name in ("reason", "reason_label", "source")}
    return judged(grounds, council=row.council, kind=kind, words=row.item.words)
