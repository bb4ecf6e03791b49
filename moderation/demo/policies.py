"""Policies of the demonstration, beside those that come with the rulebooks."""

from datetime import date, timedelta

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from policies.documents.actions import (
    add_policy,
    adopt_version,
    answer_asked,
    ask,
    change_version,
    set_scope,
    start_version,
)
from policies.documents.actions.lists import ScopeOf
from policies.documents.clauses import Clause, clauses_of
from policies.documents.models import Policy

#: A small council's policy, made up for the demonstration.
WORDS = """\
# Purpose

The council tells people what it does, and hears what they think of it.

# Who posts

The clerk writes and posts. A councillor sends the clerk what they would like to see posted.

# Comments

- An opinion stays up.
- Abuse, hatred and private details come down.
- Whoever goes on after a warning may be blocked for a time.
"""
CLAUSES = (
    Clause(ref="LW-1", section="1", title="The council tells people what it does"),
    Clause(ref="LW-2", section="2", title="The clerk writes and posts"),
    Clause(ref="LW-3", section="3", title="Opinions stay up; abuse and hatred come down"),
)
#: What the next version of a policy adds, likewise made up.
FIFTH = """\
# What version 5 adds

- Every picture has words for those who cannot see it.
- Whoever posts for the council is trained before they do.
"""


def policy_of_a_small_council(council: Council, clerk: Person) -> Policy:
    """A policy that the council wrote itself and adopted, with its clauses."""
    policy = add_policy(
        council=council, title="Social media policy", carries_rules=True, actor=clerk
    )
    set_scope(
        policy=policy,
        scopes=(ScopeOf("employee", "binding"), ScopeOf("councillor", "binding")),
        actor=clerk,
    )
    version = start_version(policy=policy, label="2026", actor=clerk)
    version = change_version(
        version=version, label="2026", text=WORDS, what_changed="", clauses=CLAUSES, actor=clerk
    )
    begins = date(2026, 5, 12)
    adopt_version(
        version=version,
        approved_by="Parish Council",
        approved_on=begins.isoformat(),
        minute="demo 2",
        effective_from=begins,
        actor=clerk,
    )
    return policy


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
