"""The rulebook: every way in which councils differ, as typed values, each with its source.

A value is set by a clause of the council's own policy, or is the council's recorded choice where
the policy is silent, or is not set. Nothing is inherited from another council and nothing is
assumed. A `RulebookVersion` stores one `Rulebook` as JSON and never changes.
"""

import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from accounts.councils.scope import Scope
from councilsm.duties import Duty

SHIPPED = Path(__file__).parent / "rulebooks"

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

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.offices and not self.team:
            raise ValueError("Name at least one office, or the team.")
        return self


class Approvals(Frozen):
    """Whose approval a new official account needs: each of these offices, a meeting, or both."""

    offices: tuple[OfficeKey, ...] = ()
    meeting: bool = False


class Reason(Frozen):
    """One reason a council may give, in our words, with the clause that lists it."""

    code: Annotated[str, Field(pattern=r"^[a-z_]+$", max_length=40)]
    label: Annotated[str, Field(max_length=120)]
    clause: str = ""
    #: The reason says too little by itself: words must be added (for example "other").
    needs_words: bool = False


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


class Rules(Frozen):
    """Every rule, by name. A release may add one (not set until chosen); it never alters one."""

    authorise_new_post: Rule[Holders] = Rule[Holders]()
    authorise_reply: Rule[Holders] = Rule[Holders]()
    authorise_share: Rule[Holders] = Rule[Holders]()
    authorise_correction: Rule[Holders] = Rule[Holders]()
    second_person: Rule[tuple[Kind, ...]] = Rule[tuple[Kind, ...]]()
    councillors_may_authorise: Rule[bool] = Rule[bool]()
    #: An urgent post may go out without the second person when nobody is free; looked at after.
    urgent_alone: Rule[bool] = Rule[bool]()
    #: On which grounds people may be seen in a picture.
    picture_bases: Rule[tuple[PeopleBasis, ...]] = Rule[tuple[PeopleBasis, ...]]()
    advice: Rule[tuple[OfficeKey, ...]] = Rule[tuple[OfficeKey, ...]]()
    draft_refusal_reasons: Rule[tuple[Reason, ...]] = Rule[tuple[Reason, ...]]()
    removal_reasons: Rule[tuple[Reason, ...]] = Rule[tuple[Reason, ...]]()
    record_posts: Rule[Holders] = Rule[Holders]()
    log_moderation: Rule[Holders] = Rule[Holders]()
    team_name: Rule[str] = Rule[str]()
    team_offices: Rule[tuple[OfficeKey, ...]] = Rule[tuple[OfficeKey, ...]]()
    appoint_team: Rule[Holders] = Rule[Holders]()
    urgent_team_changes: Rule[Holders] = Rule[Holders]()
    review_team_changes: Rule[Holders] = Rule[Holders]()
    new_account: Rule[Approvals] = Rule[Approvals]()
    keep_register: Rule[Holders] = Rule[Holders]()
    grant_access: Rule[Holders] = Rule[Holders]()
    decide_blocks: Rule[Holders] = Rule[Holders]()
    decide_unblocks: Rule[Holders] = Rule[Holders]()
    review: Rule[Review] = Rule[Review]()
    caretaker: Rule[OfficeKey] = Rule[OfficeKey]()
    working_days: Rule[tuple[Weekday, ...]] = Rule[tuple[Weekday, ...]]()
    devices: Rule[Devices] = Rule[Devices]()
    manage_people: Rule[Holders] = Rule[Holders]()
    manage_rules: Rule[Holders] = Rule[Holders]()
    read_trail: Rule[Holders] = Rule[Holders]()


#: The rule that says who may authorise each kind of draft.
AUTHORITY: dict[Kind, str] = {
    Kind.NEW_POST: "authorise_new_post",
    Kind.REPLY: "authorise_reply",
    Kind.SHARE: "authorise_share",
    Kind.CORRECTION: "authorise_correction",
}


