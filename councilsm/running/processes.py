"""Child processes that end with their parent. Standard library only: the tests use it too."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from councilsm.running import guard

LOG_LIMIT = 5_000_000  # bytes; a larger log starts afresh


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        # A listener on every address does not stop us binding the loopback one on macOS: ask it.
        probe.settimeout(0.5)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A loopback port nobody listens on, below those systems hand out to outgoing connections."""
    for _ in range(200):
        port = random.randrange(15_000, 30_000)
        if port_is_free(port):
            return port
    raise OSError("No free port was found between 15000 and 30000.")


class Guard:
    """A small process that ends ours should we be killed. See guard.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", guard.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def watch(self, group: int) -> None:
        self._tell("watch", group)

    def forget(self, group: int) -> None:
        self._tell("forget", group)

    def close(self) -> None:
        """Ends the guard; what it still watches ends first."""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, word: str, group: int) -> None:
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{word} {group}\n")
            self._process.stdin.flush()


class Child:
    """One server process in a session of its own, so that Ctrl-C reaches it only through us."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        guard: Guard,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.guard = guard
        self.env = env
        self.user = user
        self.cwd = cwd
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.log.exists() and self.log.stat().st_size > LOG_LIMIT
        with self.log.open("wb" if fresh else "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=self.env,
                user=self.user,
                cwd=self.cwd,
            )
        self.guard.watch(self.process.pid)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self, signum: int = signal.SIGTERM) -> None:
        if self.process and self.running():
            self.process.send_signal(signum)

    def kill(self) -> None:
        """Kills the child and everything it started, and waits until it is gone."""
        if not self.process:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.guard.forget(self.process.pid)
        self.process = None

    def last_words(self) -> str:
        """The last lines of the log, cut to fit a terminal."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(line[:160] for line in text.splitlines()[-5:])


def end_all(
    children: Iterable[Child],
    *,
    grace: float,
    hurry: Callable[[], bool] = lambda: False,
) -> None:
    """Asks all to end, waits up to `grace` seconds or until `hurry()`, then kills the rest."""
    children = list(children)
    for child in children:
        child.ask_to_end()
    wait_for(lambda: hurry() or not any(child.running() for child in children), grace)
    for child in children:
        child.kill()


def wait_for(ready: Callable[[], bool], seconds: float) -> bool:
    """Asks `ready` every 50 ms until it says yes or the time is over; returns its last answer."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
