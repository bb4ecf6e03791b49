"""Does a web worker's memory stay flat? The same walk many times over, read in steps."""

from collections.abc import Iterator, Sequence

from tests.benchmarks.processes import resident_mb
from tests.benchmarks.walks import Council, Round, Walker

STEPS = 10
EACH = 6  # of each kind in one walk


def read(council: Council, requests: int) -> Iterator[tuple[int, list[float]]]:
    """Walks pages and cycles, and yields after each tenth what the workers hold.

    Args:
        requests: how many to send at least, fetched forms counted too.

    Yields:
        requests sent so far, and each worker's resident memory in MB.
    """
    sent = 0
    yield sent, memory(council.site.workers)
    for step in range(1, STEPS + 1):
        while sent < requests * step / STEPS:
            sent += walk(council)
        yield sent, memory(council.site.workers)


def walk(council: Council) -> int:
    """One walk; returns how many requests it took."""
    walked: Round = {}
    walker = Walker(walked)
    before = council.officer.sent + council.clerk.sent
    council.pages(walker, EACH)
    council.cycles(walker, EACH)
    return council.officer.sent + council.clerk.sent - before


def memory(workers: Sequence[int]) -> list[float]:
    return [resident_mb(pid) for pid in workers]
