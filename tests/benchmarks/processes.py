"""What a server's processes have used, read from outside them."""

import subprocess
from collections.abc import Iterable
from pathlib import Path


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time, user and system, that the processes have used since they began."""
    return sum(_cpu_seconds(pid) for pid in pids)


def _cpu_seconds(pid: int) -> float:
    exact = Path(f"/proc/{pid}/schedstat")
    if exact.exists():
        return int(exact.read_text().split()[0]) / 1e9
    # Elsewhere in hundredths of a second, as [[hours:]minutes:]seconds.
    seconds = 0.0
    for part in _ps(pid, "time").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def resident_mb(pid: int) -> float:
    """Resident memory in MB (10^6 bytes)."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        lines = status.read_text().splitlines()
        kib = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    else:
        kib = _ps(pid, "rss")
    return int(kib) * 1024 / 1e6


def peak_mb(pid: int) -> float:
    """The most that it has held, in MB (10^6 bytes); Linux only."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) * 1024 / 1e6


def _ps(pid: int, column: str) -> str:
    command = ["ps", "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
