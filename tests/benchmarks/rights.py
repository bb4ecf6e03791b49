"""`make bench ARGS="--rights 100000"`: so many rights end tonight, in all councils at once.

Compared with the least that a database can do: one set-based UPDATE of as many rows of the same
table, with one INSERT of plain audit rows in the same statement, on the same PostgreSQL in the same
round. Each round has fresh rows, and the two take turns in who is first.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice, product
from statistics import median
from typing import Any

from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.rights_worker import processes
from tests.benchmarks.sites import ROOT
from tests.benchmarks.walks import Council

#: Levels that the made-up world does not use, so that there is room for more access beside its own.
LEVELS = ("admin", "editor", "moderator", "delegate", "figures", "phone")
PAGES = ("approvals/", "drafts/")
#: People who leave tonight, with their access, steps and message; timed apart.
DEPARTURES = 200
#: The places in what is measured twice.
WAIT, PROCESSOR = 0, 1
QUIET = 40  # requests of each page before the worker begins
PLAIN = """
    CREATE TABLE bench_note (
        id bigserial PRIMARY KEY, council_id bigint, object_id bigint, verb text, at timestamptz
    )
"""
#: What nobody could do faster. The same rows are asked for as by the job.
FLOOR = """
    WITH over AS (
        UPDATE accounts_accessgrant AS held SET status = 'ended'
        FROM accounts_membership AS member
        WHERE member.id = held.membership_id AND held.status = 'granted'
        AND held.over_told_on IS NULL AND (held.ends_on < %(day)s OR member.ends_on < %(day)s)
        RETURNING held.council_id, held.id
    )
    INSERT INTO bench_note (council_id, object_id, verb, at)
    SELECT council_id, id, 'grant.ran_out', now() FROM over
"""


@dataclass
class Night:
    """One round.

    Args:
        floor, ours: seconds for the same number of rights: waited, and of the processor.
        memory: of the worker in MB: before, at its peak, after.
    """

    floor: tuple[float, float]
    ours: tuple[float, float]
    memory: tuple[float, float, float]


@dataclass
class Meanwhile:
    """Seconds that the clerk waited for each page: while nothing runs, and while the job does."""

    quiet: dict[str, list[float]] = field(default_factory=dict)
    busy: dict[str, list[float]] = field(default_factory=dict)


class Worker:
    """The program of rights_worker.py."""

    def __init__(self, job: str, environ: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.rights_worker", job]
        self._program = subprocess.Popen(
            command, cwd=ROOT, env=dict(environ), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self) -> dict[str, Any]:
        """Has the job done; returns what was done, in which time, with how much memory."""
        assert self._program.stdin and self._program.stdout
        self._program.stdin.write("\n")
        self._program.stdin.flush()
        answer: dict[str, Any] = json.loads(self._program.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._program.stdin
        self._program.stdin.close()
        self._program.wait(timeout=30)


def measure(council: Council, environ: Mapping[str, str], many: Sequence[int], rounds: int) -> None:
    """Prints round by round, then the medians, and what pages take meanwhile.

    Args:
        many: how many rights end in one night, each number measured by itself.
    """
    with contextlib.closing(Worker("grants.end_due", environ)) as worker:
        prepare()
        for rights in many:
            print(f"\n{rights:,} rights: the floor, our job, times the floor, by processor; memory")
            nights = []
            for number in range(rounds + 1):
                nights.append(once(worker, rights, ours_first=bool(number % 2)))
                print_night(number, nights[-1])
            print_summary(rights, nights[1:])  # the first warmed the worker up
            fresh(rights)
            print_meanwhile(meanwhile(council, worker))
    with contextlib.closing(Worker("leavers.end_rights", environ)) as worker:
        worker.run()  # finds nothing, but has imported what it needs
        plan_departures()
        told = worker.run()
        assert told["done"] == DEPARTURES, told
        each = told["seconds"] / DEPARTURES * 1000
        print(f"\n{DEPARTURES} departures in as many councils, one by one: {each:.0f} ms each.")


def once(worker: Worker, rights: int, *, ours_first: bool) -> Night:
    found: dict[str, Any] = {}
    for ours in (ours_first, not ours_first):
        fresh(rights)
        if ours:
            found["ours"] = worker.run()
            assert found["ours"]["done"] == rights, found
        else:
            found["floor"] = floor(rights)
    told = found["ours"]
    memory = (told["before"], told["peak"], told["after"])
    return Night(found["floor"], (told["seconds"], told["processor"]), memory)


def prepare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PLAIN)


def floor(rights: int) -> tuple[float, float]:
    """Seconds for what nobody could do faster: waited, and of the processor."""
    from django.db import connection

    from accounts.dates import today

    both = processes()
    with connection.cursor() as cursor:
        used, started = cpu_seconds(both), time.perf_counter()
        cursor.execute(FLOOR, {"day": today()})
        spent = time.perf_counter() - started, cpu_seconds(both) - used
        assert cursor.rowcount == rights
    return spent


def fresh(rights: int) -> None:
    """So many rights whose last day was yesterday; those of the rounds before are done with."""
    from datetime import timedelta

    from django.db import connection

    from accounts.dates import today
    from accounts.grants.models import AccessGrant
    from councilsm.bulk import insert_new

    yesterday = today() - timedelta(days=1)
    AccessGrant.objects.filter(level__in=LEVELS).update(
        status="ended", removed_on=yesterday, over_told_on=yesterday
    )
    last = AccessGrant.objects.order_by("-number").values_list("number", flat=True).first() or 0
    places = cycle(openings())
    made = (
        AccessGrant(
            council_id=council, membership_id=member, account_id=account, level=level,
            number=last + number, why="Posts there.", status="granted",
            starts_on=yesterday, ends_on=yesterday, told="mail", told_on=yesterday,
            confirmed_on=yesterday,
        )
        for number, (council, member, account, level) in enumerate(islice(places, rights), 1)
    )  # fmt: skip
    while rows := list(islice(made, 20_000)):
        insert_new(rows)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM councilsm_outboxmessage")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def plan_departures() -> None:
    """The deputy clerk of so many councils has left a minute ago."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts.leavers.models import Departure
    from accounts.people.models import Membership

    moment = timezone.now() - timedelta(minutes=1)
    deputies = Membership.objects.filter(person__email__startswith="officer@").order_by("-pk")
    rows = deputies.select_related("person")[:DEPARTURES]
    Departure.objects.bulk_create(
        Departure(
            council_id=member.council_id, number=1, membership=member,
            kind=Departure.Kind.PLANNED, ends_at=moment, recorded_by=member.person,
        )
        for member in rows
    )  # fmt: skip


