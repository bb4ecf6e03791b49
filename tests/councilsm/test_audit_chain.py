"""The trail is guarded: the database refuses a change, and verification finds one all the same."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q

from councilsm.audit.checks import missing_triggers, protected_tables
from councilsm.audit.models import AuditDetail, AuditEvent, ChainHead
from councilsm.audit.timeline import timeline
from councilsm.audit.triggers import remove
from councilsm.audit.verification import first_fault
from tests.cast import Cast
from tests.councilsm.renaming import rename


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
