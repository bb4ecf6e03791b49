"""Which duties of docs/clauses.csv have a passing test.

A test names the duties it proves, at most three: `@pytest.mark.clause("FTC-6.3-a")`. `make test`
collects those of passing tests in var/clauses.json; `make clauses` prints them beside the list.
"""

import csv
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "clauses.csv"
REPORT = ROOT / "var" / "clauses.json"
MOST = 3  # duties one test may claim: one that proves more proves none of them well


class Clauses:
    """The part of pytest that checks the markers and writes the report."""

    def __init__(self, *, known: set[str] | None, report: Path | None) -> None:
        self.known = known  # None: there is no list yet
        self.report = report  # None: nothing is written
        self.passed: dict[str, list[str]] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_pycollect_makeitem(self, collector: pytest.Collector) -> Iterator[Any]:
        made = yield
        for item in made if isinstance(made, list) else [made]:
            if isinstance(item, pytest.Function):
                self._read(item, collector)
        return made

    def _read(self, item: pytest.Function, collector: pytest.Collector) -> None:
        ids = [str(id_) for marker in item.iter_markers("clause") for id_ in marker.args]
        if len(ids) > MOST:
            raise collector.CollectError(f"{item.name} claims {len(ids)} clauses; at most {MOST}.")
        for id_ in ids:
            if self.known is not None and id_ not in self.known:
                raise collector.CollectError(f"{item.name}: no clause {id_} in docs/clauses.csv.")
            # This is how it travels from an xdist worker to the process that writes the report.
            item.user_properties.append(("clause", id_))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = [str(value) for name, value in report.user_properties if name == "clause"]
        if report.failed:
            self.failed.add(report.nodeid)
        elif ids and report.when == "call" and report.passed:
            self.passed[report.nodeid] = ids

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.report and not hasattr(session.config, "workerinput"):
            merge(self.report, self.passed, self.failed)


def reset(report: Path, run: str) -> None:
    """Starts an empty report for the run so described."""
    report.parent.mkdir(exist_ok=True)
    report.write_text(json.dumps({"run": run, "passed": {}, "failed": []}, indent=1))


def merge(report: Path, passed: dict[str, list[str]], failed: set[str]) -> None:
    """Adds one pytest run to the report. A test that failed in any run counts in none.

    `passed` gives the clause ids of each test.
    """
    before = json.loads(report.read_text())
    bad = failed | set(before["failed"])
    tests: dict[str, set[str]] = {id_: set(nodes) for id_, nodes in before["passed"].items()}
    for node, ids in passed.items():
        for id_ in ids:
            tests.setdefault(id_, set()).add(node)
    kept = {id_: sorted(nodes - bad) for id_, nodes in sorted(tests.items()) if nodes - bad}
    text = json.dumps({"run": before["run"], "passed": kept, "failed": sorted(bad)}, indent=1)
    report.write_text(text)


def rows() -> list[dict[str, str]]:
    """The list, one row a duty."""
    with LIST.open(newline="") as file:
        return list(csv.DictReader(file))


def describe(rows: Sequence[dict[str, str]], passed: dict[str, list[str]]) -> Iterator[str]:
    """Lines on what each council must do: proven, with the tests that prove it, and not."""
    for council in dict.fromkeys(row["council"] for row in rows):
        must = [row for row in rows if row["council"] == council and row["level"] == "MUST"]
        without = [row for row in must if row["id"] not in passed]
        proven = len(must) - len(without)
        yield f"{council}: {proven} of {len(must)} MUST duties have a passing test"
        for row in must:
            if row["id"] in passed:
                yield f"  {row['id']}  {row['words']}"
                yield from (f"      {node}" for node in passed[row["id"]])
        if without:
            yield "  without one:"
            yield from (f"  {row['id']}  {row['words']}" for row in without)
        yield ""


def main(wanted: list[str]) -> int:
    if not LIST.exists():
        print(f"{LIST.relative_to(ROOT)} does not exist yet.")
        return 1
    if not REPORT.exists():
        print("Run `make test` first: it notes which duties have a passing test.")
        return 1
    found = json.loads(REPORT.read_text())
    councils = {name.upper() for name in wanted}
    chosen = [row for row in rows() if not councils or row["council"].upper() in councils]
    if not chosen:
        known = ", ".join(dict.fromkeys(row["council"] for row in rows()))
        print(f"No such council in the list. There are: {known}.")
        return 1
    print(f"From the last run: {found['run']}\n")
    for line in describe(chosen, found["passed"]):
        print(line)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:  # piped into head
        os._exit(0)
