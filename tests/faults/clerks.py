"""People at the web pages while everything around them is killed."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from tests.faults.house import House

NEW = "/c/ashford/drafts/new/"
#: Seconds for which somebody goes on pressing the button.
PATIENCE = 120.0


@dataclass
class Seen:
    """What a clerk met.

    Args:
        accepted: titles of forms that were answered as taken.
        given_up: titles of forms that were not, however often they were sent.
        attempts: how often a form was sent.
        refused: answers that were neither a success nor a fault of the server: a mistake of ours.
        seconds: how long each successful answer took.
    """

    accepted: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    attempts: int = 0
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Clerk:
    """Somebody signed in, who sends a form again until it is taken: the same form, with its key.

    Args:
        session: the key of a session that is signed in.
        account: the id of the account to post on.
    """

    def __init__(self, house: House, session: str, account: int) -> None:
        self.house, self.account, self.seen = house, account, Seen()
        self.cookies = f"__Host-session={session}; __Host-csrf={'c' * 32}"

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> int:
        """One request; its status.

        Raises:
            OSError, http.client.HTTPException: the server went away.
        """
        headers = {"Host": "councilsm.test", "Cookie": self.cookies}
        body = None
        if fields is not None:
            body = urlencode({"csrfmiddlewaretoken": "c" * 32, **fields})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.house.web_port, timeout=15)
        try:
            began = time.monotonic()
            line.request(method, path, body, headers)
            answer = line.getresponse()
            answer.read()
            if answer.status < 400:
                self.seen.seconds.append(time.monotonic() - began)
            return answer.status
        finally:
            line.close()

    def submit(self) -> str:
        """Fills in a new draft and sends it until it is taken; its title."""
        title = f"Form {uuid4().hex[:12]}"
        form = {
            "title": title,
            "kind": "new_post",
            "accounts": self.account,
            "text": "High Street is closed on Friday.",
            "version": 1,
            "do": "submit",
            "form_key": uuid4(),
        }
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.seen.attempts += 1
            try:
                status = self.ask("POST", NEW, form)
            except (OSError, http.client.HTTPException):
                status = 0
            if status == 302:
                self.seen.accepted.append(title)
                return title
            if 0 < status < 500:
                self.seen.refused.append(f"{status} for {title}")
                break
            time.sleep(0.2)
        self.seen.given_up.append(title)
        return title


def at_work(clerks: list[Clerk], until: threading.Event) -> list[threading.Thread]:
    """Lets each send one form after the other until told to stop; the running threads."""

    def work(clerk: Clerk) -> None:
        while not until.is_set():
            clerk.submit()
            time.sleep(0.05)

    threads = [threading.Thread(target=work, args=(clerk,), daemon=True) for clerk in clerks]
    for thread in threads:
        thread.start()
    return threads
