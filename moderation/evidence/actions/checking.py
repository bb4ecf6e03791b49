"""Noting that the bytes of evidence are no longer what was captured, or are so again."""

from django.utils import timezone

from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import Stale
from moderation.evidence.actions.looking import locked
from moderation.evidence.models import Evidence


@action
def mark_spoiled(*, evidence: Evidence) -> Evidence:
    """Notes since when bytes are missing or changed; nobody can open them then.

    Raises:
        Stale: that is noted already, or it was destroyed meanwhile.
    """
    row = locked(evidence)
    if row.spoiled_at or row.destroyed_at:
        raise Stale("It is noted already.")
    row.spoiled_at = timezone.now()
    row.save(update_fields=["spoiled_at"])
    record(Verb.EVIDENCE_SPOILED, row, actor=None, label=row.label)
    return row


@action
def mark_whole(*, evidence: Evidence) -> Evidence:
    """Notes that bytes are what was captured again, as from a backup.

    Raises:
        Stale: they are not noted as anything else.
    """
    row = locked(evidence)
    if not row.spoiled_at:
        raise Stale("It is whole.")
    row.spoiled_at = None
    row.save(update_fields=["spoiled_at"])
    record(Verb.EVIDENCE_WHOLE, row, actor=None, label=row.label)
    return row
