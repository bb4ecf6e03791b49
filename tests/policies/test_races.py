"""Policies: two at once, and neither is lost or done twice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from accounts.as_read import fingerprint
from accounts.dates import today
from accounts.people.models import Membership
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from policies.acknowledgements.actions import acknowledge
from policies.acknowledgements.models import Acknowledgement
from policies.documents.actions import Law, add_policy, put_in_words, set_laws, withdraw_policy
from policies.documents.listed import laws_said
from policies.documents.models import Policy, Version
from tests.accounts.absenting import member
from tests.cast import Cast, assemble
from tests.moderation.test_races import at_once
from tests.policies.reading import to_be_read
from tests.policies.writing import WORDS, a_policy, binds, without_words

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def version(pk: int) -> Version:
    return Version.objects.select_related("council", "policy__council").get(pk=pk)


def reading(who: int, pk: int) -> Callable[[], Acknowledgement]:
    """Somebody (membership) opens a version and says that they have read it."""

    def say() -> Acknowledgement:
        found = version(pk)
        own = Membership.objects.select_related("council", "person").get(pk=who)
        return acknowledge(version=found, membership=own, digest=found.digest, actor=own.person)

    return say


def won(outcomes: list[Any]) -> Any:
    """What the only one got that was not told of another."""
    (one,) = [outcome for outcome in outcomes if not isinstance(outcome, Stale)]
    assert not isinstance(one, BaseException), one
    return one


def test_one_policy_is_added_once_and_two_of_one_address_both(cast: Cast) -> None:
    def adding(title: str, key: Any) -> Callable[[], Policy]:
        return lambda: add_policy(council=cast.ashford, title=title, actor=cast.adam, form_key=key)

    key = uuid4()
    outcomes = at_once([adding("Photographs", key)] * 3)
    policy = won(outcomes)
    assert all(one.there == policy for one in outcomes if isinstance(one, AlreadyDone))
    assert {one.title for one in at_once([adding(f"Dogs{end}", uuid4()) for end in ".!?"])} == {
        "Dogs.",
        "Dogs!",
        "Dogs?",
    }
    assert Policy.objects.count() == 4
    assert first_fault(cast.ashford.pk) is None


def test_one_of_those_who_set_a_list_at_once_is_not_undone(cast: Cast) -> None:
    pk = a_policy(cast.ashford).pk

    def found() -> Policy:
        return Policy.objects.select_related("council").get(pk=pk)

    def setting(title: str, read: str) -> Callable[[], Policy]:
        return lambda: set_laws(policy=found(), laws=[Law(title)], actor=cast.adam, read=read)

    read = fingerprint(laws_said(found()))
    outcomes = at_once([setting(f"Act {number}", read) for number in range(4)])
    won(outcomes)
    (law,) = found().laws.all()
    assert outcomes[int(law.title[-1])] == found()
    assert first_fault(cast.ashford.pk) is None


def test_one_puts_the_words_in_and_the_others_are_told(cast: Cast) -> None:
    pk = without_words(a_policy(cast.ashford)).pk

    def put_in(text: str) -> Callable[[], Version]:
        return lambda: put_in_words(version=version(pk), text=text, actor=cast.adam)

    row = won(at_once([put_in(f"{WORDS}\n\nNumber {number}") for number in range(4)]))
    assert version(pk).text == row.text
    assert first_fault(cast.ashford.pk) is None


def test_who_reads_while_the_words_come_in_says_so_of_those_alone(cast: Cast) -> None:
    policy = a_policy(cast.ashford)
    binds(policy)
    pk = without_words(policy).pk
    readers = [reading(member(one).pk, pk) for one in (cast.ana, cast.priya, cast.cora)]
    words, *said = at_once(
        [lambda: put_in_words(version=version(pk), text=WORDS, actor=cast.adam), *readers]
    )
    assert isinstance(words, Version)
    assert all(isinstance(one, Acknowledgement | RuleBroken) for one in said), said
    digests = set(Acknowledgement.objects.values_list("digest", flat=True))
    assert digests <= {words.digest}


def test_somebody_says_it_once_also_while_the_policy_is_withdrawn(cast: Cast) -> None:
    found = to_be_read(cast)
    own = member(cast.ana).pk

    def withdraw() -> Policy:
        return withdraw_policy(
            policy=version(found.pk).policy,
            withdrawn_on=today(),
            minute="26/9",
            actor=cast.adam,
        )

    outcomes = at_once([withdraw, *[reading(own, found.pk)] * 3])
    assert isinstance(outcomes[0], Policy)
    assert all(isinstance(one, Acknowledgement | Stale) for one in outcomes[1:]), outcomes
    assert Acknowledgement.objects.count() <= 1
    assert first_fault(cast.ashford.pk) is None
