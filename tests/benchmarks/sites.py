"""The two sites that are compared, each on its own gunicorn with two sync workers."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from councilsm.running.processes import Child, Guard, end_all, free_port, port_is_free, wait_for
from tests import servers
from tests.programs import CannotTest

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
GRACE = 5.0  # seconds a gunicorn gets to end by itself


@dataclass(frozen=True)
class Site:
    """A running gunicorn.

    Args:
        workers: the ids of its worker processes, the master not among them.
    """

    port: int
    workers: tuple[int, ...]


@contextlib.contextmanager
def site(
    name: str, application: str, environ: Mapping[str, str], folder: Path, guard: Guard
) -> Iterator[Site]:
    """Runs a gunicorn until the block ends, however it ends."""
    port, started = free_port(), folder / f"{name}-workers"
    started.mkdir()
    command = [sys.executable, "-m", "gunicorn", application, "--workers", str(WORKERS)]
    command += ["--bind", f"127.0.0.1:{port}", "--config", "tests/benchmarks/gunicorn_conf.py"]
    child = Child(
        name,
        command,
        log=folder / f"{name}.log",
        guard=guard,
        env={**environ, "WORKERS": str(started)},
        cwd=ROOT,
    )
    try:
        child.start()

        def ready() -> bool:
            all_there = len(list(started.iterdir())) >= WORKERS and not port_is_free(port)
            return all_there or not child.running()

        if not wait_for(ready, servers.START_LIMIT) or not child.running():
            raise CannotTest(f"{name} does not start:\n{child.last_words()}")
        yield Site(port, tuple(int(path.name) for path in started.iterdir()))
    finally:
        end_all([child], grace=GRACE)


def on_socket(url: str, database: str) -> str:
    """The address of a database beside the one that `servers.postgres()` made.

    Its socket's folder goes into the path, where django-environ finds it.
    """
    user, _, folder = urlsplit(url).netloc.rpartition("@")
    folder = unquote(folder) or unquote(urlsplit(url).path).rpartition("/")[0]
    return f"postgres://{user}@/{folder}/{database}"


def create_database(url: str, database: str) -> None:
    import psycopg

    folder, name = urlsplit(on_socket(url, "postgres")).path.removeprefix("/").rsplit("/", 1)
    with psycopg.connect(host=folder, user="councilsm", dbname=name, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")


def environment(database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    """For councilsm: as in service, logs included, but on plain http and without mail."""
    told = servers.environment({}, folder)
    told |= {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "LOG_LEVEL": "INFO"}
    return os.environ | told | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}


def prepare_floor(environ: Mapping[str, str], *size: int) -> str:
    """Fills the floor's database; returns what its program prints."""
    command = [sys.executable, "-m", "tests.benchmarks.floor.prepare", *map(str, size)]
    done = subprocess.run(command, cwd=ROOT, env=dict(environ), capture_output=True, text=True)
    if done.returncode:
        raise CannotTest(f"The floor cannot be prepared:\n{done.stderr[-2000:]}")
    return done.stdout
