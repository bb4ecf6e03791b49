"""What `make run` puts into the environment before Django reads its settings."""

import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path
from urllib.parse import quote

from councilsm.running.processes import free_port, port_is_free


class CannotRun(Exception):
    """Said to the person at the terminal as it stands."""


def choose_port(text: str) -> int:
    """The web port asked for, if it can be had."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotRun(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    if port < 1024 and os.geteuid() != 0:
        raise CannotRun(f"Port {port} is kept for the administrator. Try: PORT=8000 make run")
    if not port_is_free(port):
        other = port + 1 if port < 65535 else 8000
        raise CannotRun(f"Port {port} is in use. Try: PORT={other} make run")
    return port


def secret_key(var: Path) -> str:
    """The key in var/secret_key, made on the first run; only its owner may read it."""
    path = var / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text().strip()
        if len(key) < 50:
            raise CannotRun(f"{path} is damaged. Delete it and start again.") from None
        return key
    with open(handle, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key + "\n")
    return key


def prepare(environ: MutableMapping[str, str], base: Path) -> None:
    """Fills `environ` with the settings of a demonstration whose data live in base/var.

    Settings of a real service that happen to be in the environment are overwritten: a
    demonstration must never touch them.
    """
    port = choose_port(environ.get("PORT", "8000"))
    var = base / "var"
    var.mkdir(mode=0o700, exist_ok=True)
    environ.update(
        DJANGO_SETTINGS_MODULE="councilsm.settings",
        DEMO="1",
        VAR_DIR=str(var),
        STATIC_ROOT=str(var / "staticfiles"),
        SECRET_KEY=secret_key(var),
        BASE_URL=f"http://127.0.0.1:{port}",
        ALLOWED_HOSTS="127.0.0.1,localhost",
        DATABASE_URL=f"sqlite:///{quote(str(var / 'demo.sqlite3'))}",
        REDIS_URL=f"redis://127.0.0.1:{free_port()}/0",
        # The demo clerk may see the operator's page too.
        OPERATORS="clerk@flitwick.example",
        BEHIND_PROXY="0",
        SECURE_SSL_REDIRECT="0",
    )
