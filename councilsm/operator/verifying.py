"""Reads every chain once a night, in pieces, and keeps what was found."""

import time
from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q
from django.utils import timezone

from councilsm.audit.models import GENESIS, ChainHead
from councilsm.audit.verification import Reading, read
from councilsm.operator.models import ChainCheck

log = structlog.get_logger(__name__)

#: A chain read since is left until tomorrow.
NIGHT = timedelta(hours=20)
#: Entries between two looks at the clock: about ten seconds' worth.
PIECE = 20_000


def verify_some(*, seconds: float = 240) -> int:
    """Reads chains, those first that were not read for longest; returns how many pieces.

    A long chain is read on where the last piece ended, and from its beginning once its end was
    reached. Two at once may read the same piece, and find the same.
    """
    known = ChainCheck.objects.values("council_id")
    new = ChainHead.objects.exclude(council_id__in=known).values_list("council_id", flat=True)
    ChainCheck.objects.bulk_create(
        [ChainCheck(council_id=number) for number in new], ignore_conflicts=True
    )
    until, pieces = time.monotonic() + seconds, 0
    while time.monotonic() < until and (check := _next(timezone.now() - NIGHT)):
        after = (check.sequence, check.hash or GENESIS)
        _keep(check, read(check.council_id, after=after, at_most=PIECE))
        pieces += 1
    return pieces


def _next(before: datetime) -> ChainCheck | None:
    """The chain to read next: begun and not ended, or not read since."""
    waiting = ChainCheck.objects.filter(
        Q(sequence__gt=0) | Q(read_at__isnull=True) | Q(read_at__lt=before)
    )
    return waiting.order_by(F("read_at").asc(nulls_first=True), "council_id").first()


def _keep(check: ChainCheck, reading: Reading) -> None:
    now = timezone.now()
    found: dict[str, object] = {"read_at": now, "sequence": 0, "hash": ""}
    if reading.fault:
        found["fault"] = str(reading.fault)[:200]
        log.error("chain_broken", chain=check.council_id, entry=reading.fault.sequence)
    elif reading.whole:
        found |= {"fault": "", "whole_at": now}
    else:
        found |= {"sequence": reading.sequence, "hash": reading.hash}
    ChainCheck.objects.filter(pk=check.pk).update(**found)
