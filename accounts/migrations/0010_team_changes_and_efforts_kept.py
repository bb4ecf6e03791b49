from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

#: Who changed the team, how and why stays as it was written; the review is added to it.
TEAM_CHANGE = AppendOnly(
    columns=(
        *("council_id", "seat_id", "kind", "why", "is_urgent", "why_urgent"),
        *("why_unavailable", "ended_before", "made_by_id", "office_id", "made_at"),
    )
)
#: An effort has a key of its page by now, which nothing may replace either.
EFFORT = AppendOnly(keys=(("id",), ("form_key", "made_by_id", "council_id")))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_access_decided")]

    operations = [
        protect("accounts_teamchange", TEAM_CHANGE),
        protect("accounts_effort", EFFORT, instead_of=AppendOnly()),
    ]
