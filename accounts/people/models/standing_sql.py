"""The questions of `standing`, in SQL that SQLite and PostgreSQL both read.

`%(day)s` and `%(moment)s` stand for the day that is asked about and the moment on it; `placed` says
where they go. Whatever else a question needs stands as `%s`.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from accounts.dates import moment_of

MARK = re.compile(r"%\((day|moment)\)s|%s")


def bind(sql: str, day: date, params: Sequence[Any]) -> tuple[str, list[Any]]:
    """A question with its parameters in the order in which the database takes them.

    Args:
        params: what stands as `%s`, in order.
    """
    plain, marks = placed(sql)
    known = {"day": day, "moment": connection.ops.adapt_datetimefield_value(moment_of(day))}
    rest = iter(params)
    return plain, [known[mark] if mark else next(rest) for mark in marks]


@lru_cache(maxsize=64)
def placed(sql: str) -> tuple[str, tuple[str, ...]]:
    """The SQL with `%s` for each parameter, and what each one is: "day", "moment" or ""."""
    return MARK.sub("%s", sql), tuple(match[1] or "" for match in MARK.finditer(sql))


#: A day lies within a row's period, both ends included; no end means until further notice.
IN_FORCE = "%(day)s BETWEEN {0}.starts_on AND COALESCE({0}.ends_on, '9999-12-31')"

#: Rights have not ended within the day, and nobody keeps them out for a time.
NOT_CLOSED = "({0}.closes_at IS NULL OR {0}.closes_at > %(moment)s)"

#: A membership lets somebody in on a day. Where an invitation was sent, one must be accepted: an
#: address typed wrongly opens nothing.
OPEN = f"""
    membership.can_sign_in
    AND {IN_FORCE.format("membership")}
    AND {NOT_CLOSED.format("membership")}
    AND (
        NOT EXISTS (
            SELECT 1 FROM accounts_invitation sent WHERE sent.membership_id = membership.id
        )
        OR EXISTS (
            SELECT 1 FROM accounts_invitation sent
            WHERE sent.membership_id = membership.id AND sent.accepted_at IS NOT NULL
        )
    )
"""

ON_TEAM = f"""
    EXISTS (
        SELECT 1 FROM accounts_teammember seat
        WHERE seat.membership_id = membership.id AND {IN_FORCE.format("seat")}
    )
"""

#: Another council of the same person's, on the same day.
ELSEWHERE = f"""
    EXISTS (
        SELECT 1 FROM accounts_membership other
        WHERE other.person_id = membership.person_id
        AND other.council_id <> membership.council_id
        AND {OPEN.replace("membership.", "other.")}
    )
"""

AWAY = f"""
    EXISTS (
        SELECT 1 FROM accounts_absence away
        WHERE away.membership_id = membership.id
        AND away.called_off_on IS NULL AND {IN_FORCE.format("away")}
    )
"""

#: Somebody who is not away holds the office that is called `wanted`.
STAFFED = f"""
    EXISTS (
        SELECT 1 FROM accounts_appointment theirs
        JOIN accounts_membership holder ON holder.id = theirs.membership_id
        WHERE theirs.office_id = wanted.id AND {IN_FORCE.format("theirs")}
        AND {IN_FORCE.format("holder")}
        AND {NOT_CLOSED.format("holder")}
        AND NOT {AWAY.replace("membership.id", "holder.id")}
    )
"""

#: "town-clerk 12 1,auditor 13 0": every office of the council, its id, whether it is staffed.
EVERY_OFFICE = f"""
    (
        SELECT {{joined}}(
            wanted.key || ' ' || wanted.id || CASE WHEN {STAFFED} THEN ' 1' ELSE ' 0' END, ','
        )
        FROM accounts_office wanted WHERE wanted.council_id = council.id
    )
"""

#: "record_posts 2026-05-01,team 2026-04-30": what a course is needed for that they did and that no
#: longer counts, with the last day it did.
LAPSED = """
    (
        SELECT {joined}(lapsed.what || ' ' || lapsed.last, ',')
        FROM (
            SELECT
                CASE WHEN need.team THEN 'team' ELSE need.duty END AS what,
                MAX(COALESCE(done.expires_on, '9999-12-31')) AS last
            FROM accounts_completion done
            JOIN accounts_need need ON need.course_id = done.course_id
            JOIN accounts_course course ON course.id = need.course_id
            WHERE done.membership_id = membership.id AND done.completed_on <= %(day)s
            AND need.council_id = membership.council_id AND need.category = ''
            AND (course.ended_on IS NULL OR course.ended_on > %(day)s)
            GROUP BY need.id, need.team, need.duty
            HAVING MAX(COALESCE(done.expires_on, '9999-12-31')) < %(day)s
        ) lapsed
    )
"""

#: What only rules on cover and on lapsed training need. Beside the rest it doubles the time that
#: PostgreSQL takes to plan the question, which is longer than it takes to answer it.
FURTHER = f"{EVERY_OFFICE}, {LAPSED}"
NOTHING_FURTHER = "NULL, NULL"

#: One row for each office that a person holds on a day, one where they hold none.
STANDING = f"""
    SELECT
        held.office_id,
        office.key,
        {ON_TEAM},
        {ELSEWHERE},
        {AWAY},
        EXISTS (SELECT 1 FROM mfa_authenticator WHERE user_id = membership.person_id),
        (
            SELECT version.id FROM accounts_rulebookversion version
            WHERE version.council_id = council.id AND version.in_force_from <= %(day)s
            ORDER BY version.number DESC LIMIT 1
        ),
        {{further}},
        {{columns}}
    FROM accounts_membership membership
    JOIN accounts_council council ON council.id = membership.council_id
    LEFT JOIN accounts_appointment held
        ON held.membership_id = membership.id AND {IN_FORCE.format("held")}
    LEFT JOIN accounts_office office ON office.id = held.office_id
    WHERE {OPEN} AND {{where}}
    ORDER BY council.name, membership.id, held.id
"""
