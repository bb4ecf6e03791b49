"""What a rule's value may be: kinds of draft, holders of a duty, reasons, periods, devices."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

Value = TypeVar("Value")
OfficeKey = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What a draft is. Who may authorise it is set for each kind."""

    NEW_POST = "new_post"
    REPLY = "reply"
    SHARE = "share"
    CORRECTION = "correction"


class PeopleBasis(StrEnum):
    """On what ground people may be seen in a picture that the council posts."""

    NOBODY = "nobody"
    CROWD = "crowd"
    OFFICIAL = "official"
    NAMED = "named"
    UNDER_18 = "under_18"


class Holders(Frozen):
    """Who holds a duty: offices, and the admin team where the policy says so."""

    offices: tuple[OfficeKey, ...] = ()
    team: bool = False
    #: Offices that are asked before one of these decides; they do not decide.
    consulting: tuple[OfficeKey, ...] = ()

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.offices and not self.team:
            raise ValueError("Name at least one office, or the team.")
        return self


class Approvals(Frozen):
    """Whose approval a new official account needs: each of these offices, a meeting, or both."""

    offices: tuple[OfficeKey, ...] = ()
    meeting: bool = False

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.offices and not self.meeting:
            raise ValueError("Name at least one office, or a meeting.")
        return self


class Reason(Frozen):
    """One reason a council may give, in our words, with the clause that lists it."""

    code: Annotated[str, Field(pattern=r"^[a-z_]+$", max_length=40)]
    label: Annotated[str, Field(max_length=120)]
    clause: str = ""
    #: The reason says too little by itself: words must be added (for example "other").
    needs_words: bool = False
    #: What a removal for it asks besides: the fact that is contradicted and its source, or who is
    #: attacked and that it is about them and not how they do the job.
    asks: Literal["fact", "target"] | None = None


class Review(Frozen):
    """When the policy is next reviewed: every so many months, or by a stated month or day."""

    months: Annotated[int, Field(ge=1, le=120)] | None = None
    #: "2029-04" (month precision) or "2029-04-30".
    due: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")] | None = None


class Devices(Frozen):
    """Posting from a device that the council does not own."""

    use: Literal["never", "with_permission", "allowed"]
    permission_from: tuple[OfficeKey, ...] = ()
    saved_logins_from: tuple[OfficeKey, ...] = ()
    #: Characters in the shortest PIN or password a device may have.
    shortest_pin: Annotated[int, Field(ge=4, le=20)] | None = None


class Lapse(Frozen):
    """What happens when somebody's training or undertaking no longer counts.

    Args:
        suspends: the duty rests here until it counts again; else people are only warned.
        after_days: days between the lapse and that, during which it is announced.
    """

    suspends: bool
    after_days: Annotated[int, Field(ge=7, le=365)] | None = None

    @model_validator(mode="after")
    def _suspension_is_announced(self) -> Self:
        if self.suspends != (self.after_days is not None):
            raise ValueError("Say after how many days it suspends, and only then.")
        return self


class Reminders(Frozen):
    """When people hear of what is due.

    Args:
        days_before: so many days ahead, the earliest first; on the day itself they always hear.
        escalate_after_days: so many days late, the next office hears too.
    """

    days_before: Annotated[
        tuple[Annotated[int, Field(ge=1, le=90)], ...], Field(min_length=1, max_length=6)
    ]
    escalate_after_days: Annotated[int, Field(ge=1, le=90)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if list(self.days_before) != sorted(set(self.days_before), reverse=True):
            raise ValueError("Give each number of days once, the largest first.")
        return self


class Places(StrEnum):
    """Posting in forums and groups that are not the council's."""

    NEVER = "never"
    EXCEPTIONAL = "exceptional"
    ALLOWED = "allowed"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Rule(Frozen, Generic[Value]):
    """One value and where it comes from.

    `clause` names the clause that says it; `minute` with `decided_on` is the council's own choice.
    Exactly one of the two holds when there is a value; neither when the rule is not set.
    """

    value: Value | None = None
    clause: str = ""
    minute: str = ""
    decided_on: date | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        chosen = bool(self.minute and self.decided_on)
        if self.value is None and (self.clause or self.minute or self.decided_on):
            raise ValueError("A rule that is not set has no source.")
        if self.value is not None and bool(self.clause) == chosen:
            raise ValueError("Give the clause that says so, or the minute and date of the choice.")
        return self

    @property
    def is_set(self) -> bool:
        return self.value is not None


class Office(Frozen):
    """An office the rulebook speaks of, under the council's own title for it."""

    key: OfficeKey
    title: Annotated[str, Field(max_length=120)]
