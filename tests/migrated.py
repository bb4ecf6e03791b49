"""A database that every migration has passed over, made once and copied by each process of a run.

The migrations take half a minute, and each process would run them all.
"""

import gc
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import django

from tests.programs import CannotTest

ROOT = Path(__file__).resolve().parent.parent


def kept() -> Path:
    """Where the SQLite database is kept from one run to the next.

    Its name tells of every migration, so that changing one makes it anew.
    """
    from django.apps import apps

    told = hashlib.sha256(f"{sys.version} {django.__version__}".encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            told.update(file.name.encode() + file.read_bytes())
    return ROOT / ".pytest_cache" / "migrated" / f"{told.hexdigest()[:32]}.sqlite3"


def keep(made: str) -> None:
    """Keeps a migrated SQLite database for the next run, in the place of the one before."""
    path = kept()
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in set(path.parent.glob("*.sqlite3")) - {path}:
        old.unlink(missing_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    shutil.copyfile(made, half)
    half.replace(path)


def make_all(environ: Mapping[str, str], urls: list[str]) -> None:
    """Migrates the kept SQLite database and these others, side by side.

    Raises:
        CannotTest: a migration failed; with what it printed.
    """
    command = [sys.executable, "-m", "tests.migrated"]
    given = [{}, *({"TEST_DATABASE_URL": url} for url in urls)]
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environ, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for more in given
    ]
    printed = [process.communicate()[0] for process in running]
    for process, text in zip(running, printed, strict=True):
        if process.returncode:
            raise CannotTest(f"The migrations failed:\n{text}")


def main() -> None:
    """Migrates the database that the settings name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite" and kept().exists():
        return
    # Models are made by the ten thousand: to look for garbage as often as usual costs a fifth.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    call_command("migrate", verbosity=0)
    connection.close()  # so that all of it is in its file
    if connection.vendor == "sqlite":
        keep(str(connection.settings_dict["NAME"]))


if __name__ == "__main__":
    main()
