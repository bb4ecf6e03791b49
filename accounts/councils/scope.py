"""Whom a council's policy speaks of, where it says so."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Group(StrEnum):
    """Who may be bound by a policy."""

    #: Those who work for the council, agency staff and contractors among them.
    STAFF = "staff"
    COUNCILLORS = "councillors"


class Scope(BaseModel):
    """Whom a policy speaks of, and the clause that says so.

    A policy that leaves out the staff says nothing of what the council itself posts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[Group, ...] = Field(min_length=1)
    clause: str = Field(min_length=1)

    @property
    def speaks_of_council_posts(self) -> bool:
        """Whether it binds those who post for the council: a councillor authorises nothing alone
        (Local Government Act 1972 s.101)."""
        return Group.STAFF in self.groups
