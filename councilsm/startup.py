"""What must be true before the web server or a worker serves anybody.

Django runs its system checks for commands only. Those tagged `SERVICE` are asked here as well, by
`wsgi.py` and `celery.py`; a feature registers one in its `checks.py`.
"""

from django.core.checks import run_checks

#: The tag of a check that stops the service from starting.
SERVICE = "service"


class MustNotStart(RuntimeError):
    """The service would not be safe. Says what is wrong and how to mend it."""


def require_ready() -> None:
    """Asks every check tagged `SERVICE`.

    Raises:
        MustNotStart: one of them finds an error.
        django.db.Error: the database does not answer.
    """
    errors = [
        message
        for message in run_checks(tags=[SERVICE], databases=["default"])
        if message.is_serious()
    ]
    if errors:
        words = "\n".join(f"{error.msg}\n  {error.hint or ''}".rstrip() for error in errors)
        raise MustNotStart(f"councilsm does not start.\n{words}")
