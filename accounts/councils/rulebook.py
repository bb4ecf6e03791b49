"""The rulebook: every way in which councils differ, as typed values, each with its source.

A value is set by a clause of the council's own policy, or is the council's recorded choice where
the policy is silent, or is not set. Nothing is inherited from another council and nothing is
assumed. A `RulebookVersion` stores one `Rulebook` as JSON and never changes.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from accounts.councils.blocking import BlockLength, BlockTelling, OtherDecider
from accounts.councils.holding import (
    AUTHORITY,
    DUTY_RULES,
    FOR_NOBODY,
    holding,
    offices_named,
)
from accounts.councils.moderating import CaseHolders, Repeats, Route, Step
from accounts.councils.scope import Scope
from accounts.councils.terms import (
    Approvals,
    Devices,
    Frozen,
    Holders,
    Kind,
    Lapse,
    Office,
    OfficeKey,
    PeopleBasis,
    Places,
    Reason,
    Reminders,
    Review,
    Rule,
    Weekday,
)
from councilsm.duties import Duty

__all__ = [
    "AUTHORITY",
    "DUTY_RULES",
    "FOR_NOBODY",
    "Approvals",
    "CaseHolders",
    "Devices",
    "Holders",
    "Kind",
    "Lapse",
    "Office",
    "PeopleBasis",
    "Places",
    "Reason",
    "Reminders",
    "Repeats",
    "Review",
    "Route",
    "Rule",
    "Rulebook",
    "Rules",
    "Step",
    "Weekday",
    "offices_named",
    "shipped",
]

SHIPPED = Path(__file__).parent / "rulebooks"

Months = Annotated[int, Field(ge=1, le=120)]
Count = Annotated[int, Field(ge=2, le=100)]
Days = Annotated[int, Field(ge=1, le=90)]


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
    #: What is public record is copied before it is deleted, and why it must be is said.
    record_copy_first: Rule[bool] = Rule[bool]()
    #: What is suggested about an author who had entries before.
    repeat_authors: Rule[Repeats] = Rule[Repeats]()
    #: A second person says that a capture shows what stood on the platform.
    evidence_confirmed: Rule[bool] = Rule[bool]()
    destroy_evidence: Rule[Holders] = Rule[Holders]()
    #: Who sees a restricted case of each kind and is told of it.
    restricted_cases: Rule[CaseHolders] = Rule[CaseHolders]()
    #: On which grounds somebody's own account or post may be looked at.
    personal_account_grounds: Rule[tuple[Reason, ...]] = Rule[tuple[Reason, ...]]()
    #: What somebody reports in a comment is notice to the council, from when it was posted.
    notice_served: Rule[bool] = Rule[bool]()
    #: Working days within which an enquiry is answered where its topic says no other number.
    reply_days: Rule[Days] = Rule[Days]()
    #: A standard reply that was approved once goes out without another approval.
    standard_replies: Rule[bool] = Rule[bool]()
    #: Days between two looks at an account, at most.
    watch_days: Rule[Days] = Rule[Days]()
    report_harmful: Rule[Route] = Rule[Route]()
    report_abuse: Rule[Route] = Rule[Route]()
    report_disrepute: Rule[Route] = Rule[Route]()
    report_misuse: Rule[Route] = Rule[Route]()
    report_newsworthy: Rule[Route] = Rule[Route]()
    report_damage: Rule[Route] = Rule[Route]()
    report_mistake: Rule[Route] = Rule[Route]()
    team_name: Rule[str] = Rule[str]()
    team_offices: Rule[tuple[OfficeKey, ...]] = Rule[tuple[OfficeKey, ...]]()
    appoint_team: Rule[Holders] = Rule[Holders]()
    urgent_team_changes: Rule[Holders] = Rule[Holders]()
    review_team_changes: Rule[Holders] = Rule[Holders]()
    new_account: Rule[Approvals] = Rule[Approvals]()
    keep_register: Rule[Holders] = Rule[Holders]()
    #: How often each account is compared with its platform, in months.
    account_checks: Rule[Months] = Rule[Months]()
    #: The most people who may administer one account.
    administrators: Rule[Count] = Rule[Count]()
    #: Every member of the team can get into every account.
    whole_team_has_access: Rule[bool] = Rule[bool]()
    #: What the council's people do in forums and groups that are not the council's.
    places: Rule[Places] = Rule[Places]()
    grant_access: Rule[Holders] = Rule[Holders]()
    withdraw_access: Rule[Holders] = Rule[Holders]()
    #: Somebody is trained before they join the team beyond its usual offices, or get access.
    training_first: Rule[bool] = Rule[bool]()
    #: Somebody gives the undertaking before a seat on the team counts.
    undertaking_first: Rule[bool] = Rule[bool]()
    lapse: Rule[Lapse] = Rule[Lapse]()
    #: On dismissal or redundancy the owner of a device removes themself from every account.
    self_removal: Rule[bool] = Rule[bool]()
    #: Who acts, in this order, while those before are away or their office is vacant.
    cover: Rule[tuple[OfficeKey, ...]] = Rule[tuple[OfficeKey, ...]]()
    #: How long before something is due people hear of it, and when the next office does.
    reminders: Rule[Reminders] = Rule[Reminders]()
    decide_blocks: Rule[Holders] = Rule[Holders]()
    #: A second person agrees before a block stands.
    block_second_person: Rule[bool] = Rule[bool]()
    #: Working days within which a block that safety could not wait for is decided properly.
    urgent_blocks: Rule[Days] = Rule[Days]()
    block_length: Rule[BlockLength] = Rule[BlockLength]()
    block_telling: Rule[BlockTelling] = Rule[BlockTelling]()
    decide_unblocks: Rule[Holders] = Rule[Holders]()
    #: Working days within which a request to be unblocked is answered.
    unblock_days: Rule[Days] = Rule[Days]()
    unblock_other_decider: Rule[OtherDecider] = Rule[OtherDecider]()
    #: Each request is decided on its own: no other is shown beside it, and none is a precedent.
    unblock_alone: Rule[bool] = Rule[bool]()
    review: Rule[Review] = Rule[Review]()
    #: What happens while somebody has not read a policy that their duty wants read.
    unread_lapse: Rule[Lapse] = Rule[Lapse]()
    #: No councillor's or candidate's own profile is promoted in a pre-election period.
    no_promotion: Rule[bool] = Rule[bool]()
    caretaker: Rule[OfficeKey] = Rule[OfficeKey]()
    #: Who is told when a child or an adult may be at risk.
    safeguarding: Rule[OfficeKey] = Rule[OfficeKey]()
    working_days: Rule[tuple[Weekday, ...]] = Rule[tuple[Weekday, ...]]()
    devices: Rule[Devices] = Rule[Devices]()
    manage_people: Rule[Holders] = Rule[Holders]()
    manage_rules: Rule[Holders] = Rule[Holders]()
    read_trail: Rule[Holders] = Rule[Holders]()


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

    def source_if_set(self, name: str) -> str:
        """Where a rule comes from, in words; empty while it is not set."""
        return self.source_of(name) if getattr(self.rules, name).is_set else ""

    def source_of_duty(self, duty: Duty) -> str:
        """Where the first rule that gives a duty comes from, in words; empty where none does."""
        return next(filter(None, map(self.source_if_set, DUTY_RULES.get(duty, ()))), "")

    def cited(self, *clauses: str) -> list[str]:
        """Those of some clauses that this council's policy has, each with its title."""
        return [f"{key}: {self.clauses[key]}" for key in clauses if key in self.clauses]

    def duties_of(self, offices: set[str], *, team: bool) -> dict[Duty, str]:
        """The duties of someone who holds these offices and maybe sits on the team.

        Returns each duty with the office it is held through ("" when through the team alone).
        A duty whose rule is not set falls to the proper officer. So the drafts wait somewhere;
        but silence lets none out, `authority_to_post` sees to that. The caretaker's falls to
        nobody: the proper officer is whom it is there to do without.
        """
        held = {Duty.SUBMIT_DRAFTS: next(iter(sorted(offices)), "")}
        for duty, names in DUTY_RULES.items():
            for name in names:
                rule: Rule[Any] = getattr(self.rules, name)
                if rule.value is None:
                    if self.proper_officer in offices and name not in FOR_NOBODY:
                        held.setdefault(duty, self.proper_officer)
                    continue
                named, team_too = holding(rule.value)
                through = [key for key in named if key in offices]
                if through:
                    held.setdefault(duty, through[0])
                elif team_too and team:
                    held.setdefault(duty, "")
        return held


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
