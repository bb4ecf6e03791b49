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


@dataclass(frozen=True)
class Reading:
    """How far a chain was read.

    Args:
        sequence, hash: the last entry that held: where a later reading goes on.
        whole: the chain's end was reached.
        fault: what did not hold.
    """

    sequence: int
    hash: str
    whole: bool = False
    fault: Fault | None = None


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
    return read(council_id).fault


def read(
    council_id: int, *, after: tuple[int, str] = (0, GENESIS), at_most: int | None = None
) -> Reading:
    """Verifies a chain, or the next piece of it.

    Args:
        after: sequence and hash of the entry up to which it was read before.
        at_most: so many entries; None for all.
    """

    def fault(where: int, sentence: str) -> Reading:
        return Reading(sequence, previous, fault=Fault(council_id, where, sentence))

    # Read first: entries that come while we read stand after it, and their own head vouches.
    head = ChainHead.objects.filter(pk=council_id).first()
    sequence, previous = after
    for number, (event, detail) in enumerate(_entries(council_id, sequence)):
        if number == at_most:
            return Reading(sequence, previous)
        if event.sequence != sequence + 1:
            return fault(sequence + 1, "is missing, or stands in the wrong place.")
        if event.previous != previous:
            return fault(event.sequence, "does not follow from the entry before it.")
        if event.hash != event.compute_hash():
            return fault(event.sequence, "was changed after it was written.")
        if detail is not None and detail.compute_digest() != event.detail_digest:
            return fault(event.sequence, "has a detail that was changed.")
        if head and head.sequence == event.sequence and head.hash != event.hash:
            return fault(event.sequence, "is not the one that the recorded end names.")
        sequence, previous = event.sequence, event.hash
    if head and head.sequence > sequence:
        return fault(sequence + 1, "is missing: the end of the chain was cut off.")
    now = ChainHead.objects.filter(pk=council_id).first()
    if sequence and (now is None or now.sequence < sequence):
        return fault(sequence, "stands after the recorded end of the chain.")
    return Reading(sequence, previous, whole=True)


def checkpoint(council_ids: list[int]) -> str:
    """SHA-256 over the heads of some chains: what to keep elsewhere.

    Written down, it shows later that a chain was not rewritten together with its head.
    """
    heads = ChainHead.objects.filter(pk__in=council_ids).order_by("pk")
    ends = [f"{head.council_id}:{head.sequence}:{head.hash}" for head in heads]
    return sha256(canonical({"heads": ends}))


def _entries(council_id: int, after: int) -> Iterator[tuple[AuditEvent, AuditDetail | None]]:
    events = AuditEvent.objects.filter(council_id=council_id, sequence__gt=after)
    events = events.order_by("sequence")
    for event in events.select_related("detail").iterator(chunk_size=2000):
        yield event, getattr(event, "detail", None)
