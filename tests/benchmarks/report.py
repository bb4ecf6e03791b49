"""Ratios as text: a line for each round, then medians with their range."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import TYPE_CHECKING

import django

from tests.benchmarks.log import SAVE
from tests.benchmarks.processes import resident_mb
from tests.benchmarks.walks import (
    APPROVE,
    DECIDE,
    FLOOR_PAGE,
    FLOOR_POST,
    FLOOR_UPLOAD,
    LIST,
    QUEUE,
    SUBMIT,
    Round,
    Sample,
)

if TYPE_CHECKING:
    from tests.benchmarks.queries import Checks

CYCLE = "submit + approve"
#: What the floor does, and how many questions it asks.
FLOORS = {FLOOR_PAGE: "3", FLOOR_POST: "4", FLOOR_UPLOAD: "4"}
#: What is compared with what: our requests, and how many of the floor's they stand for.
COMPARED: dict[str, tuple[tuple[str, ...], str]] = {
    QUEUE: ((QUEUE,), FLOOR_PAGE),
    LIST: ((LIST,), FLOOR_PAGE),
    DECIDE: ((DECIDE,), FLOOR_PAGE),
    SUBMIT: ((SUBMIT,), FLOOR_POST),
    APPROVE: ((APPROVE,), FLOOR_POST),
    CYCLE: ((SUBMIT, APPROVE), FLOOR_POST),
}


def compared(walked: Round) -> dict[str, tuple[tuple[str, ...], str]]:
    """What of a round is compared; each page of the registers with the floor's page."""
    if QUEUE in walked:
        return COMPARED
    return {
        name: ((name,), FLOOR_UPLOAD if name == SAVE else FLOOR_PAGE)
        for name in walked
        if name not in FLOORS
    }


def wait(sample: Sample) -> float:
    """How long the browser waited, median, in milliseconds."""
    return median(sample.seconds) * 1000


def cpu(sample: Sample) -> float:
    """What a request cost the workers, mean, in milliseconds of processor time."""
    return sample.cpu_each * 1000


def ratio(walked: Round, name: str, measure: Callable[[Sample], float]) -> float:
    """One round's ratio to the floor."""
    ours, floor = compared(walked)[name]
    return sum(measure(walked[part]) for part in ours) / (len(ours) * measure(walked[floor]))


def print_head(walked: Round) -> None:
    print("\nTimes the floor, by waiting time (in brackets: by processor time of the workers)")
    print("round " + "".join(f"{name:>18}" for name in compared(walked)), flush=True)


def print_round(number: int, walked: Round) -> None:
    cells = [
        f"{ratio(walked, name, wait):.2f} ({ratio(walked, name, cpu):.2f})"
        for name in compared(walked)
    ]
    print(f"{number:5} " + "".join(f"{cell:>18}" for cell in cells), flush=True)


def print_summary(
    rounds: Sequence[Round],
    queries: dict[str, list[str]],
    *,
    ours: Sequence[int],
    floor: Sequence[int],
) -> None:
    """The table for docs/performance.md; `ours` and `floor` are the workers' process ids."""
    print("\n| request | times the floor | range | by processor | wait, ms | queries |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, (parts, _) in compared(rounds[0]).items():
        ratios = [ratio(walked, name, wait) for walked in rounds]
        by_cpu = median(ratio(walked, name, cpu) for walked in rounds)
        waited = sum(median(wait(walked[part]) for walked in rounds) for part in parts)
        asked = " + ".join(str(len(queries[part])) for part in parts)
        span = f"{min(ratios):.2f}–{max(ratios):.2f}"
        print(f"| {name} | {median(ratios):.2f} | {span} | {by_cpu:.2f} | {waited:.1f} | {asked} |")
    for name, asked in FLOORS.items():
        if name not in rounds[0]:
            continue
        waited = median(wait(walked[name]) for walked in rounds)
        print(f"| {name} | 1 | | 1 | {waited:.1f} | {asked} |")
    memory = " and ".join(
        f"{name} {max(map(resident_mb, workers)):.0f} MB"
        for name, workers in (("councilsm", ours), ("the floor", floor))
    )
    print(f"\nA worker's resident memory after it: {memory}.")
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, Django {django.__version__}."
    )


def print_checks(rounds: Sequence[Round], checks: "Checks") -> None:
    """The part of submit, decide and approve that is policy checks, by processor."""
    post, page = (
        median(cpu(walked[name]) for walked in rounds) for name in (FLOOR_POST, FLOOR_PAGE)
    )
    spent = checks.cpu * 1000
    print(
        f"Of submit, decide and approve, policy checks are {spent:.1f} ms by processor with "
        f"{checks.queries} queries: {spent / post:.1f} times the floor's POST, "
        f"{spent / page:.1f} times its page."
    )


def print_memory(read: Iterable[tuple[int, list[float]]]) -> None:
    """A line for each reading, as it comes."""
    print("\nRequests sent, and each worker's resident memory in MB")
    for sent, held in read:
        print(f"{sent:7}" + "".join(f"{mb:8.1f}" for mb in held), flush=True)


def print_sql(queries: dict[str, list[str]]) -> None:
    for name, asked in queries.items():
        print(f"\n{name}: {len(asked)} queries")
        for sql in asked:
            print(f"  {sql[:300]}")
