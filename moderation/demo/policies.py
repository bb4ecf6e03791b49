"""Policies of the demonstration, beside those that come with the rulebooks."""

from datetime import date, timedelta

from accounts.councils.actions import change_rules
from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Person
from councilsm.duties import Duty
from moderation.demo.policy_words import (
    ANSWERS,
    CLAUSES,
    FIFTH,
    FIRST_CLAUSES,
    FIRST_WORDS,
    NEXT_WORDS,
    WORDS,
)
from policies.documents.actions import (
    Law,
    PartOf,
    ScopeOf,
    add_policy,
    adopt_version,
    answer_asked,
    ask,
    change_policy,
    change_version,
    look_at_rule,
    set_laws,
    set_parts,
    set_readers,
    start_version,
)
from policies.documents.clauses import Clause, clauses_of
from policies.documents.models import Policy, Version

#: Whom Little Wickham's policy says to consult.
CONSULTED = ("All councillors", "The allotment society")
#: The day of the meeting that adopted the version in force, and when people were asked before it.
ADOPTED_ON, ASKED_ON, ANSWERED_ON = date(2026, 5, 12), date(2026, 4, 14), date(2026, 4, 28)


def policy_of_a_small_council(council: Council, clerk: Person) -> Version:
    """A policy that the council wrote itself: one version past, one in force, one asked about.

    Returns the version in force.
    """
    policy = add_policy(
        council=council,
        title="Social media policy",
        reference="LW 7",
        carries_rules=True,
        actor=clerk,
    )
    what_belongs_to_it(policy, clerk)
    earlier_version(policy, clerk)
    rules_that_cite_it(council, clerk)
    version = version_in_force(policy, clerk)
    next_version(policy, clerk)
    return version


def what_belongs_to_it(policy: Policy, clerk: Person) -> None:
    """Whom it binds, who has a part in it, the law it rests on, and words to copy."""
    change_policy(
        policy=policy,
        title=policy.title,
        reference=policy.reference,
        audience=policy.audience,
        owner=None,
        carries_rules=True,
        review_months=None,
        disclaimers="I am a councillor. What I say here is my own view, not the council’s.",
        actor=clerk,
    )
    set_readers(
        policy=policy,
        scopes=(ScopeOf("employee", "binding"), ScopeOf("councillor", "binding")),
        duties=[Duty.AUTHORISE_POSTS],
        actor=clerk,
    )
    set_parts(
        policy=policy,
        parts=[
            PartOf("responsible", "The clerk"),
            PartOf("accountable", "The parish council"),
            *(PartOf("consulted", who) for who in CONSULTED),
            PartOf("informed", "The village hall committee"),
        ],
        actor=clerk,
    )
    set_laws(
        policy=policy,
        laws=[
            Law("Local Government Act 1986", url="https://www.legislation.gov.uk/ukpga/1986/10"),
            Law("Data Protection Act 1998", replaced_by="Data Protection Act 2018"),
            Law("Data Protection Act 2018", url="https://www.legislation.gov.uk/ukpga/2018/12"),
        ],
        actor=clerk,
    )


def earlier_version(policy: Policy, clerk: Person) -> None:
    """Adopted before anybody used councilsm, so nobody was told of it from here."""
    version = written(policy, "2024", FIRST_WORDS, clauses=FIRST_CLAUSES, clerk=clerk)
    begins = date(2024, 5, 14)
    adopt_version(
        version=version,
        approved_by="Parish Council",
        approved_on=begins.isoformat(),
        minute="demo 0",
        effective_from=begins,
        as_history=True,
        actor=clerk,
    )


def rules_that_cite_it(council: Council, clerk: Person) -> None:
    """Who authorises stands in the policy, so those rules name its clause and no minute."""
    rules, clause = council.rulebook.rules, FIRST_CLAUSES[1]
    names = [f"authorise_{kind.value}" for kind in Kind]
    change_rules(
        council=council,
        changes={
            name: {"value": getattr(rules, name).value.model_dump(), "clause": clause.ref}
            for name in names
        },
        clauses={clause.ref: clause.title},
        in_force_from=today(),
        why="The policy says who posts.",
        based_on=council.rulebook_versions.latest("number").number,
        actor=clerk,
    )
    council.refresh_from_db()


def version_in_force(policy: Policy, clerk: Person) -> Version:
    """Adopted by minute; of the rules whose clause it changed the clerk has looked at one."""
    version = written(
        policy,
        "2026",
        WORDS,
        what_changed="Somebody may stand in for the clerk. What it says of pictures and of the "
        "weeks before an election is new.",
        clauses=CLAUSES,
        clerk=clerk,
    )
    for who, said in zip(CONSULTED, ("Agreed at the meeting.", "Nothing to add."), strict=True):
        asked = ask(version=version, who=who, asked_on=ASKED_ON, actor=clerk)
        answer_asked(asked=asked, said=said, said_on=ANSWERED_ON, actor=clerk)
    version = adopt_version(
        version=version,
        approved_by="Parish Council",
        approved_on=ADOPTED_ON.isoformat(),
        minute="demo 2",
        effective_from=ADOPTED_ON,
        actor=clerk,
    )
    look_at_rule(version=version, rule="authorise_new_post", kept=True, actor=clerk)
    return version


def next_version(policy: Policy, clerk: Person) -> None:
    """In consultation: the councillors have answered, the allotment society has time left."""
    version = written(
        policy,
        "2027",
        NEXT_WORDS,
        what_changed="It says by when people get an answer.",
        clauses=(*CLAUSES, ANSWERS),
        clerk=clerk,
    )
    asked = [
        ask(
            version=version,
            who=who,
            asked_on=today() - timedelta(days=10),
            answer_by=today() + timedelta(days=11),
            actor=clerk,
        )
        for who in CONSULTED
    ]
    answer_asked(
        asked=asked[0],
        said="Cllr Nair asks for a telephone number beside it. Nobody is against it.",
        said_on=today() - timedelta(days=2),
        actor=clerk,
    )


def written(
    policy: Policy,
    label: str,
    text: str,
    *,
    clerk: Person,
    what_changed: str = "",
    clauses: tuple[Clause, ...] = (),
) -> Version:
    """A version with its words and clauses, to be adopted or asked about."""
    version = start_version(policy=policy, label=label, actor=clerk)
    return change_version(
        version=version,
        label=label,
        text=text,
        what_changed=what_changed,
        supersedes=version.supersedes,
        clauses=clauses,
        actor=clerk,
    )


def version_in_consultation(council: Council, clerk: Person) -> None:
    """Version 5 of the policy that came with the rulebook: councillors were asked about it."""
    policy = council.policies.get(carries_rules=True)
    policy.council = council
    version = start_version(policy=policy, label="v.5", actor=clerk)
    more = Clause(ref="LTC-4.2.2-k", section="4.2.2", title="Pictures have words")
    version = change_version(
        version=version,
        label="v.5",
        text=FIFTH,
        what_changed="Words for pictures; training comes first.",
        supersedes=version.supersedes,
        clauses=(*clauses_of(version), more),
        actor=clerk,
    )
    asked = ask(
        version=version,
        who="All councillors",
        asked_on=today() - timedelta(days=10),
        answer_by=today() + timedelta(days=11),
        actor=clerk,
    )
    answer_asked(asked=asked, said="No objection.", said_on=today(), actor=clerk)
