"""`make run`: sets the demonstration's environment, then hands over to `manage.py run`."""

import os
import sys
from pathlib import Path

from councilsm.running.environment import CannotRun, prepare


def main() -> None:
    try:
        prepare(os.environ, Path(__file__).resolve().parent.parent.parent)
    except CannotRun as refusal:
        sys.exit(str(refusal))
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", "run"])


if __name__ == "__main__":
    main()
