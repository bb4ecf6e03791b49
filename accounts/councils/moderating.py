"""What a rule's value may be where it is about what the public posts, and who is told of it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from accounts.councils.terms import Frozen, OfficeKey

Offices = tuple[OfficeKey, ...]


class Step(StrEnum):
    """What is done about somebody who posts what has to come down, again."""

    WARN = "warn"
    REPORT = "report"
    BLOCK = "block"


class Repeats(Frozen):
    """What is suggested about an author who had entries before. Never done by itself.

    Args:
        earlier: how many entries there were before this one, those made in error apart.
        steps: what is suggested then, all of them.
    """

    earlier: Annotated[int, Field(ge=1, le=20)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.steps)) < len(self.steps):
            raise ValueError("Give each step once.")
        return self


class CaseHolders(Frozen):
    """Which offices see a restricted case and are told of it, by its kind; empty is not said.

    A safeguarding case follows the rule `safeguarding`.
    """

    abuse: Offices = ()
    crime: Offices = ()
    hijack: Offices = ()
    breach: Offices = ()

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.all_offices:
            raise ValueError("Name at least one office.")
        return self

    @property
    def all_offices(self) -> set[str]:
        return {*self.abuse, *self.crime, *self.hijack, *self.breach}


class Route(Frozen):
    """To whom a report of one kind goes, all at once; the first to take it owns it.

    Args:
        offices: of the council.
        team: the admin team.
        line_manager: of whoever reports, as their membership names it.
        platform: it stays open until the platform's reference is recorded, or that it gave none.
        group_leader: of the political group of whoever reports, who may have no sign-in.
        police: the form offers to record the police's reference.
    """

    offices: Offices = ()
    team: bool = False
    line_manager: bool = False
    platform: bool = False
    group_leader: bool = False
    police: bool = False

    @model_validator(mode="after")
    def _somebody_here(self) -> Self:
        if not (self.offices or self.team or self.line_manager):
            raise ValueError("Name at least one office, the team or the line manager.")
        return self
