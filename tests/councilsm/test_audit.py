"""The trail: nothing happens without an entry, and an entry never changes."""

import json
from io import StringIO

import pytest
import rfc8785
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import Unaudited, action, current_work, record
from councilsm.audit.canonical import LARGEST, canonical
from councilsm.audit.checks import missing_triggers, protected_tables
from councilsm.audit.entry import Entry
from councilsm.audit.models import INSTALLATION, AuditDetail, AuditEvent, ChainHead
from councilsm.audit.timeline import timeline
from councilsm.audit.triggers import remove
from councilsm.audit.verbs import Verb
from councilsm.audit.verification import first_fault
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from tests.cast import Cast, CouncilFactory, a_rulebook

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
def rename(*, council: Council, name: str) -> None:
    council.name = name
    council.save(update_fields=["name"])
    record(Verb.COUNCIL_CHANGED, council, actor=None, council=council, new={"name": name})


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


def test_every_unique_key_is_guarded_against_replacing() -> None:
    """But for what is unique only while it is open, or of rows without an office."""
    in_part = (
        *(Q(agreed__isnull=True), Q(ended_at__isnull=True), Q(office__isnull=True)),
        # A profile is proposed once at a time, and again after the last was decided.
        Q(state__in=["proposed", "notified", "second"]),
        # The same request is sent once at a time, and again after it was answered.
        Q(state="waiting"),
        # One version of a policy is worked on at a time.
        Q(state__in=["draft", "consultation"]),
    )
    for model in apps.get_models():
        if not hasattr(model, "append_only"):
            continue
        guarded = {frozenset(key) for key in model.append_only.keys}
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                if constraint.condition in in_part:
                    continue
                columns = frozenset(
                    model._meta.get_field(name).column for name in constraint.fields
                )
                assert columns in guarded, constraint.name


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


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(protected_tables()))
def test_every_protected_table_has_its_triggers(table: str) -> None:
    assert missing_triggers() == []
    remove(connection, table, protected_tables()[table])
    missing = missing_triggers()
    assert missing
    assert all(name.startswith(table) for name in missing)


@pytest.mark.database
@pytest.mark.django_db
def test_the_system_check_fails_when_a_trigger_is_missing() -> None:
    call_command("check", databases=["default"])
    remove(connection, "councilsm_auditevent", AuditEvent.append_only)
    with pytest.raises(Exception, match="councilsm_auditevent_no_update is missing"):
        call_command("check", databases=["default"])


@pytest.fixture
def chain(cast: Cast) -> int:
    """Ashford's chain with five entries."""
    for name in ("One", "Two", "Three", "Four", "Five"):
        rename(council=cast.ashford, name=name)
    return cast.ashford.pk


CHANGES = {
    "update": "UPDATE councilsm_auditevent SET verb = 'draft.approved'",
    "delete": "DELETE FROM councilsm_auditevent",
    "update a detail": "UPDATE councilsm_auditdetail SET label = 'x'",
}


@pytest.mark.database
@pytest.mark.parametrize("sql", CHANGES.values(), ids=list(CHANGES))
def test_the_database_refuses_to_change_the_trail(chain: int, sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert first_fault(chain) is None


@pytest.mark.database
def test_the_database_refuses_to_replace_an_entry(chain: int) -> None:
    columns = [field.column for field in AuditEvent._meta.concrete_fields]
    listed = ", ".join(columns)
    changed = ", ".join("'x'" if column == "verb" else column for column in columns)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{verb} INTO councilsm_auditevent ({listed}) "
            f"SELECT {changed} FROM councilsm_auditevent WHERE sequence = 3"
        )
    assert AuditEvent.objects.get(council_id=chain, sequence=3).verb == "council.changed"


def tamper(sql: str) -> None:
    """Somebody with the owner's password takes the triggers away and changes rows."""
    for table in ("councilsm_auditevent", "councilsm_auditdetail"):
        remove(connection, table, protected_tables()[table])
    with connection.cursor() as cursor:
        for statement in sql.split(";"):
            cursor.execute(statement)


