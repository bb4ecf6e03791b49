"""`make bench`: how much slower councilsm is than the least that Django can do.

Everything runs on this machine, privately: a PostgreSQL, a Redis, and two gunicorns of two sync
workers, one with councilsm, one with the floor (see `floor`). Each round walks both; what is
printed are ratios of one round, so that a busy or slow machine does not matter much. Nothing here
passes or fails.
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_urlsafe
from types import FrameType
from typing import TYPE_CHECKING, Any

from councilsm.running.processes import Guard
from tests import servers
from tests.benchmarks import report, rights, sites, steady, sweep
from tests.benchmarks.browser import HOST, Unexpected
from tests.benchmarks.log import Log, picture
from tests.benchmarks.registers import Registers
from tests.benchmarks.walks import Council, Floor, Round, Walker
from tests.programs import CannotTest

if TYPE_CHECKING:
    from tests.benchmarks.queries import Checks

PASSES = 4  # each round goes so many times from the floor to us and back


@dataclass(frozen=True)
class World:
    """What councilsm was filled with, and who is signed in there: the officer, then the clerk.

    Args:
        registers: the addresses of the registers' pages, or of the blocks' or policies', where
            those are walked.
        log: the addresses of the moderation log's lists, likewise.
    """

    slug: str
    cookie: str
    keys: list[str]
    accounts: list[int]
    waiting: list[int]
    queries: dict[str, list[str]]
    checks: "Checks"
    registers: dict[str, str]
    log: dict[str, str]


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, interrupt)
    with contextlib.ExitStack() as resources:
        say("Starting PostgreSQL and Redis.")
        url = resources.enter_context(servers.postgres())
        redis = resources.enter_context(servers.Redis())
        folder = resources.enter_context(servers.temporary_folder())
        guard = resources.enter_context(contextlib.closing(Guard()))
        environ = sites.environment(sites.on_socket(url, "councilsm"), redis.url, folder)
        bare = os.environ | {
            "FLOOR_DATABASE_URL": sites.on_socket(url, "floor"),
            "FLOOR_FILES": str(folder / "floor-files"),
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.floor.settings",
        }
        sites.create_database(url, "floor")
        say(f"Making {options.councils} councils, {options.drafts} drafts in one of them.")
        keys = json.loads(sites.prepare_floor(bare, options.councils, 10, options.drafts))
        world = fill(environ, options)
        ours = resources.enter_context(
            sites.site("councilsm", "councilsm.wsgi", environ, folder, guard)
        )
        theirs = resources.enter_context(
            sites.site("floor", "tests.benchmarks.floor.wsgi", bare, folder, guard)
        )
        floor = Floor(theirs, keys)
        council = ours_as(ours, world)
        if options.rights:
            assert isinstance(council, Council)
            rights.measure(council, environ, options.rights, options.rounds)
            return 0
        rounds = walk(floor, council, options)
        report.print_summary(rounds, world.queries, ours=ours.workers, floor=theirs.workers)
        if options.policies:
            sweep.measure(options.rounds)
        if not (options.registers or options.log or options.blocks or options.policies):
            report.print_checks(rounds, world.checks)
        if options.steady and isinstance(council, Council):
            report.print_memory(steady.read(council, options.steady))
    return 0


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, help="after the warm-up (12; 4 for rights)")
    parser.add_argument("--requests", type=int, default=24, help="of each kind in a round (24)")
    parser.add_argument("--councils", type=int, help="in the database (1000; 10000 for rights)")
    parser.add_argument("--drafts", type=int, default=1000, help="in the one measured (1000)")
    parser.add_argument("--registers", action="store_true", help="the standing registers instead")
    parser.add_argument("--grants", type=int, help="with --registers or --rights (30 a council)")
    parser.add_argument("--log", type=int, default=0, help="instead: the log of so many entries")
    parser.add_argument("--blocks", type=int, default=0, help="instead: a register of so many")
    parser.add_argument("--policies", type=int, default=0, help="instead: so many a council")
    parser.add_argument("--people", type=int, default=50, help="with --policies, a council (50)")
    parser.add_argument("--rights", type=int, nargs="+", help="instead: so many end tonight")
    parser.add_argument("--steady", type=int, default=0, help="read memory over so many more (0)")
    parser.add_argument("--sql", action="store_true", help="print each page's queries too")
    options = parser.parse_args(arguments)
    options.councils = options.councils or (10_000 if options.rights else 1000)
    options.rounds = options.rounds or (4 if options.rights else 12)
    if not (options.registers or options.rights):
        options.grants = 0
    elif options.grants is None:
        options.grants = options.councils * 30
    options.each = max(1, options.requests // PASSES)
    return options


def ours_as(site: sites.Site, world: World) -> Council | Registers | Log:
    """councilsm's site with the people who walk it."""
    if world.log:
        return Log(site, world.cookie, world.keys[2], world.log, world.slug, world.accounts[0])
    if world.registers:
        return Registers(site, world.cookie, world.keys[1], world.registers)
    return Council(
        site,
        world.cookie,
        world.keys,
        world.slug,
        accounts=world.accounts,
        waiting=world.waiting,
    )


