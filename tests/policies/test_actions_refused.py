"""Policies and closures of the office: whoever may not changes nothing, called from code too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from accounts.dates import today
from accounts.hours.actions import add_closure, cancel_closure
from accounts.hours.models import Closure
from accounts.people.actions import end_sessions
from accounts.people.models import Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from policies.acknowledgements.actions import record_on_paper
from policies.acknowledgements.models import Acknowledgement
from policies.documents.actions import (
    add_policy,
    ask,
    discard_version,
    put_in_words,
    set_scope,
    start_version,
)
from policies.documents.actions.lists import ScopeOf
from policies.documents.models import Asked, Policy, Scope, Version
from policies.elections.actions import add_period, add_profile, call_off_period, end_profile
from policies.elections.models import Period, Profile
from policies.reviews.actions import call_for_review, record_review
from policies.reviews.models import Review, Trigger
from tests.cast import Cast, a_member
from tests.policies.electing import a_period, a_profile
from tests.policies.reading import to_be_read
from tests.policies.reviewing import a_reviewed_policy
from tests.policies.writing import a_draft, a_policy, without_words

pytestmark = pytest.mark.django_db


def _reader_on_paper(cast: Cast) -> tuple[Version, Membership]:
    """A version and somebody without a sign-in who is to read it."""
    hand = a_member(cast.ashford, "Hal").memberships.get()
    hand.can_sign_in = False
    hand.save()
    return to_be_read(cast), hand


@dataclass(frozen=True)
class Try:
    """Something that somebody may try from code, on real rows."""

    of: Callable[[Cast], Any]
    attempt: Callable[[Any, Person], Any]


def _policy(cast: Cast) -> Policy:
    return a_policy(cast.ashford)


SOON = {"notice_on": date(2027, 3, 31), "poll_on": date(2027, 5, 6)}
TRIES = {
    "add a period": Try(
        lambda cast: cast.ashford,
        lambda council, who: add_period(council=council, kind="by_election", actor=who, **SOON),
    ),
    "call off a period": Try(
        a_period, lambda one, who: call_off_period(period=one, why="No poll.", actor=who)
    ),
    "list a profile": Try(
        lambda cast: cast.ashford,
        lambda council, who: add_profile(
            council=council,
            who="councillor",
            name="Jo",
            platform="facebook",
            handle="@jo",
            actor=who,
        ),
    ),
    "unlist a profile": Try(a_profile, lambda one, who: end_profile(profile=one, actor=who)),
    "add a policy": Try(
        lambda cast: cast.ashford,
        lambda council, who: add_policy(council=council, title="Complaints", actor=who),
    ),
    "say whom a policy binds": Try(
        _policy,
        lambda one, who: set_scope(policy=one, scopes=[ScopeOf("employee", "binding")], actor=who),
    ),
    "begin a version": Try(
        _policy, lambda one, who: start_version(policy=one, label="v.1", actor=who)
    ),
    "discard a version": Try(
        lambda cast: a_draft(_policy(cast)),
        lambda one, who: discard_version(version=one, actor=who),
    ),
    "put the words of a version in": Try(
        lambda cast: without_words(_policy(cast)),
        lambda one, who: put_in_words(version=one, text="We answer.", actor=who),
    ),
    "ask about a version": Try(
        lambda cast: a_draft(_policy(cast)),
        lambda one, who: ask(version=one, who="Councillors", asked_on=today(), actor=who),
    ),
    "review a policy": Try(
        a_reviewed_policy,
        lambda one, who: record_review(
            policy=one,
            outcome="no_change",
            reviewed_on=today().isoformat(),
            minute="26/1",
            actor=who,
        ),
    ),
    "call for a review": Try(
        a_reviewed_policy,
        lambda one, who: call_for_review(
            policy=one,
            kind="law",
            what="A new law.",
            noticed_on=today(),
            due_on=today(),
            actor=who,
        ),
    ),
    "say that somebody signed on paper": Try(
        _reader_on_paper,
        lambda one, who: record_on_paper(
            version=one[0],
            membership=one[1],
            read_on=today(),
            paper_reference="File 3",
            actor=who,
        ),
    ),
    "close the office": Try(
        lambda cast: cast.ashford,
        lambda council, who: add_closure(
            council=council, name="Snow", starts_on=today(), ends_on=today(), actor=who
        ),
    ),
    "open the office after all": Try(
        lambda cast: add_closure(
            council=cast.ashford,
            name="Snow",
            starts_on=today(),
            ends_on=today(),
            actor=cast.adam,
        ),
        lambda one, who: cancel_closure(closure=one, actor=who),
    ),
    "end somebody's sessions": Try(
        lambda cast: cast,
        lambda cast, who: end_sessions(person=cast.rita, council=cast.ashford, actor=who),
    ),
}


@pytest.mark.parametrize("what", TRIES)
@pytest.mark.parametrize("who", ["priya", "dev", "oscar", "leo"])
def test_whoever_may_not_changes_nothing_from_code(cast: Cast, what: str, who: str) -> None:
    """The clerk has another duty, Cllr Dev none, Oscar is of Barham, and Leo has left."""
    tried = TRIES[what].of(cast)
    before = everything()
    with pytest.raises(RuleBroken, match=r"needs the duty|do not belong"):
        TRIES[what].attempt(tried, getattr(cast, who))
    assert everything() == before


@pytest.mark.parametrize("what", TRIES)
def test_whoever_may_does_it_with_one_entry_more(cast: Cast, what: str) -> None:
    tried = TRIES[what].of(cast)
    before = AuditEvent.objects.count()
    TRIES[what].attempt(tried, cast.adam)
    assert AuditEvent.objects.count() > before


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that the tables hold which these actions write, and the trail."""
    kept = (AuditEvent, Asked, Closure, Period, Person, Policy, Profile, Review, Scope, Trigger)
    return {one.__name__: list(one._default_manager.order_by("pk").values()) for one in kept} | {
        "Version": list(Version.objects.order_by("pk").values()),
        "Acknowledgement": list(Acknowledgement.objects.order_by("pk").values()),
    }
