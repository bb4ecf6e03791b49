"""One process that starts all of councilsm, watches it, and ends it."""

import contextlib
import http.client
import io
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from councilsm.running.broker import (
    answers,
    broker_command,
    embedded_binary,
    installed_binary,
)
from councilsm.running.environment import CannotRun
from councilsm.running.processes import Child, Guard, end_all, wait_for

GRACE = 5.0  # seconds a child gets to end by itself
CRASHES = 3  # so many in CRASH_WINDOW and we give up
CRASH_WINDOW = 60.0  # seconds
START_LIMIT = 30.0  # seconds for a child to answer for the first time
#: A worker that need not look for others starts a second sooner.
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


def say(text: str) -> None:
    # The terminal may be gone by the time we end; the processes still have to be ended.
    with contextlib.suppress(OSError):
        print(text, flush=True)


class Supervisor:
    """Everything is read from the settings, which `environment.prepare` has filled."""

    def __init__(self) -> None:
        self.address: str = settings.BASE_URL
        self.port = urlsplit(settings.BASE_URL).port or 8000
        self.broker_port = urlsplit(settings.CELERY_BROKER_URL).port or 6379
        self.var: Path = settings.VAR_DIR
        self.asked_to_end = 0
        self.preparing = False
        # Were make killed outright, nobody would be left to press Ctrl-C.
        self.parent = os.getppid() if "MAKELEVEL" in os.environ else None

    def run(self) -> int:
        """Runs until asked to end; returns the exit code."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._asked)
        self.guard = Guard()
        self.children: dict[str, Child] = {}
        try:
            self.children = self._children()
            self._start()
            self._watch()
        except CannotRun as refusal:
            say(str(refusal))
            return 1
        except KeyboardInterrupt:
            pass
        finally:
            self._end()
        return 0

    def _asked(self, signum: int, frame: FrameType | None) -> None:
        self.asked_to_end += 1
        # Only preparing is cut short; a child being started is first written down, then ended.
        if self.preparing:
            self.preparing = False
            raise KeyboardInterrupt

    def _children(self) -> dict[str, Child]:
        # By port, so that a second demonstration from the same folder keeps apart.
        own = self.var / "run" / str(self.port)
        own.mkdir(parents=True, exist_ok=True)
        broker = embedded_binary() or installed_binary()
        if not broker:
            raise CannotRun("No Redis-protocol server was found. Install redis-server, then retry.")
        python = sys.executable
        celery = [python, "-m", "celery", "-A", "councilsm"]
        commands = {
            "broker": broker_command(broker, self.broker_port, own, keep=True),
            # One process with threads: SQLite has one writer at a time anyway.
            "worker": [*celery, "worker", "--pool", "threads", "--concurrency", "2", *ALONE],
            "beat": [*celery, "beat", "--schedule", str(own / "beat"), "--pidfile="],
            "web": [
                python,
                "-m",
                "gunicorn",
                "councilsm.wsgi",
                f"--bind=127.0.0.1:{self.port}",
                "--preload",
                "--workers=2",
                "--threads=4",
                "--graceful-timeout=3",
                "--access-logfile=-",
                "--no-control-socket",
            ],
        }
        logs, base = self.var / "log", settings.BASE_DIR
        return {
            name: Child(name, command, log=logs / f"{name}.log", guard=self.guard, cwd=base)
            for name, command in commands.items()
        }

    def _start(self) -> None:
        self.children["broker"].start()
        self.preparing = True
        prepare_data()
        self.preparing = False
        connections.close_all()
        for name in ("web", "worker", "beat"):
            self.children[name].start()
        sign_ins = io.StringIO()
        call_command("demo_signins", stdout=sign_ins)  # takes its time, so do the others
        self._wait("broker", lambda: answers(self.broker_port))
        self._wait("web", lambda: first_page(self.port) is not None)
        if self.asked_to_end:
            return
        if (first_page(self.port) or 500) >= 500:
            raise CannotRun(failure(self.children["web"]))
        say(f"\ncouncilsm is running at {self.address}/\n\n{sign_ins.getvalue()}")
        say(
            f"Everything stays on this machine: mail goes to {short(self.var / 'mail')}, "
            f"logs to {short(self.var / 'log')}.\nCtrl-C ends it; what you entered is kept."
        )

    def _wait(self, name: str, ready: Callable[[], bool]) -> None:
        child = self.children[name]
        settled = wait_for(
            lambda: bool(self.asked_to_end) or not child.running() or ready(),
            START_LIMIT,
        )
        if not self.asked_to_end and not (settled and child.running()):
            raise CannotRun(failure(child))

    def _watch(self) -> None:
        crashes: dict[str, list[float]] = {name: [] for name in self.children}
        due: dict[str, float] = {}
        while not self.asked_to_end:
            time.sleep(0.2)
            now = time.monotonic()
            if self.parent and os.getppid() != self.parent:
                return
            for name, child in self.children.items():
                if child.running():
                    continue
                if name not in due:
                    child.kill()
                    crashes[name] = [at for at in crashes[name] if now - at < CRASH_WINDOW] + [now]
                    if len(crashes[name]) > CRASHES:
                        raise CannotRun(failure(child))
                    wait = 2 ** (len(crashes[name]) - 1)
                    due[name] = now + wait
                    say(f"The {name} process ended by itself. Starting it again in {wait} s.")
                elif now >= due[name]:
                    del due[name]
                    child.start()

    def _end(self) -> None:
        say("\nEnding.")
        broker = [child for child in self.children.values() if child.name == "broker"]
        others = [child for child in self.children.values() if child.name != "broker"]
        # The broker last: a worker without one would wait for it instead of ending.
        for children in (others, broker):
            end_all(children, grace=GRACE, hurry=lambda: self.asked_to_end > 1)
        self.guard.close()


def prepare_data() -> None:
    """Brings the database up to date and loads the demo councils, where that is needed."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database.")
        call_command("migrate", interactive=False, verbosity=0)
    # Each makes only what is missing, so a start that was cut short is made good by the next.
    call_command("createcachetable", verbosity=0)
    call_command("load_demo")


def first_page(port: int) -> int | None:
    """The status with which the first page is answered, None while nobody answers."""
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        web.request("GET", "/")
        return web.getresponse().status
    except OSError:
        return None
    finally:
        web.close()


def failure(child: Child) -> str:
    return (
        f"The {child.name} process does not work. The end of {short(child.log)}:\n\n"
        f"{child.last_words()}"
    )


def short(path: Path) -> str:
    """The path as seen from the project's folder, if it is inside."""
    base: Path = settings.BASE_DIR
    return str(path.relative_to(base)) if path.is_relative_to(base) else str(path)
