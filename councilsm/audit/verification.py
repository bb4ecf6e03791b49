"""Reads a chain from its first event and names the first that does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from councilsm.audit.models import GENESIS, AuditDetail, AuditEvent, ChainHead


@dataclass(frozen=True)
class Fault:
    """The first thing wrong with a chain."""

    council_id: int
    sequence: int
    sentence: str

    def __str__(self) -> str:
        return f"Chain {self.council_id}, entry {self.sequence}: {self.sentence}"


def chains() -> list[int]:
    """Every chain there is: those with a head and those with events."""
    heads = ChainHead.objects.values_list("council_id", flat=True)
    events = AuditEvent.objects.order_by().values_list("council_id", flat=True).distinct()
    return sorted({*heads, *events})


def first_fault(council_id: int) -> Fault | None:
    """Verifies one chain in order, in constant memory.

    A tail cut off together with a rewritten head row cannot be seen from inside; only a copy of
    the head kept elsewhere shows it (docs/architecture.md).

    Returns:
        The first fault, or None when the chain, its details and its head agree.
    """
    sequence, previous = 0, GENESIS
    for event, detail in _entries(council_id):
        if event.sequence != sequence + 1:
            return Fault(council_id, sequence + 1, "is missing, or stands in the wrong place.")
        sequence = event.sequence
        if event.previous != previous:
            return Fault(council_id, sequence, "does not follow from the entry before it.")
        if event.hash != event.compute_hash():
            return Fault(council_id, sequence, "was changed after it was written.")
        if detail is not None and detail.compute_digest() != event.detail_digest:
            return Fault(council_id, sequence, "has a detail that was changed.")
        previous = event.hash
    head = ChainHead.objects.filter(pk=council_id).first()
    if head is None or head.sequence < sequence:
        return Fault(council_id, sequence, "stands after the recorded end of the chain.")
    if head.sequence > sequence:
        return Fault(council_id, sequence + 1, "is missing: the end of the chain was cut off.")
    if head.hash != previous:
        return Fault(council_id, sequence, "is not the one that the recorded end names.")
    return None


def _entries(council_id: int) -> Iterator[tuple[AuditEvent, AuditDetail | None]]:
    events = AuditEvent.objects.filter(council_id=council_id).order_by("sequence")
    for event in events.select_related("detail").iterator(chunk_size=2000):
        yield event, getattr(event, "detail", None)
