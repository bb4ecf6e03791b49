"""Just enough of a browser: cookies, hidden fields, and a clock."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

HOST = "councilsm.test"
WAITS = 30.0  # seconds for an answer


#: Of a form: field to the file's name and bytes.
Files = dict[str, tuple[str, bytes]]


class Unexpected(Exception):
    """A page was not what the measurement needs. Says which, and what came."""


@dataclass
class Answer:
    """What came back.

    Args:
        seconds: from opening the connection to the last byte.
    """

    status: int
    location: str
    text: str
    seconds: float

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms, the token among them."""
        reader = HiddenFields()
        reader.feed(self.text)
        return reader.found


class HiddenFields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and given.get("type") == "hidden" and name:
            self.found[name] = given.get("value") or ""


def multipart(fields: dict[str, Any], files: Files) -> tuple[bytes, str]:
    """A form with files as a browser sends it, and its media type."""
    mark = "councilsm-benchmark"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (called, data) in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"'
        parts += [f"{head}\r\nContent-Type: image/png\r\n\r\n".encode(), data, b"\r\n"]
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


@dataclass
class Browser:
    """One signed-in person.

    It offers to keep its connection; gunicorn's sync workers close it after each answer, so every
    time measured holds the opening of a loopback connection, ours and the floor's alike.
    """

    port: int
    cookies: dict[str, str]
    sent: int = field(default=0, init=False)
    _connection: http.client.HTTPConnection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAITS)

    def get(self, path: str, expect: int = 200) -> Answer:
        return self._ask("GET", path, None, expect)

    def post(self, path: str, fields: dict[str, Any], expect: int = 302) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True), expect)

    def send(self, path: str, fields: dict[str, Any], files: Files, expect: int = 302) -> Answer:
        """Posts a form with files."""
        body, kind = multipart(fields, files)
        return self._ask("POST", path, body, expect, kind)

    def _ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None,
        expect: int,
        kind: str = "application/x-www-form-urlencoded",
    ) -> Answer:
        headers = {
            "Host": HOST,
            "Accept": "text/html",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = kind
        self.sent += 1
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read()
        seconds = time.perf_counter() - started
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: part.value for name, part in SimpleCookie(line).items()}
        answer = Answer(
            response.status, response.headers.get("Location", ""), text.decode(), seconds
        )
        if answer.status != expect:
            said = " ".join(answer.text.split())[:500]
            raise Unexpected(
                f"{method} {path} answered {answer.status}, not {expect}. {answer.location}{said}"
            )
        return answer
