"""Ends processes when the one that started them is gone, however it went.

Started by `processes.Guard` as a script of its own, so that it outlives a `kill -9` of the program
it guards. It reads its standard input, a pipe only that program holds open: `watch 123` and
`forget 123` name process groups. When the pipe closes, whatever is still watched is ended.
"""

import contextlib
import os
import signal
import sys
import time

GRACE = 5.0  # seconds between asking and killing


def alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(groups: set[int], grace: float = GRACE) -> None:
    """Asks each group's leader to end, and kills what is left after `grace` seconds."""
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(group, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and any(alive(group) for group in groups):
        time.sleep(0.05)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def main() -> None:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        word, group = line.split()
        if word == "watch":
            groups.add(int(group))
        else:
            groups.discard(int(group))
    end(groups)


if __name__ == "__main__":
    main()
