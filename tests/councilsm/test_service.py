"""What stands before Django in service."""

from typing import Any

import pytest
from django.db import OperationalError, connections

from councilsm.encoding import only_utf8


@pytest.mark.parametrize(
    ("named", "read"),
    {
        "application/x-www-form-urlencoded; charset=utf-7": "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x; charset=base64": "multipart/form-data; boundary=x",
        "text/plain": "text/plain",
    }.items(),
)
def test_no_client_chooses_how_words_are_decoded(named: str, read: str) -> None:
    seen: dict[str, Any] = {}

    def django(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        return []

    only_utf8(django)({"CONTENT_TYPE": named}, None)
    assert seen["CONTENT_TYPE"] == read


def test_healthz_asks_nothing_of_the_database(client: Any) -> None:
    """Without the fixture `db`, a question to it would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_says_whether_the_database_answers(
    client: Any, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").status_code == 200

    def down(*args: Any) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "cursor", down)
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database unavailable\n")


def test_a_null_character_in_an_address_is_a_bad_request(client: Any, db: None) -> None:
    assert client.get("/sign-in/?next=%00").status_code == 400
