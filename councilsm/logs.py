"""Keeps secrets, and what people search for, out of the log: both stand in addresses."""

import re
from collections.abc import MutableMapping
from typing import Any

#: What follows these parts of an address opens something: an invitation, a sender's page, a new
#: password.
SECRET_PATHS = re.compile(r"(/join/|/requests/|/sign-in/forgotten/[0-9A-Za-z]+-)[^/\s\"']+")
#: What somebody looks for in a council's lists: words, a resident's handle.
LOOKED_FOR = re.compile(r"(/c/[^\s?\"']+\?)[^\s\"']+")


def mask_secrets(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: secrets and searches in addresses become `***` in every value."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = LOOKED_FOR.sub(r"\1***", SECRET_PATHS.sub(r"\1***", value))
    return event
