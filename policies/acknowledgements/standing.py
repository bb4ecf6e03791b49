"""What somebody's duties rest for while they have not read it, in the gate's own SQL.

`tests/policies/test_acknowledgements_standing.py` holds it to the same question in `questions.py`.
"""

from datetime import UTC, date, datetime

from accounts.dates import LONDON
from accounts.people.models.resting import Ground, rests_for
from accounts.people.models.standing_sql import IN_FORCE

#: The day on which they began, or took up the last of what they hold.
TOOK_UP = f"""
    SELECT MAX(held.starts_on) FROM (
        SELECT membership.starts_on
        UNION ALL
        SELECT own.starts_on FROM accounts_appointment own
        WHERE own.membership_id = membership.id AND {IN_FORCE.format("own")}
        UNION ALL
        SELECT seat.starts_on FROM accounts_teammember seat
        WHERE seat.membership_id = membership.id AND {IN_FORCE.format("seat")}
    ) held
"""

#: "record_posts 2026-05-01 2025-05-01 2025-06-01 2026-04-30 09:15:02": a duty for which a version
#: must be read that they have not said they read; the days that `first_asked` is the last of.
UNREAD = f"""
    (
        SELECT {{joined}}(
            unread.duty || ' ' || unread.since || ' ' || unread.effective_from || ' '
            || ({TOOK_UP}) || ' ' || CAST(unread.words_at AS text), ','
        )
        FROM (
            SELECT need.duty, need.since, version.effective_from, version.words_at
            FROM policies_dutytoread need
            JOIN policies_policy policy ON policy.id = need.policy_id
            JOIN policies_version version ON version.policy_id = policy.id
            WHERE need.council_id = membership.council_id
            AND (policy.withdrawn_on IS NULL OR policy.withdrawn_on > %(day)s)
            AND version.state = 'approved' AND version.effective_from <= %(day)s
            AND (version.text <> '' OR version.file_id IS NOT NULL)
            AND NOT EXISTS (
                SELECT 1 FROM policies_version newer
                WHERE newer.policy_id = policy.id AND newer.state = 'approved'
                AND newer.effective_from <= %(day)s
                AND newer.effective_from > version.effective_from
            )
            AND NOT EXISTS (
                SELECT 1 FROM policies_scope scope
                WHERE scope.policy_id = policy.id AND scope.category = membership.category
                AND scope.binds = 'excluded'
            )
            AND NOT EXISTS (
                SELECT 1 FROM policies_acknowledgement done
                WHERE done.version_id = version.id AND done.membership_id = membership.id
            )
        ) unread
    )
"""


def first_asked(*days: date, words_at: datetime) -> date:
    """From when somebody is asked to read a version: the last of some days.

    Args:
        days: those from which it holds, they belong to the council, they hold what they hold, and
            the council wants it read.
        words_at: nobody could read it here before.
    """
    moment = words_at if words_at.tzinfo else words_at.replace(tzinfo=UTC)
    return max(*days, moment.astimezone(LONDON).date())


def read_unread(lines: str | None) -> dict[str, date]:
    """Each duty for which something is unread, as `UNREAD` tells it, since when at the earliest."""
    found: dict[str, date] = {}
    for line in (lines or "").split(","):
        if line:
            duty, since, begins, took_up, words_at = line.split(" ", 4)
            days = [date.fromisoformat(day) for day in (since, begins, took_up)]
            first = first_asked(*days, words_at=datetime.fromisoformat(words_at))
            found[duty] = min(first, found.get(duty, first))
    return found


rests_for(
    Ground(
        rule="unread_lapse",
        because="a policy is unread",
        yours="You have not read a policy that you must",
        until="you have said that you read it",
        sql=UNREAD,
        read=read_unread,
    )
)
