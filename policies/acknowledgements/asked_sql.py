"""Who must read what and has not, in SQL that SQLite and PostgreSQL both read, for many councils.

Each morning it is asked of ten thousand of them, and by pages of one.
`tests/policies/test_acknowledgements_standing.py` holds it to the models.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from accounts.people.models.standing_sql import IN_FORCE, NOT_CLOSED, bind

#: Of each policy the version in force, if its words are here.
TEXTS = """
    SELECT version.id, version.council_id, version.policy_id, version.slug, version.label,
        version.effective_from, version.words_at, policy.slug AS policy, policy.title
    FROM policies_version version
    JOIN policies_policy policy ON policy.id = version.policy_id
    WHERE version.council_id IN ({councils})
    AND (policy.withdrawn_on IS NULL OR policy.withdrawn_on > %(day)s)
    AND version.state = 'approved' AND version.effective_from <= %(day)s
    AND (version.text <> '' OR version.file_id IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1 FROM policies_version newer
        WHERE newer.policy_id = version.policy_id AND newer.state = 'approved'
        AND newer.effective_from <= %(day)s AND newer.effective_from > version.effective_from
    )
"""

#: The texts by title, a row for each category that the policy speaks of and each duty for which it
#: must be read; one row where there are none.
ASKED = f"""
    WITH texts AS ({TEXTS}), said AS (
        SELECT policy_id, category, binds, '' AS duty FROM policies_scope
        WHERE council_id IN ({{councils}})
        UNION ALL
        SELECT policy_id, '', '', duty FROM policies_dutytoread WHERE council_id IN ({{councils}})
    )
    SELECT text.id, text.policy_id, text.policy, text.title, text.label,
        said.category, said.binds, said.duty
    FROM texts text LEFT JOIN said ON said.policy_id = text.policy_id
    ORDER BY text.title, text.id
"""

#: What is told of a text that somebody has not read, as `unread.Reason` has it; `{duty}` and
#: `{since}` say for which duty it must be read, and since when the council wants that.
ROW = """
    text.council_id, member.id, text.title, text.id, {duty}, member.person_id,
    member.line_manager_id, member.can_sign_in, council.slug, text.policy, text.slug, text.label,
    CAST(member.starts_on AS varchar), CAST({since} AS varchar),
    CAST(text.effective_from AS varchar), CAST(text.words_at AS varchar)
"""
#: Of a `member`: they belong to their council and are not kept out; they have not read the `text`.
HAS_NOT_READ = f"""
    member.council_id IN ({{councils}}) {{only}}
    AND {IN_FORCE.format("member")} AND {NOT_CLOSED.format("member")}
    AND NOT EXISTS (
        SELECT 1 FROM policies_acknowledgement done
        WHERE done.version_id = text.id AND done.membership_id = member.id
    )
"""
#: A row for each reason: the policy binds their category, or it must be read for a duty. Who has
#: that, the rulebook says; whoever holds neither an office nor a seat may write drafts at most.
UNREAD = f"""
    WITH texts AS ({TEXTS})
    SELECT {ROW.format(duty="''", since="scope.since")}
    FROM texts text
    JOIN accounts_council council ON council.id = text.council_id
    JOIN policies_scope scope ON scope.policy_id = text.policy_id AND scope.binds = 'binding'
    JOIN accounts_membership member
        ON member.council_id = text.council_id AND member.category = scope.category
    WHERE {HAS_NOT_READ}
    UNION ALL
    SELECT {ROW.format(duty="need.duty", since="need.since")}
    FROM texts text
    JOIN accounts_council council ON council.id = text.council_id
    JOIN policies_dutytoread need ON need.policy_id = text.policy_id
    JOIN accounts_membership member
        ON member.council_id = text.council_id AND member.can_sign_in
    WHERE {HAS_NOT_READ}
    AND NOT EXISTS (
        SELECT 1 FROM policies_scope apart
        WHERE apart.policy_id = text.policy_id AND apart.category = member.category
        AND apart.binds = 'excluded'
    )
    AND (
        need.duty = 'submit_drafts'
        OR EXISTS (
            SELECT 1 FROM accounts_appointment own
            WHERE own.membership_id = member.id AND {IN_FORCE.format("own")}
        )
        OR EXISTS (
            SELECT 1 FROM accounts_teammember seat
            WHERE seat.membership_id = member.id AND {IN_FORCE.format("seat")}
        )
    )
"""

#: The offices and the seats, for those an empty key, that people hold, and since when.
HELD = f"""
    SELECT own.council_id, own.membership_id, office.key, CAST(own.starts_on AS varchar)
    FROM accounts_appointment own JOIN accounts_office office ON office.id = own.office_id
    WHERE own.council_id IN ({{councils}}) AND {IN_FORCE.format("own")} {{only}}
    UNION ALL
    SELECT own.council_id, own.membership_id, '', CAST(own.starts_on AS varchar)
    FROM accounts_teammember own
    WHERE own.council_id IN ({{councils}}) AND {IN_FORCE.format("own")} {{only}}
"""


def ask(sql: str, councils: Collection[int], day: date, *, only: str = "") -> list[tuple[Any, ...]]:
    """The rows of one of these questions; one query.

    Args:
        councils: their ids; there must be one at least.
        only: a condition more, of `member` or `own`, without parameters.
    """
    with connection.cursor() as cursor:
        cursor.execute(*question(sql, councils, day, only=only))
        return cursor.fetchall()


def question(
    sql: str, councils: Collection[int], day: date, *, only: str = ""
) -> tuple[str, list[Any]]:
    """One of these questions as the database takes it, with its parameters."""
    plain, values = bind(sql, day, ())
    return plain.replace("{councils}", numbers(councils)).replace("{only}", only), values


def numbers(ids: Collection[int]) -> str:
    """Ids as SQL: as parameters, very many cost the driver too much."""
    return ", ".join(f"{pk:d}" for pk in ids)
