"""Keeps secrets that stand in addresses out of the log."""

import re
from collections.abc import MutableMapping
from typing import Any

#: What follows these parts of an address opens something: an invitation, a sender's page, a new
#: password.
SECRET_PATHS = re.compile(r"(/join/|/requests/|/sign-in/forgotten/[0-9A-Za-z]+-)[^/\s\"']+")


def mask_secrets(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: one-use secrets in addresses become `***` in every value."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = SECRET_PATHS.sub(r"\1***", value)
    return event
