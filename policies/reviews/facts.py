"""What is known of each policy's reviews, as plain values: one query, however many councils.

Plain SQL, because each day it is asked about every policy of ten thousand councils; a test beside
it holds it to the models.
"""

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from accounts.councils.models import RulebookVersion
from councilsm.bulk import any_of


class Facts(NamedTuple):
    """One policy that was not withdrawn. Days as stated (`policies/dates.py`), "" for none.

    Args:
        owner: id of the office that sees to its reviews; None for the proper officer's.
        months: between its reviews, where the rulebook does not speak of it.
        version: id of the one in force; None while there is none.
        written: what that version says: when it was approved, reviewed, is due.
        settled: the last review that left it as it is: of which version (id), when it was, when
            the next one is due.
        called: by which day something calls for a review before its time; which `Trigger.Kind`.
        rulebook: id of the rulebook in force, its digest.
    """

    policy: int
    council: int
    council_slug: str
    slug: str
    title: str
    owner: int | None
    carries_rules: bool
    months: int | None
    version: int | None
    approved_on: str
    reviewed_on: str
    review_due: str
    settled: int | None
    settled_on: str
    next_due: str
    called_by: str
    called_for: str
    rulebook: int | None
    digest: str


#: Of each policy the newest row of its versions, reviews and triggers, laid beside it.
ASKED = """
WITH held AS (
    SELECT id, policy_id, approved_on, reviewed_on, review_due,
        ROW_NUMBER() OVER (PARTITION BY policy_id ORDER BY effective_from DESC) AS nth
    FROM policies_version
    WHERE council_id IN ({councils}) AND state = 'approved' AND effective_from <= %(day)s
), settled AS (
    SELECT policy_id, version_id, reviewed_on, next_due,
        ROW_NUMBER() OVER (PARTITION BY policy_id ORDER BY reviewed_on DESC, id DESC) AS nth
    FROM policies_review
    WHERE council_id IN ({councils}) AND outcome = 'no_change'
), called AS (
    SELECT policy_id, due_on, kind,
        ROW_NUMBER() OVER (PARTITION BY policy_id ORDER BY due_on, id) AS nth
    FROM policies_trigger called_for
    WHERE council_id IN ({councils}) AND review_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM policies_review amends JOIN policies_version made ON made.id = opened_id
        WHERE amends.policy_id = called_for.policy_id AND made.state = 'approved'
            AND amends.recorded_at >= called_for.recorded_at AND amends.reviewed_on
                >= substr(CAST(noticed_on AS varchar), 1, length(amends.reviewed_on))
    )
), council AS (
    SELECT one.id, one.slug, book.id AS book_id, book.digest
    FROM accounts_council one
    LEFT JOIN accounts_rulebookversion book ON book.id = (
        SELECT id FROM accounts_rulebookversion
        WHERE council_id = one.id AND in_force_from <= %(day)s ORDER BY number DESC LIMIT 1
    )
    WHERE one.id IN ({councils})
)
SELECT p.id, p.council_id, council.slug, p.slug, p.title, p.owner_id, p.carries_rules,
    p.review_months, held.id, COALESCE(held.approved_on, ''), COALESCE(held.reviewed_on, ''),
    COALESCE(held.review_due, ''), settled.version_id, COALESCE(settled.reviewed_on, ''),
    COALESCE(settled.next_due, ''), COALESCE(CAST(called.due_on AS varchar), ''),
    COALESCE(called.kind, ''), council.book_id, COALESCE(council.digest, '')
FROM policies_policy p
JOIN council ON council.id = p.council_id
LEFT JOIN held ON held.policy_id = p.id AND held.nth = 1
LEFT JOIN settled ON settled.policy_id = p.id AND settled.nth = 1
LEFT JOIN called ON called.policy_id = p.id AND called.nth = 1
WHERE p.council_id IN ({councils}) AND (p.withdrawn_on IS NULL OR p.withdrawn_on > %(day)s)
"""
#: Leaves out what cannot be due by the end of a month. It never leaves out what is.
BY_MONTH = """
AND (
    p.carries_rules OR called.due_on <= %(until)s
    OR substr(NULLIF(settled.next_due, ''), 1, 7) <= %(month)s
    OR substr(NULLIF(held.review_due, ''), 1, 7) <= %(month)s
    OR COALESCE(
        NULLIF(held.approved_on, ''), NULLIF(held.reviewed_on, ''), settled.reviewed_on
    ) IS NOT NULL
    AND COALESCE({approved} + p.review_months <= %(months)s, p.review_months IS NOT NULL)
    AND COALESCE({reviewed} + p.review_months <= %(months)s, p.review_months IS NOT NULL)
    AND COALESCE({settled} + p.review_months <= %(months)s, p.review_months IS NOT NULL)
)
"""


def facts_of(councils: Collection[int], day: date, until: date | None = None) -> Iterator[Facts]:
    """What is known of the policies of some councils (ids); one query.

    Args:
        day: London; which versions and rules were in force on it.
        until: only policies that can be due by this day, and all that carry rules.
    """
    if not councils:
        return
    sql, asked = ASKED, dict[str, Any](day=day.isoformat())
    if until:
        columns = {
            "approved": in_months("held.approved_on"),
            "reviewed": in_months("held.reviewed_on"),
            "settled": in_months("settled.reviewed_on"),
        }
        sql += BY_MONTH.format(**columns)
        asked |= {"until": until.isoformat(), "month": until.isoformat()[:7]}
        asked |= {"months": until.year * 12 + until.month}
    ids = ", ".join(f"{pk:d}" for pk in councils)
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{councils}", ids), asked)
        for row in cursor.fetchall():
            yield Facts(*row)


def in_months(column: str) -> str:
    """SQL: a stated day or month as a number of months; NULL for none."""
    year, month = (
        f"CAST(NULLIF(substr({column}, {at}), '') AS integer)" for at in ("1, 4", "6, 2")
    )
    return f"({year} * 12 + {month})"


class ReviewRule(NamedTuple):
    """Of a rulebook: when its policy is reviewed, and which office is the proper officer's."""

    months: int | None
    due: str
    proper_officer: str


#: Where a council has no rulebook yet.
NONE = ReviewRule(None, "", "")


#: What rulebooks say, by digest: a version never changes.
_known: dict[str, ReviewRule] = {}


def rules_for(found: Collection[Facts]) -> dict[str, ReviewRule]:
    """What the rulebooks of some policies say, by digest; one query for those not yet known."""
    wanted = {one.digest: one.rulebook for one in found}
    unknown = [pk for digest, pk in wanted.items() if pk and digest not in _known]
    if unknown:
        versions = RulebookVersion.objects.filter(pk__in=any_of(unknown))
        for digest, values in versions.values_list("digest", "values"):
            _known[digest] = _read(values)
    return {digest: _known.get(digest, NONE) for digest in wanted}


def _read(values: str) -> ReviewRule:
    """Of a rulebook as it is stored; parsing all of it takes thirty times as long."""
    book = json.loads(values)
    review = book["rules"].get("review", {}).get("value") or {}
    return ReviewRule(review.get("months"), review.get("due") or "", book["proper_officer"])
