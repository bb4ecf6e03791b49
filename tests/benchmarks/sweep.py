"""With `--policies`: what of reviews and of reading is due in all councils this morning.

Compared with the least that a database can do: for each of the two one set-based statement that
finds the same rows, read to the end, on the same PostgreSQL in the same round. What follows, such
as mails, is timed apart: it is written council by council, under its own chain.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.rights_worker import processes

#: Policies that are due within 180 days, or late: a year after the version in force was approved.
REVIEWS = """
    SELECT policy.council_id, policy.id, policy.title, policy.slug, council.slug, policy.owner_id,
        (held.approved_on::date + policy.review_months * interval '1 month')::date AS due
    FROM policies_policy policy
    JOIN accounts_council council ON council.id = policy.council_id
    JOIN LATERAL (
        SELECT * FROM policies_version version
        WHERE version.policy_id = policy.id AND version.state = 'approved'
        AND version.effective_from <= %(day)s ORDER BY version.effective_from DESC LIMIT 1
    ) held ON true
    WHERE policy.withdrawn_on IS NULL
    AND held.approved_on::date + policy.review_months * interval '1 month' <= %(until)s
"""
#: Who must read which version and has not, by what the policy is for their category.
READING = """
    SELECT member.id, member.person_id, member.council_id, council.slug, version.id, version.slug,
        version.label, version.effective_from, policy.slug, policy.title
    FROM policies_version version
    JOIN policies_policy policy ON policy.id = version.policy_id
    JOIN accounts_council council ON council.id = version.council_id
    JOIN policies_scope scope ON scope.policy_id = policy.id AND scope.binds = 'binding'
    JOIN accounts_membership member
        ON member.council_id = version.council_id AND member.category = scope.category
    WHERE version.state = 'approved' AND version.effective_from <= %(day)s
    AND policy.withdrawn_on IS NULL AND member.starts_on <= %(day)s
    AND (member.ends_on IS NULL OR member.ends_on >= %(day)s)
    AND NOT EXISTS (
        SELECT 1 FROM policies_version newer
        WHERE newer.policy_id = version.policy_id AND newer.state = 'approved'
        AND newer.effective_from <= %(day)s AND newer.effective_from > version.effective_from
    )
    AND NOT EXISTS (
        SELECT 1 FROM policies_acknowledgement done
        WHERE done.version_id = version.id AND done.membership_id = member.id
    )
"""
WAIT, PROCESSOR = 0, 1
#: Councils whose people are told, to say what that takes for each.
TOLD = 200


def measure(rounds: int) -> None:
    """Prints round by round, then the medians."""
    from datetime import timedelta

    from accounts.dates import today
    from policies.acknowledgements.deadlines import reading
    from policies.reviews.deadlines import reviews

    asked = {"day": today(), "until": today() + timedelta(days=180)}
    print("\nThe morning’s sweep: the floor, ours, times the floor, by processor; what is due")
    for name, sql, provider in (("reviews", REVIEWS, reviews), ("reading", READING, reading)):
        ratios = []
        for number in range(rounds + 1):
            floor, fewest = timed(lambda sql=sql: read(sql, asked))
            ours, found = timed(lambda provider=provider: sweep(provider))
            assert found >= fewest > 0, (found, fewest)
            both = [ours[measure] / floor[measure] for measure in (WAIT, PROCESSOR)]
            print(
                f"{name:8} {floor[WAIT]:7.2f} s {ours[WAIT]:7.2f} s {both[WAIT]:6.2f} "
                f"{both[PROCESSOR]:6.2f}   {found:,}",
                flush=True,
            )
            ratios += [both] if number else []  # the first warmed both up
        print(
            f"| {name} | {median(one[WAIT] for one in ratios):.1f} | "
            f"{min(one[WAIT] for one in ratios):.1f}–{max(one[WAIT] for one in ratios):.1f} | "
            f"{median(one[PROCESSOR] for one in ratios):.1f} |"
        )
    tell()


def timed(work: Callable[[], int]) -> tuple[tuple[float, float], int]:
    """Seconds waited and of the processor, PostgreSQL's included; and what was found."""
    both = processes()
    used, started = cpu_seconds(both), time.perf_counter()
    found = work()
    return (time.perf_counter() - started, cpu_seconds(both) - used), found


def read(sql: str, asked: dict[str, Any]) -> int:
    """Reads all rows of a statement; how many there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return sum(1 for _ in cursor.fetchall())


def sweep(provider: Any) -> int:
    """Asks one provider about all councils, a batch at a time, as the clock does."""
    from accounts.clock.running import batches, gather
    from accounts.dates import today

    found = 0
    for councils in batches(today()):
        due, silent = gather([pk for pk, _ in councils], [provider], today())
        assert not silent
        found += sum(map(len, due.values()))
    return found


def tell() -> None:
    """Tells the people of some councils, and says what each council takes."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts.clock.running import remind_some
    from accounts.councils.models import Council
    from accounts.dates import LONDON
    from policies.acknowledgements.deadlines import reading
    from policies.reviews.deadlines import reviews

    councils = list(Council.objects.order_by("-pk").values_list("pk", flat=True)[:TOLD])
    morning = timezone.now().astimezone(LONDON).replace(hour=9)
    morning += timedelta(days=7 - morning.weekday())  # a Monday: offices are open
    spent, told = timed(lambda: remind_some(councils, [reviews, reading], morning, digests=True))
    each = [seconds / max(told, 1) * 1000 for seconds in spent]
    print(
        f"{told} councils told, reminders, mails and trail: {each[WAIT]:.0f} ms each, "
        f"{each[PROCESSOR]:.0f} ms by processor."
    )
