"""`make test`: everything on PostgreSQL, then on SQLite what depends on the database.

FAST=1 runs only what needs neither a browser nor a broker, on SQLite. Arguments go to pytest.
A server or browser that cannot be had ends the run: nothing is skipped for want of one.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from councilsm.running.processes import Guard
from tests import clauses, migrated, programs, servers

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5  # pytest's exit code
# One more than processors, since a test waits for its browser or its database part of its time;
# within what one small PostgreSQL and a laptop's memory bear.
PROCESSES = min(4, (os.cpu_count() or 1) + 1)
#: The tests that run on SQLite too have one of these.
ON_BOTH = ("database", "main_flow")


class Run:
    """Runs pytest once or more and remembers how each went."""

    def __init__(self, arguments: list[str], environ: dict[str, str], guard: Guard) -> None:
        self.arguments = arguments
        self.environ = environ
        self.guard = guard
        self.lines: list[str] = []
        self.codes: list[int] = []
        self.interrupts = 0
        self.pytest: subprocess.Popen[bytes] | None = None
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._pass_on)

    def _pass_on(self, signum: int, frame: FrameType | None) -> None:
        self.interrupts += 1
        if not self.pytest:
            raise KeyboardInterrupt
        with contextlib.suppress(ProcessLookupError):
            if self.interrupts == 1:
                self.pytest.send_signal(signal.SIGINT)  # pytest sums up what it has
            else:
                os.killpg(self.pytest.pid, signal.SIGKILL)

    def on(self, name: str, database_url: str | None, *, only: str | None = None) -> None:
        """One run of pytest on a database, `only` tests with these markers; None means SQLite."""
        if self.interrupts:
            return
        print(f"\n=== {name} ===", flush=True)
        command = [sys.executable, "-m", "pytest", "-n", str(PROCESSES), "--dist", "worksteal"]
        command += [f"--clauses-file={clauses.REPORT}"]
        command += ["--color=yes"] if sys.stdout.isatty() else []
        command += ["-m", only] if only else []
        environ = self.environ | ({"TEST_DATABASE_URL": database_url} if database_url else {})
        started = time.monotonic()
        # In a session of its own: Ctrl-C comes to us, and a killed `make test` leaves nothing.
        self.pytest = subprocess.Popen(
            [*command, *self.arguments],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.guard.watch(self.pytest.pid)
        last = copy_out(self.pytest)
        self.codes.append(self.pytest.wait())
        self.guard.forget(self.pytest.pid)
        self.pytest = None
        seconds = time.monotonic() - started
        self.lines.append(f"{name}: {last or 'ended without a summary'} ({seconds:.0f} s in all)")

    def code(self) -> int:
        """The exit code: 0 only if some test ran and none failed."""
        if self.interrupts:
            return 130
        bad = [code for code in self.codes if code not in (0, NOTHING_COLLECTED)]
        return bad[0] if bad else min(self.codes)


def copy_out(process: subprocess.Popen[bytes]) -> str:
    """Passes on what the process prints as it comes; returns pytest's line of totals."""
    assert process.stdout
    tail = b""
    while chunk := os.read(process.stdout.fileno(), 65536):
        sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        tail = (tail + chunk)[-4000:]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", tail.decode(errors="replace"))
    totals = re.findall(r"^=* ?(.* in [0-9.]+s.*?) ?=*$", plain, re.MULTILINE)
    return totals[-1] if totals else ""


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    fast = os.environ.get("FAST", "0") not in ("", "0")
    described = "FAST=1 make test" if fast else "make test"
    clauses.reset(clauses.REPORT, " ".join([described, *arguments]))
    environ = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    with contextlib.ExitStack() as resources:
        folder = resources.enter_context(servers.temporary_folder())
        guard = resources.enter_context(contextlib.closing(Guard()))
        environ["TMPDIR"] = str(folder)  # whatever a killed test leaves goes with it
        if environ.pop("PYTHONDONTWRITEBYTECODE", None):
            # None beside the code, as asked; but each of some fifty processes would compile all
            # of it anew, for which those that run tests need a quarter of a minute.
            environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".pytest_cache" / "bytecode")
        run = Run(arguments, environ, guard)
        if fast:
            migrated.make_all(environ, [])
            run.on("SQLite, quick", None, only="not browser and not broker")
        else:
            environ["CHROMIUM"] = str(programs.need_chromium())
            need_empty_redis()
            if given := os.environ.get("TEST_DATABASE_URL"):
                run.on("PostgreSQL", given)
            else:
                private = resources.enter_context(servers.postgres())
                migrated.make_all(environ, [private])
                run.environ["TEST_TEMPLATE"] = "1"
                run.on("PostgreSQL", private)
            if not arguments:  # to read all files takes longer than the tests of these
                run.arguments = marked(*ON_BOTH)
            run.on("SQLite", None, only=" or ".join(ON_BOTH))
    print("\n" + "\n".join(run.lines))
    code = run.code()
    verdict = "passed" if code == 0 else "interrupted" if code == 130 else "FAILED"
    print(f"Tests {verdict} after {time.monotonic() - started:.0f} s.")
    return code


def marked(*names: str) -> list[str]:
    """The files in which a test has one of these markers."""
    return [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        if any(f"pytest.mark.{name}" in file.read_text() for name in names)
    ]


def need_empty_redis() -> None:
    """Refuses a given Redis that holds anything; else sees that one could be started."""
    if given := os.environ.get("TEST_REDIS_URL"):
        servers.refuse_unless_empty(given)
    else:
        programs.need_redis()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except programs.CannotTest as reason:
        sys.exit(f"\n{reason}")
    except KeyboardInterrupt:
        sys.exit(130)
