"""Private servers for tests and benchmarks. They end with the program that started them.

Nothing here reads DATABASE_URL or REDIS_URL: those belong to a real service.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

from councilsm.running import broker
from councilsm.running.processes import Child, Guard, free_port, wait_for
from tests import programs
from tests.programs import CannotTest

START_LIMIT = 30.0  # seconds


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    # The name is short because the path of a Unix socket has no more than about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="csm-")).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Postgres:
    """A private, empty PostgreSQL on a Unix socket, which a test may stop and start.

    `with Postgres() as server: ... server.url`.
    """

    url: str

    def __enter__(self) -> Self:
        self._resources = contextlib.ExitStack()
        with contextlib.ExitStack() as begun:
            binaries = programs.need_postgres()
            folder = begun.enter_context(temporary_folder())
            guard = begun.enter_context(contextlib.closing(Guard()))
            self._server = _new_server(binaries, folder, guard)
            self._socket = folder / "socket"
            begun.callback(self.stop)
            self.start()
            # django-environ's way of naming a socket: an absolute path after an empty host.
            self.url = f"postgres://councilsm@/{quote(str(self._socket))}/councilsm"
            self._resources = begun.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._resources.close()

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self._server.start()
        wait_for(lambda: _create_database(self._socket) or not self._server.running(), START_LIMIT)
        if not self._server.running():
            raise CannotTest(f"PostgreSQL does not start:\n{self._server.last_words()}")

    def stop(self) -> None:
        """Ends the server at once, as a restart would; every client is cut off."""
        # Interrupted it ends at once; terminated it would wait for every client.
        self._server.ask_to_end(signal.SIGINT)
        wait_for(lambda: not self._server.running(), 5)
        self._server.kill()


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A private, empty PostgreSQL; yields its database URL."""
    with Postgres() as server:
        yield server.url


def _new_server(binaries: Path, folder: Path, guard: Guard) -> Child:
    """Makes the files of a server, which is not started."""
    user = _unprivileged_user()
    if user:
        folder.chmod(0o711)
        if not programs.runs(binaries / "postgres", user):
            binaries = _copy_package(binaries, folder)
    data, socket = folder / "data", folder / "socket"
    for path in (data, socket):
        path.mkdir(mode=0o700)
        if user:
            shutil.chown(path, user)
    make = [str(binaries / "initdb"), "-D", str(data), "-U", "councilsm", "--auth=trust"]
    make += ["--no-sync", "--encoding=UTF8", "--locale=C"]
    made = subprocess.run(make, capture_output=True, text=True, user=user, cwd="/")
    if made.returncode:
        raise CannotTest(f"PostgreSQL's initdb failed:\n{made.stderr}")
    # No TCP port at all; and nothing in this database is worth a wait for the disk.
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "max_connections": "200",
    }
    command: list[str | Path] = [binaries / "postgres", "-D", data]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return Child("PostgreSQL", command, log=folder / "log", guard=guard, user=user, cwd=Path("/"))


def _create_database(socket: Path) -> bool:
    import psycopg

    try:
        address = f"host='{socket}' user=councilsm dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE councilsm")
    except psycopg.errors.DuplicateDatabase:  # it was started before
        return True
    except psycopg.OperationalError:
        return False
    return True


def _copy_package(binaries: Path, folder: Path) -> Path:
    """Copies the Python package's PostgreSQL, with the libraries it looks for beside the package,
    to where every user may read. Where it was, below /root for one, only root may.
    """
    installed = binaries.parent
    packages = installed.parent.parent
    for part in (installed, packages / f"{installed.parent.name}.libs"):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(packages))
    return folder / binaries.relative_to(packages)


def _unprivileged_user() -> str | None:
    """Whom PostgreSQL runs as when we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class Redis:
    """A private Redis-protocol server on a loopback port, which a test may stop, kill and restart.

    `with Redis() as redis: ... redis.url`. With `keep`, what it held is there after `stop()` and
    `start()`; without, it starts empty.
    """

    def __init__(self, port: int | None = None, *, keep: bool = False) -> None:
        self.port = port or free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._resources = contextlib.ExitStack()
        self._keep = keep

    def __enter__(self) -> Self:
        program = programs.need_redis()
        folder = self._resources.enter_context(temporary_folder())
        guard = self._resources.enter_context(contextlib.closing(Guard()))
        command = broker.broker_command(program, self.port, folder, keep=self._keep)
        self._server = Child("Redis", command, log=folder / "log", guard=guard)
        self._resources.callback(self._server.kill)
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._resources.close()

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self._server.start()
        answers = wait_for(lambda: broker.answers(self.port), START_LIMIT)
        if not answers:
            raise CannotTest(f"Redis does not start:\n{self._server.last_words()}")

    def stop(self) -> None:
        """Ends the server as a shutdown would."""
        self._server.ask_to_end()
        wait_for(lambda: not self._server.running(), 5)
        self._server.kill()

    def kill(self) -> None:
        """Ends the server as a power cut would."""
        self._server.kill()


def refuse_unless_empty(url: str) -> None:
    """Raises CannotTest unless the Redis at `url` answers and holds nothing in any database."""
    import redis

    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
            held = client.info("keyspace")
    except redis.RedisError as error:
        raise CannotTest(f"The Redis named in TEST_REDIS_URL does not answer: {error}") from error
    if held:
        raise CannotTest(
            "The Redis named in TEST_REDIS_URL is not empty, so it may be somebody's. "
            "Name an empty one, or none and a private one is started."
        )


# --- What the settings are told -------------------------------------------------------------------


def environment(given: Mapping[str, str], var: Path) -> dict[str, str]:
    """The environment tests run Django in, as one pytest process among several may have it.

    `given` counts only for TEST_DATABASE_URL and TEST_REDIS_URL: without them SQLite in `var`, and
    the address of a Redis which runs once a test marked `broker` starts it. Names a real service
    is configured by are overwritten, so that a shell which has them set can do no harm.
    """
    worker = int(given.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    redis_url = urlsplit(given.get("TEST_REDIS_URL") or f"redis://127.0.0.1:{free_port()}/0")
    if given.get("TEST_REDIS_URL"):
        # Side by side in the one server, each process in a numbered database of its own.
        number = int(redis_url.path.strip("/") or 0) + worker
        redis_url = redis_url._replace(path=f"/{number}")
    return {
        # For programs a test starts: they get the same servers, and the settings as they are.
        "DJANGO_SETTINGS_MODULE": "councilsm.settings",
        "DEMO": "0",
        "VAR_DIR": str(var),
        "STATIC_ROOT": str(var / "staticfiles"),
        "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
        "SECRET_KEY_FALLBACKS": "",
        "BASE_URL": "https://councilsm.test",
        "ALLOWED_HOSTS": "councilsm.test",
        # As in service but for one thing: neither the test client nor live_server speaks https.
        "SECURE_SSL_REDIRECT": "0",
        "BEHIND_PROXY": "0",
        "TRUSTED_PROXY_COUNT": "0",
        "DATABASE_URL": given.get("TEST_DATABASE_URL") or f"sqlite:///{quote(str(var))}/x.sqlite3",
        "REDIS_URL": urlunsplit(redis_url),
        "EMAIL_URL": "memorymail://",
        "DEFAULT_FROM_EMAIL": "councilsm@councilsm.test",
        "LOG_LEVEL": "WARNING",
    }
