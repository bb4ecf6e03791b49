"""What opens something does not stand in the log."""

import json
import logging
from typing import Any

import pytest

from councilsm.logs import mask_secrets


@pytest.mark.parametrize(
    ("address", "logged"),
    {
        "GET /join/s3cr3t-abc/": "GET /join/***/",
        "GET /sign-in/forgotten/4-d8x-0f/": "GET /sign-in/forgotten/4-***/",
        "GET /c/ashford/requests/Zm9vYmFyYmF6cXV4Zm9vYg/": "GET /c/ashford/requests/***/",
        "GET /c/ashford/drafts/D-0001/": "GET /c/ashford/drafts/D-0001/",
        "GET /c/ashford/moderation/?handle=someone&kind=": "GET /c/ashford/moderation/?***",
    }.items(),
)
def test_secrets_in_addresses_are_masked(address: str, logged: str) -> None:
    assert mask_secrets(None, "info", {"request": address})["request"] == logged


def test_djangos_own_log_is_masked_too(settings: Any) -> None:
    told = dict(settings.LOGGING["formatters"]["json"])
    formatter = told.pop("()")(**told)
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: /join/s3cr3t/", (), None)
    assert json.loads(formatter.format(record))["event"] == "Not Found: /join/***/"