class Rulebook(Frozen):
    """One council's whole rulebook. See `Rules` for the values."""

    #: Which shipped rulebook it began as.
    name: str
    #: Clause id to title, in our words. A rule cites only a clause that stands here.
    clauses: dict[str, str] = {}
    #: Whom the policy speaks of; None where its rulebook does not say.
    scope: Scope | None = None
    offices: tuple[Office, ...]
    #: Where a duty goes while its rule is not set.
    proper_officer: OfficeKey
    rules: Rules = Rules()

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        offices = {office.key for office in self.offices}
        if len(offices) != len(self.offices):
            raise ValueError("Two offices have the same key.")
        if self.proper_officer not in offices:
            raise ValueError("The proper officer is not among the offices.")
        if self.scope and self.scope.clause not in self.clauses:
            raise ValueError(f"scope cites {self.scope.clause}, which is not among the clauses.")
        for name, rule in self.each():
            if rule.clause and rule.clause not in self.clauses:
                raise ValueError(f"{name} cites {rule.clause}, which is not among the clauses.")
            if unknown := offices_named(name, rule.value) - offices:
                raise ValueError(f"{name} names an unknown office: {', '.join(sorted(unknown))}.")
        return self

    def each(self) -> list[tuple[str, Rule[Any]]]:
        """Every rule with its name, in the order of `Rules`."""
        return [(name, getattr(self.rules, name)) for name in Rules.model_fields]

    def title(self, office_key: str) -> str:
        """The council's own title for an office; the key itself if it has none."""
        return next((o.title for o in self.offices if o.key == office_key), office_key)

    def source_of(self, name: str) -> str:
        """Where a rule comes from, in words: its clause, or the council's decision."""
        rule: Rule[Any] = getattr(self.rules, name)
        if rule.clause:
            return f"{rule.clause}: {self.clauses[rule.clause]}"
        if rule.minute and rule.decided_on:
            day = rule.decided_on
            return f"the council's decision of {day.day} {day:%B %Y}, minute {rule.minute}"
        return "rule not set"

    def duties_of(self, offices: set[str], *, team: bool) -> dict[Duty, str]:
        """The duties of someone who holds these offices and maybe sits on the team.

        Returns each duty with the office it is held through ("" when through the team alone).
        A duty whose rule is not set falls to the proper officer. So the drafts wait somewhere;
        but silence lets none out, `authority_to_post` sees to that.
        """
        held = {Duty.SUBMIT_DRAFTS: next(iter(sorted(offices)), "")}
        for duty, names in DUTY_RULES.items():
            for name in names:
                rule: Rule[Holders] = getattr(self.rules, name)
                holders = rule.value
                if holders is None:
                    if self.proper_officer in offices:
                        held.setdefault(duty, self.proper_officer)
                    continue
                through = [key for key in holders.offices if key in offices]
                if through:
                    held.setdefault(duty, through[0])
                elif holders.team and team:
                    held.setdefault(duty, "")
        return held


#: The rules that give each duty. Every member of a council may submit drafts.
DUTY_RULES: dict[Duty, tuple[str, ...]] = {
    Duty.AUTHORISE_POSTS: tuple(AUTHORITY.values()),
    **{
        duty: (duty.value,)
        for duty in Duty
        if duty not in {Duty.AUTHORISE_POSTS, Duty.SUBMIT_DRAFTS}
    },
}


def offices_named(name: str, value: Any) -> set[str]:
    """The office keys that a rule's value speaks of."""
    match value:
        case Holders() | Approvals():
            return set(value.offices)
        case Devices():
            return {*value.permission_from, *value.saved_logins_from}
        case tuple() if name in {"advice", "team_offices"}:
            return set(value)
        case str() if name == "caretaker":
            return {value}
    return set()


def shipped(name: str) -> Rulebook:
    """Reads a shipped rulebook.

    Args:
        name: `dunstable`, `leighton-linslade`, `flitwick`, `heanor-loscoe`, `ludlow` or `starter`.

    Raises:
        FileNotFoundError: there is no rulebook of that name.
        pydantic.ValidationError: the file says something the schema does not allow.
    """
    with (SHIPPED / f"{name}.toml").open("rb") as file:
        return Rulebook.model_validate(tomllib.load(file))
