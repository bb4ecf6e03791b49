"""An installation on servers of our own, any part of which may be killed."""

import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from councilsm.running.processes import Child, Guard, free_port, port_is_free, wait_for
from tests.programs import CannotTest

ROOT = Path(__file__).resolve().parents[2]
#: Seconds for a program to come up on a machine that does other things too.
START_LIMIT = 90.0
CELERY = [sys.executable, "-m", "celery", "-A", "tests.faults.hurried"]
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


class House:
    """Web, workers and beats, each a child of this process; ends with it.

    Args:
        environ: what they are told: the database, the broker, the mail server.
        folder: for their logs.
    """

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self.environ = dict(environ)
        self.folder = folder
        self.children: dict[str, Child] = {}
        self.web_port = free_port()
        self.guard = Guard()

    def close(self) -> None:
        """Ends everything."""
        for child in self.children.values():
            child.kill()
        self.guard.close()

    def worker(self, name: str = "worker", *, processes: int = 1) -> Child:
        """Starts a worker with so many processes; it is ready when its log says so."""
        command = [*CELERY, "worker", "--concurrency", str(processes), "--loglevel", "INFO", *ALONE]
        return self._start(name, [*command, "--hostname", f"{name}@%h"], says="ready.")

    def beat(self, name: str = "beat") -> Child:
        """Starts a beat."""
        state = self.folder / f"{name}.state"
        command = [*CELERY, "beat", "--schedule", str(state), "--pidfile=", "--loglevel", "INFO"]
        return self._start(name, command, says="beat: Starting...")

    def web(self, *, workers: int = 2) -> Child:
        """Starts a gunicorn."""
        command = [sys.executable, "-m", "gunicorn", "councilsm.wsgi", f"--workers={workers}"]
        command += [f"--bind=127.0.0.1:{self.web_port}", "--no-control-socket"]
        child = self._start("web", command)
        wait_for(lambda: not port_is_free(self.web_port) or not child.running(), START_LIMIT)
        return self._alive(child)

    def again(self, name: str) -> None:
        """Kills a program with all its processes and starts it anew, without waiting for it."""
        self.children[name].kill()
        self.children[name].start()

    def _start(self, name: str, command: list[str], says: str = "") -> Child:
        log = self.folder / f"{name}.log"
        begin = log.stat().st_size if log.exists() else 0
        child = self.children.get(name) or Child(
            name, command, log=log, guard=self.guard, env=self.environ, cwd=ROOT
        )
        self.children[name] = child
        child.start()
        if says:
            wait_for(lambda: says in log.read_text()[begin:] or not child.running(), START_LIMIT)
        return self._alive(child)

    @staticmethod
    def _alive(child: Child) -> Child:
        if not child.running():
            raise CannotTest(f"{child.name} does not start:\n{child.last_words()}")
        return child


def processes_of(child: Child) -> list[int]:
    """The processes that a program made for its work: a worker's pool, a gunicorn's workers."""
    if child.process is None:
        return []
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # Behind the name in brackets, which may hold anything: state, then the parent.
            if int(stat.read_text().rpartition(")")[2].split()[1]) == child.process.pid:
                found.append(int(stat.parent.name))
    return sorted(found)


def kill_one(child: Child, choose: int = 0) -> bool:
    """Kills one of a program's processes with -9; whether there was one."""
    pids = processes_of(child)
    if not pids:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pids[choose % len(pids)], signal.SIGKILL)
    return True
