"""The trail: nothing happens without an entry, and an entry says what happened."""

import json

import pytest
import rfc8785
from django.db import models, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import Unaudited, action, current_work, record
from councilsm.audit.canonical import LARGEST, canonical
from councilsm.audit.entry import Entry
from councilsm.audit.models import INSTALLATION, AuditEvent, ChainHead
from councilsm.audit.verbs import Verb
from councilsm.audit.verification import first_fault
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from tests.cast import Cast, CouncilFactory, a_rulebook
from tests.councilsm.renaming import rename

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts
keys = st.text(st.characters(max_codepoint=127), max_size=10)


@given(st.dictionaries(keys, scalars | st.lists(scalars)))
def test_canonical_json_is_what_the_rfc_says(value: dict[str, object]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [{"a": 1.5}, {"a": 2**53}, {"a": {"b": 1}}, {"é": 1}, {"a": "\ud800"}, {"a": b"x"}]
)
def test_canonical_json_refuses_what_could_be_written_two_ways(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"ASCII|canonically|surrogates"):
        canonical(value)


@action
def rename_silently(*, council: Council, name: str) -> None:
    council.name = name
    council.save(update_fields=["name"])


def test_an_action_and_its_event_happen_together(cast: Cast) -> None:
    rename(council=cast.ashford, name="Ashford Parish Council")
    event = AuditEvent.objects.get(council_id=cast.ashford.pk)
    assert (event.sequence, event.verb) == (1, "council.changed")
    assert json.loads(event.detail.new) == {"name": "Ashford Parish Council"}


def test_an_action_without_an_event_is_undone(cast: Cast) -> None:
    with pytest.raises(Unaudited):
        rename_silently(council=cast.ashford, name="Elsewhere")
    cast.ashford.refresh_from_db()
    assert cast.ashford.name == "Ashford Town Council"


def test_recording_outside_an_action_is_refused(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        record(Verb.COUNCIL_CHANGED, cast.ashford, actor=None)


def test_an_inner_action_that_fails_leaves_no_event(cast: Cast) -> None:
    @action
    def inner() -> None:
        record(Verb.COUNCIL_CHANGED, cast.ashford, actor=None, council=cast.ashford)
        raise RuleBroken("No.")

    @action
    def outer() -> None:
        with pytest.raises(RuleBroken):
            inner()
        record(Verb.RULES_CHANGED, cast.ashford, actor=None, council=cast.ashford)

    outer()
    assert [event.verb for event in AuditEvent.objects.all()] == ["rules.changed"]


@pytest.mark.django_db(transaction=True)
def test_what_runs_on_commit_is_an_action_of_its_own(transactional_db: None) -> None:
    council = CouncilFactory(slug="later")
    a_rulebook(council)

    @action
    def first() -> None:
        transaction.on_commit(lambda: rename(council=council, name="Later"))
        record(Verb.COUNCIL_CHANGED, council, actor=None)

    first()
    assert AuditEvent.objects.filter(council_id=council.pk).count() == 2
    assert first_fault(council.pk) is None


def test_each_council_has_its_own_chain(cast: Cast) -> None:
    rename(council=cast.ashford, name="A")
    rename(council=cast.barham, name="B")
    rename(council=cast.ashford, name="C")
    chained = AuditEvent.objects.filter(council_id=cast.ashford.pk).order_by("sequence")
    first, second = chained
    assert (first.sequence, second.sequence, second.previous) == (1, 2, first.hash)
    assert AuditEvent.objects.get(council_id=cast.barham.pk).sequence == 1


@pytest.mark.database
def test_what_is_written_is_what_was_recorded(cast: Cast) -> None:
    """The trail is written in plain SQL; here it is read as models."""
    work: list[Entry] = []

    @action
    def rename_twice() -> None:
        new = {"name": "Ashford – “Town” %s", "tags": ["é", 1, None, True]}
        record(Verb.COUNCIL_CHANGED, cast.ashford, actor=cast.adam, office_id=7, new=new)
        record(Verb.SIGN_IN_FAILED, None, actor=None, label="Nobody's", old={"name": "x\ny"})
        record(Verb.COUNCIL_CHANGED, cast.ashford, actor=None, label="Ashford")
        work.extend(current_work().events)

    rename_twice()
    written = AuditEvent.objects.select_related("detail").order_by("council_id", "sequence")
    assert [(event.council_id, event.sequence) for event in written] == [
        (INSTALLATION, 1),
        (cast.ashford.pk, 1),
        (cast.ashford.pk, 2),
    ]
    recorded = {(entry.council_id, entry.sequence): entry for entry in work}
    for found in written:
        entry = recorded[found.council_id, found.sequence]
        for name, value in (values_of(found) | values_of(found.detail)).items():
            assert value == getattr(entry, name), name
    heads = ChainHead.objects.filter(council_id=cast.ashford.pk).values_list("sequence", "hash")
    assert heads.get() == (2, written[2].hash)
    assert first_fault(cast.ashford.pk) is None
    assert first_fault(INSTALLATION) is None


def values_of(row: models.Model) -> dict[str, object]:
    """All that a row says, but for its id, which the database gives."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {field.attname: getattr(row, field.attname) for field in fields}


def test_the_office_that_a_duty_is_held_through_goes_on_the_trail(cast: Cast) -> None:
    @action
    def change(actor: Person | None, duty: Duty, council: Council | None = None) -> None:
        record(Verb.COUNCIL_CHANGED, council, actor=actor, duty=duty)

    administrator = cast.ashford.offices.get(key="administrator")
    change(cast.adam, Duty.MANAGE_PEOPLE, cast.ashford)
    change(cast.adam, Duty.AUTHORISE_POSTS, cast.ashford)  # not his
    change(cast.oscar, Duty.MANAGE_PEOPLE, cast.ashford)  # of another council
    change(None, Duty.MANAGE_PEOPLE, cast.ashford)  # the system
    change(cast.adam, Duty.MANAGE_PEOPLE)  # the installation's own
    offices = AuditEvent.objects.order_by("pk").values_list("office_id", flat=True)
    assert list(offices) == [administrator.pk, None, None, None, None]


def test_the_installation_has_a_chain_of_its_own(cast: Cast) -> None:
    from accounts.people.actions import record_sign_in

    record_sign_in(person=cast.ana)
    assert AuditEvent.objects.get().council_id == INSTALLATION
