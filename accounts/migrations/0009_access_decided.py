"""Decisions of access stay append-only; access by office gets the decision it had none of."""

from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect, remove

TABLE, RULE = "accounts_grantdecision", AppendOnly()


def unprotect(apps, schema_editor):
    """On PostgreSQL the triggers are still there; on SQLite they went with the table's old form."""
    remove(schema_editor.connection, TABLE, RULE)


def write_down(apps, schema_editor):
    """What an office carried was recorded without a decision: who did, and when, says the trail."""
    grants = apps.get_model("accounts", "AccessGrant").objects.filter(basis="office", office=None)
    decisions = apps.get_model("accounts", "GrantDecision").objects
    events = apps.get_model("councilsm", "AuditEvent").objects.filter(
        object_kind="accounts.accessgrant", verb="grant.kept"
    )
    for grant in grants.select_related("council", "membership"):
        offices = apps.get_model("accounts", "Office").objects.filter(council=grant.council_id)
        grant.office = offices.filter(title=grant.clause.partition(": ")[0]).first()
        grant.save(update_fields=["office"])
        event = events.filter(object_id=grant.pk).order_by("sequence").last()
        if event is None or event.actor_id is None:
            continue
        made = decisions.create(
            council_id=grant.council_id,
            grant=grant,
            outcome="office",
            ends_on=grant.ends_on,
            decided_by_id=event.actor_id,
            office_id=event.office_id,
            rulebook_id=event.rulebook_id,
        )
        decisions.filter(pk=made.pk).update(decided_at=event.at)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_registers_kept"),
        ("councilsm", "0005_audit_by_verb"),
    ]

    operations = [
        migrations.RunPython(unprotect, migrations.RunPython.noop),
        migrations.RunPython(write_down, migrations.RunPython.noop),
        protect(TABLE, RULE),
    ]
