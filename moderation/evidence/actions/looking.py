"""Opening evidence, and saying that it shows what stood there."""

from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale
from moderation.evidence.models import Confirmation, Evidence
from moderation.evidence.seeing import LOOKERS, acts_by, acts_on


def locked(evidence: Evidence) -> Evidence:
    """The row as it is now, held until the transaction ends."""
    return Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)


@action
def open_evidence(*, evidence: Evidence, actor: Person) -> Evidence:
    """Shows one person what was captured; that they looked is on the trail.

    Raises:
        RuleBroken: it is not open to the actor, was destroyed, is kept from everybody, or is not
            what was captured.
    """
    row = locked(evidence)
    membership = _require_may_look(row, actor, to_open=True)
    require_to_look_at(row)
    duty = acts_by(membership, *LOOKERS, Duty.DECIDE_BLOCKS, Duty.DECIDE_UNBLOCKS)
    record(Verb.EVIDENCE_OPENED, row, actor=actor, duty=duty, label=row.label)
    return row


@action
def confirm_evidence(*, evidence: Evidence, note: str = "", actor: Person) -> Confirmation:
    """A second person says that the capture shows what stood on the platform.

    Raises:
        RuleBroken: it is not open to the actor, they captured it, or it cannot be looked at.
        Stale: somebody confirmed it already.
    """
    row = locked(evidence)
    membership = _require_may_look(row, actor)
    require_to_look_at(row)
    if row.captured_by_id == actor.pk:
        book = row.council.rulebook
        raise RuleBroken(
            "You captured this, so somebody else must confirm it.",
            source=book.source_of("evidence_confirmed") if confirmation_is_due(row) else "",
        )
    if Confirmation.objects.filter(evidence=row).exists():
        raise Stale("Somebody confirmed this evidence already.")
    refuse_hidden(note)
    duty = acts_by(membership, *LOOKERS)
    confirmation = Confirmation.objects.create(
        council=row.council,
        evidence=row,
        captured_by=row.captured_by,
        confirmed_by=actor,
        office_id=membership.capacity(membership.office_for(duty) if duty else None)[0],
        note=note.strip(),
    )
    record(
        Verb.EVIDENCE_CONFIRMED,
        row,
        actor=actor,
        duty=duty,
        label=row.label,
        new={"digest": row.digest},
    )
    return confirmation


def _require_may_look(row: Evidence, actor: Person, *, to_open: bool = False) -> Membership:
    """The membership of who looks.

    Raises:
        RuleBroken: it is not open to them.
    """
    membership = actor.require_membership_at(row.council)
    if not acts_on(membership, row, to_open=to_open):
        raise RuleBroken("This evidence is not open to you.")
    return membership


def require_to_look_at(evidence: Evidence) -> None:
    """Asserts that there is something to look at.

    Raises:
        RuleBroken: it was destroyed, is kept from everybody, or is not what was captured.
    """
    if evidence.destroyed_at:
        raise RuleBroken("This evidence was destroyed. The record says when and why.")
    if evidence.hidden_at:
        raise RuleBroken(
            "Somebody said that this is an image that nobody may keep. Nobody can open it."
        )
    if evidence.spoiled_at:
        raise RuleBroken(
            "The file is missing, or is not what was captured. Have it restored from a backup."
        )


def confirmation_is_due(evidence: Evidence) -> bool:
    """Whether the council's rules want a second person to confirm evidence."""
    return evidence.council.rulebook.rules.evidence_confirmed.value is True
