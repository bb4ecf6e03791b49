"""Reads a chain from its first event and names the first that does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from councilsm.audit.canonical import canonical, sha256
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
    """Verifies one chain in order, in constant memory, also while others add to it.

    A tail cut off together with a rewritten head row cannot be seen from inside; only a copy of
    the head kept elsewhere shows it (docs/architecture.md).

    Returns:
        The first fault, or None when the chain, its details and its head agree.
    """
    # Read first: entries that come while we read stand after it, and their own head vouches.
    head = ChainHead.objects.filter(pk=council_id).first()
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
        if head and head.sequence == sequence and head.hash != event.hash:
            return Fault(council_id, sequence, "is not the one that the recorded end names.")
        previous = event.hash
    if head and head.sequence > sequence:
        return Fault(council_id, sequence + 1, "is missing: the end of the chain was cut off.")
    now = ChainHead.objects.filter(pk=council_id).first()
    if sequence and (now is None or now.sequence < sequence):
        return Fault(council_id, sequence, "stands after the recorded end of the chain.")
    return None


def checkpoint(council_ids: list[int]) -> str:
    """SHA-256 over the heads of some chains: what to keep elsewhere.

    Written down, it shows later that a chain was not rewritten together with its head.
    """
    heads = ChainHead.objects.filter(pk__in=council_ids).order_by("pk")
    ends = [f"{head.council_id}:{head.sequence}:{head.hash}" for head in heads]
    return sha256(canonical({"heads": ends}))


def _entries(council_id: int) -> Iterator[tuple[AuditEvent, AuditDetail | None]]:
    events = AuditEvent.objects.filter(council_id=council_id).order_by("sequence")
    for event in events.select_related("detail").iterator(chunk_size=2000):
        yield event, getattr(event, "detail", None)