def openings() -> list[tuple[int, int, int, str]]:
    """Council, member, account and level of what can be granted, council by council in turns."""
    from accounts.people.models import Membership
    from accounts.register.models import OfficialAccount

    members: dict[int, list[int]] = {}
    accounts: dict[int, list[int]] = {}
    for model, of_council in ((Membership, members), (OfficialAccount, accounts)):
        for pk, council in model.objects.order_by("pk").values_list("pk", "council_id"):
            of_council.setdefault(council, []).append(pk)
    ways = {
        council: list(product(accounts[council][:2], members[council], LEVELS))
        for council in members
    }
    return [
        (council, ways[council][place][1], ways[council][place][0], ways[council][place][2])
        for place in range(min(map(len, ways.values())))
        for council in ways
    ]


def meanwhile(council: Council, worker: Worker) -> Meanwhile:
    """Walks the clerk's pages, first alone and then while the worker is at it."""
    found = Meanwhile()
    for page in PAGES:
        ask(council, page)
        found.quiet[page] = [ask(council, page) for _ in range(QUIET)]
        found.busy[page] = []
    job = threading.Thread(target=worker.run)
    job.start()
    for page in cycle(PAGES):
        if not job.is_alive():
            return found
        found.busy[page].append(ask(council, page))
    raise AssertionError("unreachable")


def ask(council: Council, page: str) -> float:
    return council.clerk.get(f"{council.at}/{page}").seconds


def times(night: Night, measure: int = WAIT) -> float:
    return night.ours[measure] / night.floor[measure]


def print_night(number: int, night: Night) -> None:
    before, peak, after = night.memory
    print(
        f"{number or 'warm-up':>7} {night.floor[0]:8.2f} s {night.ours[0]:8.2f} s "
        f"{times(night):6.2f} {times(night, PROCESSOR):6.2f}   "
        f"{before:.0f} MB, at most {peak:.0f}, then {after:.0f}",
        flush=True,
    )


def print_summary(rights: int, nights: Sequence[Night]) -> None:
    """The row for docs/performance.md."""
    ratios = sorted(map(times, nights))
    processor = median(times(night, PROCESSOR) for night in nights)
    each = median(night.ours[PROCESSOR] for night in nights) / rights * 1e6
    peak = max(night.memory[1] for night in nights)
    print("\n| rights | times the floor | range | by processor | each, µs of it | peak, MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(
        f"| {rights:,} | {median(ratios):.1f} | {ratios[0]:.1f}–{ratios[-1]:.1f} "
        f"| {processor:.1f} | {each:.0f} | {peak:.0f} |"
    )


def print_meanwhile(found: Meanwhile) -> None:
    print("\n| page | wait while it runs, times the quiet one | requests meanwhile |")
    print("| --- | --- | --- |")
    for page in PAGES:
        quiet, busy = median(found.quiet[page]), found.busy[page]
        if busy:
            print(f"| {page} | {median(busy) / quiet:.2f} | {len(busy)} |")
