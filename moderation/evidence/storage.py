"""Where the bytes of evidence lie, beside what else people hand in, and how they go."""

import contextlib
import hashlib
from collections.abc import Iterable
from uuid import UUID

import structlog

from councilsm.files.storage import the_files
from moderation.evidence.models import Evidence

log = structlog.get_logger(__name__)

#: The folder of the store; `councilsm.files.keeping` sweeps those that are numbers alone.
FOLDER = "evidence"


def address(council_id: int, uid: UUID) -> str:
    """Where an original lies: `evidence/7/3f/3f9a…`. Never made of anything that a person typed."""
    return f"{FOLDER}/{council_id}/{uid.hex[:2]}/{uid.hex}"


def address_of(evidence: Evidence) -> str:
    """Where the original of this evidence lies."""
    return address(evidence.council_id, evidence.uid)


def whole_bytes(evidence: Evidence) -> bytes | None:
    """The original, if it is what was captured; None where it is missing or was changed."""
    try:
        with the_files().open(address_of(evidence)) as file:
            data: bytes = file.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == evidence.digest else None


def delete_bytes(addresses: Iterable[str]) -> None:
    """Deletes originals. What the disk does not let go, the sweep takes at night."""
    for at in addresses:
        try:
            with contextlib.suppress(FileNotFoundError):
                the_files().delete(at)
        except OSError as error:
            log.error("evidence_not_deleted", address=at, error=str(error))