EVENT = "UPDATE councilsm_auditevent SET"
FAULTS = {
    "the first": (f"{EVENT} actor_id = 99 WHERE sequence = 1", 1, "was changed"),
    "one in the middle": (f"{EVENT} verb = 'draft.approved' WHERE sequence = 3", 3, "was changed"),
    "the last": (f"{EVENT} office_id = 7 WHERE sequence = 5", 5, "was changed"),
    "two reordered": (
        f"{EVENT} sequence = 99 WHERE sequence = 2; {EVENT} sequence = 2 WHERE sequence = 3;"
        f"{EVENT} sequence = 3 WHERE sequence = 99",
        2,
        "does not follow",
    ),
    "one taken out": (
        "DELETE FROM councilsm_auditdetail WHERE event_id IN (SELECT id FROM "
        "councilsm_auditevent WHERE sequence = 3); "
        "DELETE FROM councilsm_auditevent WHERE sequence = 3",
        3,
        "is missing",
    ),
    "one put in after the end": (
        "INSERT INTO councilsm_auditevent (council_id, sequence, at, verb, object_kind, "
        "request_id, detail_digest, previous, hash) SELECT council_id, 6, at, verb, object_kind, "
        "request_id, detail_digest, hash, 'x' FROM councilsm_auditevent WHERE sequence = 5",
        6,
        "was changed",
    ),
    "a detail": (
        "UPDATE councilsm_auditdetail SET new = '{}' WHERE event_id IN (SELECT id FROM "
        "councilsm_auditevent WHERE sequence = 4)",
        4,
        "detail that was changed",
    ),
    "the tail cut off": (
        "DELETE FROM councilsm_auditdetail WHERE event_id IN (SELECT id FROM "
        "councilsm_auditevent WHERE sequence = 5); "
        "DELETE FROM councilsm_auditevent WHERE sequence = 5",
        5,
        "cut off",
    ),
}


@pytest.mark.database
@pytest.mark.parametrize(("sql", "sequence", "words"), FAULTS.values(), ids=list(FAULTS))
def test_verification_names_the_first_bad_entry(
    chain: int, sql: str, sequence: int, words: str
) -> None:
    assert first_fault(chain) is None
    tamper(sql)
    fault = first_fault(chain)
    assert fault is not None
    assert (fault.sequence, words in fault.sentence) == (sequence, True), fault
    with pytest.raises(CommandError, match=f"entry {sequence}"):
        call_command("verify_audit", stdout=StringIO())


def test_a_detail_may_be_disposed_of_and_the_chain_still_holds(chain: int) -> None:
    AuditDetail.objects.filter(event__sequence=2).delete()
    assert first_fault(chain) is None
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "5 entries" in out.getvalue()


def test_a_timeline_is_newest_first_and_as_long_as_asked(chain: int, cast: Cast) -> None:
    first = AuditEvent.objects.get(council_id=chain, sequence=1)
    AuditDetail.objects.filter(event__sequence=5).delete()
    last, *others = timeline(cast.ashford)
    assert len(others) == 4 and others[-1].at == first.at
    assert (last.title, last.by) == ("Council's particulars changed", "The system")
    assert last.description == "The detail of this entry was disposed of."
    assert timeline(cast.ashford, newest=2) == [last, others[0]]


def test_a_tail_cut_off_with_its_head_is_not_seen_from_inside(chain: int) -> None:
    """What only a copy of the head kept elsewhere can show; docs/architecture.md says so."""
    fourth = AuditEvent.objects.get(council_id=chain, sequence=4)
    tamper(FAULTS["the tail cut off"][0])
    ChainHead.objects.filter(pk=chain).update(sequence=4, hash=fourth.hash)
    assert first_fault(chain) is None


def test_the_installation_has_a_chain_of_its_own(cast: Cast) -> None:
    from accounts.people.actions import record_sign_in

    record_sign_in(person=cast.ana)
    assert AuditEvent.objects.get().council_id == INSTALLATION
