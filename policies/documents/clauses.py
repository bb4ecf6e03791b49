"""Clauses of a version, as plain values."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from policies.documents.models import Version


class Clause(BaseModel):
    """One clause, under an id that stays the same from version to version.

    Args:
        ref: as rules cite it: "DTC-6.1-c".
        section: where it stands in the document: "6.1"; may be empty.
        title: what it says, in a line.
        words: its very words, where they were copied out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ref: str
    section: str = ""
    title: str
    words: str = ""


def clauses_of(version: "Version") -> tuple[Clause, ...]:
    """The clauses of a version, in order."""
    return tuple(Clause.model_validate(one) for one in version.clauses_json)


def as_json(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    """Clauses as a version keeps them."""
    return [clause.model_dump() for clause in clauses]
