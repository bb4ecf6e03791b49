"""Saying that what was decided here is done on the platform."""

from collections.abc import Sequence

from django.db import models
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.log.actions.common import (
    locked,
    office_of,
    require_not_prohibited,
    require_reference,
    require_standing,
    shortened,
)
from moderation.log.in_period import confirmed_in_period
from moderation.log.models import ModerationAction
from moderation.log.part_of import require_may_act


@action
def confirm_action(
    *,
    action: ModerationAction,
    actor: Person,
    note: str = "",
    in_period: str = "",
    captures: Sequence[Evidence] = (),
    reference: str = "",
    none_given: bool = False,
    part_of: models.Model | None = None,
) -> ModerationAction:
    """Records that an action is done on its platform.

    Args:
        note: how that is known, or what became of it. Of a deleted comment that is restored it
            must say how, or that it cannot be; of a reply that goes out in a pre-election period,
            why it may, where the entry does not say so.
        in_period: of such a reply: a code of `IN_PERIOD`, empty for none of them.
        captures: what shows it; the first is the proof.
        reference, none_given: of a report, where neither was said yet.
        part_of: the restricted case it belongs to, for who may work on that and need
            not keep the log.

    Raises:
        Stale: it is confirmed already.
        AlreadyDone: it was reversed or corrected meanwhile.
        RuleBroken: the actor may not (`require_may_act`), a report without its reference
            (DTC-1.1-d), a restoring without a note, or a reply that may not go out in a
            pre-election period (`confirmed_in_period`).
    """
    require_same_council(action, *captures)
    require_may_act(action.council, actor, action.item, action.kind, part_of)
    row = locked(action, part_of=part_of)
    if row.confirmed_at is not None:
        raise Stale(
            f"{row.confirmed_by} confirmed this already: {when_in_words(row.confirmed_at)}."
        )
    require_standing(row)
    require_not_prohibited(row.reason, captures)
    row.proof_note = shortened(note, 300, "note")
    require_restored(row.reverses, row.proof_note)
    said = confirmed_in_period(row, actor=actor, is_one_of=in_period, reason=row.proof_note)
    row.proof_note = shortened(said or row.proof_note, 300, "note")
    _keep_reference(row, shortened(reference, 120, "reference"), none_given)
    if captures:
        row.proof = attach(item=row.item, captures=captures, actor=actor)[0]
    row.confirmed_by, row.confirmed_at = actor, timezone.now()
    row.confirmed_office_id = office_of(actor, row.council)
    row.save(
        update_fields=[
            *("confirmed_by", "confirmed_at", "confirmed_office", "proof", "proof_note"),
            *("reference", "none_given"),
        ]
    )
    record(
        Verb.MODERATION_CONFIRMED,
        row,
        actor=actor,
        office_id=row.confirmed_office_id,
        new={"reference": row.reference, "none_given": bool(row.none_given)},
    )
    return row


def require_restored(reversed_entry: ModerationAction | None, note: str) -> None:
    """No platform gives back what was deleted, so whoever restores it says what they did.

    Raises:
        RuleBroken: it is the reversal of a deletion, and nothing is said.
    """
    deleted = ModerationAction.Kind.DELETED
    if reversed_entry is not None and reversed_entry.kind == deleted and not note:
        raise RuleBroken(
            "Say how the deleted comment was restored, or that it cannot be and what was done "
            "instead.",
            field="note",
        )


def _keep_reference(row: ModerationAction, reference: str, none_given: bool) -> None:
    row.reference = row.reference or reference
    if none_given and row.none_given is None:
        row.none_given = True
    require_reference(row.kind, row.reference, row.none_given, done=True)
