"""An entry on the trail in plain values, until it is written: one night may write very many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from councilsm.audit.canonical import canonical, canonical_time, sha256


class Chained:
    """What a chain's digest is over; the row that was written has it too."""

    __slots__ = ()

    council_id: Any
    sequence: Any
    at: Any
    actor_id: Any
    office_id: Any
    verb: Any
    object_kind: Any
    object_id: Any
    rulebook_id: Any
    request_id: Any
    detail_digest: Any
    previous: Any

    def compute_hash(self) -> str:
        """SHA-256 over the canonical JSON of everything above, the predecessor's hash included."""
        return sha256(canonical(self.as_record()))

    def as_record(self) -> dict[str, Any]:
        """The chained fields as an outside verifier reads them; the time in UTC microseconds."""
        return {
            "actor": self.actor_id,
            "at": canonical_time(self.at),
            "council": self.council_id,
            "detail": self.detail_digest,
            "object": self.object_id,
            "object_kind": self.object_kind,
            "office": self.office_id,
            "previous": self.previous,
            "request": self.request_id,
            "rulebook": self.rulebook_id,
            "sequence": self.sequence,
            "verb": str(self.verb),
        }


class Told:
    """What an entry was about, in words; the row that was written has it too."""

    __slots__ = ()

    label: Any
    old: Any
    new: Any
    salt: Any

    def compute_digest(self) -> str:
        """SHA-256 over label, values and salt; the salt stops anyone guessing a deleted detail."""
        return sha256(
            canonical(
                {
                    "label": self.label,
                    "new": self.new,
                    "old": self.old,
                    "salt": self.salt,
                }
            )
        )


@dataclass(slots=True, kw_only=True)
class Entry(Chained, Told):
    """An event and its detail: attributes are the columns of both.

    What the chain gives it, from `sequence` on, it has once it is written.
    """

    council_id: int
    actor_id: int | None
    office_id: int | None
    verb: str
    object_kind: str
    object_id: int | None
    rulebook_id: int | None
    request_id: str
    label: str
    old: str  # canonical JSON
    new: str
    salt: str
    detail_digest: str = ""
    sequence: int = 0
    at: datetime | None = None
    previous: str = ""
    hash: str = ""
