"""Each night every original is compared with its digest, and what belongs to nothing is removed."""

import re
import time
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.files.storage import the_files
from councilsm.forms import when_in_words
from councilsm.inbox.due import counted
from councilsm.jobs import by_itself
from councilsm.operator.told import Fact, tells_operator
from moderation.evidence.actions.checking import mark_spoiled, mark_whole
from moderation.evidence.intake import let_go
from moderation.evidence.models import Evidence
from moderation.evidence.models.evidence import EvidenceQuerySet
from moderation.evidence.storage import FOLDER, delete_bytes, whole_bytes

log = structlog.get_logger(__name__)

#: How far the check has come: the nights on which this round began and the last one ended, and the
#: last evidence that was compared.
PLACE = "evidence-check"
#: So long one run goes on; the next goes on from there.
A_RUN = timedelta(minutes=4)
#: How long a form may wait half filled in before its captures go.
KEPT_UNSAVED = timedelta(days=1)
#: What a file of evidence is called.
UID = re.compile(r"[0-9a-f]{32}")
#: Younger files may belong to a transaction that is not over.
OLD_ENOUGH = timedelta(hours=1)


def check_some(at_most: timedelta = A_RUN) -> int:
    """Compares originals with their digests, from where the last run ended, also of another night.

    A round ends at the last evidence, and none begins twice in a night. Where its place is lost, it
    begins anew, which does no harm.

    Args:
        at_most: for how long.

    Returns:
        How many it found missing or changed.
    """
    night, until = today().isoformat(), time.monotonic() + at_most.total_seconds()
    began, ended, after = cache.get(PLACE, ("", "", 0))
    if ended == night:
        return 0
    began = began if after else night
    spoiled = 0
    for evidence in to_check(after).iterator(chunk_size=500):
        with by_itself("evidence_not_checked", evidence_id=evidence.pk):
            spoiled += not check(evidence)
        if time.monotonic() > until:
            cache.set(PLACE, (began, ended, evidence.pk), timeout=None)
            log.info("evidence_round_goes_on", began=began, last_ended=ended, spoiled=spoiled)
            return spoiled
    missing = rows_missing()
    cache.set(PLACE, (began, night, 0), timeout=None)
    log.info("evidence_round_ended", began=began, spoiled=spoiled, missing=missing)
    return spoiled + missing


def how_compared(council: Council | None = None) -> str:
    """How long ago the last comparison of any file was, in a sentence.

    Args:
        council: only what all its moderators see; None for all that is kept.
    """
    began, ended, after = cache.get(PLACE, ("", "", 0))
    if not after and ended < (today() - timedelta(days=1)).isoformat():
        began = ""  # no round of late
    rows = to_check(after if began else 0)
    if council is not None:
        rows = rows.for_everyone().filter(council=council)
    if began and not after:
        return f"All files compared by {_night(ended)}."
    if not (waiting := rows.count()):
        return f"All files compared by {_night(began)}." if began else "No file is kept."
    words = counted(waiting, "file", "files")
    return f"{words} not compared {f'since {_night(ended)}' if ended else 'yet'}."


@tells_operator
def comparison() -> Fact:
    """The nightly comparison, for who runs the installation."""
    return Fact("Evidence", how_compared())


def _night(day: str) -> str:
    return when_in_words(date.fromisoformat(day))


def rows_missing() -> int:
    """How many rows of evidence are gone that the trail tells of, which no page could have done."""
    there = Evidence.objects.filter(pk=OuterRef("object_id"))
    missing = 0
    for council in Council.objects.values_list("pk", flat=True).iterator():
        told = AuditEvent.objects.filter(council_id=council, verb=Verb.EVIDENCE_ADDED.value)
        for gone in told.filter(~Exists(there)).values_list("object_id", flat=True):
            log.error("evidence_row_missing", council_id=council, evidence_id=gone)
            missing += 1
    return missing


def to_check(after: int) -> "EvidenceQuerySet":
    """What is saved and not destroyed, by its place."""
    rows = Evidence.objects.kept().filter(saved_at__isnull=False, pk__gt=after)
    return rows.order_by("pk")


def check(evidence: Evidence) -> bool:
    """Compares one original with its digest and notes what changed; whether it is whole."""
    whole = whole_bytes(evidence) is not None
    if not whole:
        log.error("evidence_changed_or_missing", evidence_id=evidence.pk)
    if whole and evidence.spoiled_at:
        mark_whole(evidence=evidence)
    elif not whole and not evidence.spoiled_at:
        mark_spoiled(evidence=evidence)
    return whole


def sweep() -> int:
    """Removes captures that were never saved, and files that no evidence knows; how many."""
    before = timezone.now() - KEPT_UNSAVED
    abandoned = list(Evidence.objects.unsaved().filter(captured_at__lt=before))
    let_go(abandoned)
    removed = len(abandoned) + sum(sweep_council(name) for name in folders(FOLDER))
    if removed:
        log.info("evidence_swept", removed=removed)
    return removed


def sweep_council(council_id: str) -> int:
    """Removes a council's files older than an hour without evidence; how many."""
    before, removed = timezone.now() - OLD_ENOUGH, 0
    for two_digits in folders(f"{FOLDER}/{council_id}"):
        at = f"{FOLDER}/{council_id}/{two_digits}"
        names = [name for name in the_files().listdir(at)[1] if is_old(f"{at}/{name}", before)]
        for name in set(names) - known(names):
            delete_bytes([f"{at}/{name}"])
            removed += 1
    return removed


def known(names: list[str]) -> set[str]:
    """Those of these file names that evidence has which was not destroyed."""
    ids = [UUID(hex=name) for name in names if UID.fullmatch(name)]
    found = Evidence.objects.kept().filter(uid__in=ids).values_list("uid", flat=True)
    return {uid.hex for uid in found}


def is_old(name: str, before: datetime) -> bool:
    """Whether a file was written before a time; one that has gone is not."""
    try:
        return the_files().get_modified_time(name) < before
    except FileNotFoundError:  # a half-written one was renamed
        return False


def folders(within: str) -> list[str]:
    """The folders of a folder of the store; none where it is not there yet."""
    try:
        return sorted(the_files().listdir(within)[0])
    except FileNotFoundError:
        return []