def fill(environ: dict[str, str], options: argparse.Namespace) -> World:
    """Migrates and fills councilsm's database, in this process with the service's settings."""
    os.environ.update({**environ, "LOG_LEVEL": "WARNING"})
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from accounts.people.models import Person
    from moderation.management.commands.make_world import Command
    from moderation.world import make_world
    from moderation.world.councils import Size
    from tests.benchmarks import blocks, log, policies, queries, registers
    from tests.sessions import session_key

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    few = options.registers or options.rights or options.log or options.blocks or options.policies
    size = Size(
        councils=options.councils,
        drafts=options.councils * (1 if few else 10),
        drafts_in_largest=options.drafts,
        seed=1,
        grants=options.grants,
        log=options.log,
        blocks=options.blocks,
        policies=options.policies,
        people=options.people if options.policies else 0,
    )
    bar = Command()
    slug, *_ = make_world(size, token_urlsafe(), lambda done: bar.show(done, size.steps))
    boxes = ("officer", "clerk", "comms")
    people = [Person.objects.get(email=f"{box}@{slug}.example") for box in boxes]
    keys = [session_key(person) for person in people]
    membership = people[1].membership_at(slug)
    assert membership
    council = membership.council
    waiting = council.drafts.waiting().values_list("number", flat=True)[:40]
    walked = registers.paths(council) if options.registers else {}
    walked = blocks.paths(council) if options.blocks else walked
    walked = policies.paths(council) if options.policies else walked
    logged: dict[str, str] = {}
    if options.log:
        logged, asked = log.count(HOST, settings.SESSION_COOKIE_NAME, keys[2], council)
    elif walked:
        asked = registers.count(HOST, settings.SESSION_COOKIE_NAME, keys[1], walked)
    else:
        asked = queries.count(HOST, settings.SESSION_COOKIE_NAME, keys, council)
    if options.sql:
        report.print_sql(asked)
    world = World(
        slug=slug,
        cookie=settings.SESSION_COOKIE_NAME,
        keys=keys,
        accounts=queries.for_words(council),
        waiting=list(waiting),
        queries=asked,
        checks=queries.time_checks(council),
        registers=walked,
        log=logged,
    )
    connections.close_all()
    return world


def walk(
    floor: Floor, council: Council | Registers | Log, options: argparse.Namespace
) -> list[Round]:
    """Warms both sites up, then measures round by round, printing each."""
    say("Warming up.")
    report.print_head(once_round(floor, council, options.each))
    rounds = []
    for number in range(1, options.rounds + 1):
        rounds.append(once_round(floor, council, options.each))
        report.print_round(number, rounds[-1])
    return rounds


def once_round(floor: Floor, council: Council | Registers | Log, each: int) -> Round:
    walked: Round = {}
    walker = Walker(walked)
    for _ in range(PASSES):
        floor.pages(walker, each)
        council.pages(walker, each)
        if isinstance(council, Council):
            floor.cycles(walker, each)
            council.cycles(walker, each)
        elif isinstance(council, Log):
            floor.uploads(walker, each, picture())
            council.cycles(walker, each)
    return walked


def say(text: str) -> None:
    print(text, flush=True)


def interrupt(signum: int, frame: FrameType | None) -> Any:
    raise KeyboardInterrupt


if __name__ == "__main__":
    started = time.monotonic()
    try:
        code = main(sys.argv[1:])
    except (CannotTest, Unexpected) as reason:
        sys.exit(f"\n{reason}")
    except KeyboardInterrupt:
        sys.exit(130)
    say(f"\nThe whole run took {time.monotonic() - started:.0f} s.")
    sys.exit(code)
