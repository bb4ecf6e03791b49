"""Reviews in the demonstration: one that left its policy as it is, one due, one called for."""

from datetime import timedelta

from accounts.councils.models import Council
from accounts.dates import months_later, today
from accounts.people.models import Person
from moderation.demo.policies import written
from moderation.demo.policy_words import GUIDE, PICTURES
from policies.documents.actions import ScopeOf, add_policy, adopt_version, set_related, set_scope
from policies.documents.actions.lists import Related
from policies.documents.models import Policy
from policies.reviews.actions import call_for_review, record_review


def reviews_at(policy: Policy, clerk: Person) -> None:
    """Two more policies that are read together with one, each with its own review."""
    others = reviewed_and_called_for(policy.council, clerk), due_soon(policy.council, clerk)
    set_related(
        policy=policy, related=[Related(other.title, other=other) for other in others], actor=clerk
    )


def reviewed_and_called_for(council: Council, clerk: Person) -> Policy:
    """Reviewed two months ago and left as it is; since then a platform changed."""
    policy = add_policy(
        council=council, title="Photographs of people", review_months=24, actor=clerk
    )
    set_scope(policy=policy, scopes=[ScopeOf("employee", "guidance")], actor=clerk)
    adopted_months_ago(policy, 26, PICTURES, clerk)
    record_review(
        policy=policy,
        outcome="no_change",
        reviewed_on=months_later(today(), -2).isoformat()[:7],
        minute="demo 3",
        reasons="It worked at the summer fair. Nothing to change.",
        actor=clerk,
    )
    call_for_review(
        policy=policy,
        kind="platform",
        what="Facebook marks pictures that were made by a machine. Do we say so too?",
        noticed_on=today() - timedelta(days=3),
        due_on=today() + timedelta(days=75),
        actor=clerk,
    )
    return policy


def due_soon(council: Council, clerk: Person) -> Policy:
    """A guide for staff that is reviewed every year; the year is nearly over."""
    policy = add_policy(
        council=council,
        title="When people are angry: a guide",
        audience=Policy.Audience.STAFF,
        review_months=12,
        actor=clerk,
    )
    set_scope(policy=policy, scopes=[ScopeOf("employee", "guidance")], actor=clerk)
    adopted_months_ago(policy, 12, GUIDE, clerk, later=timedelta(days=20))
    return policy


def adopted_months_ago(
    policy: Policy, months: int, words: str, clerk: Person, later: timedelta = timedelta()
) -> None:
    """Its first version, adopted so long ago and written down only now."""
    version = written(policy, "v.1", words, clerk=clerk)
    day = months_later(today(), -months) + later
    adopt_version(
        version=version,
        approved_by="Parish Council",
        approved_on=day.isoformat(),
        minute="demo 1",
        effective_from=day,
        as_history=True,
        actor=clerk,
    )
