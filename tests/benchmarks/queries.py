"""How many questions each page asks the database, counted in this process."""

import time
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from tests.benchmarks.walks import APPROVE, DECIDE, LIST, QUEUE, SUBMIT, WORDS

#: Opening and closing a transaction is not a question.
NOT_ASKED = ("SAVEPOINT", "RELEASE")


class Counter:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).startswith(NOT_ASKED):
            self.asked.append(str(sql))
        return execute(sql, params, many, context)


def count(host: str, cookie: str, keys: list[str], council: Any) -> dict[str, list[str]]:
    """The SQL of each kind of request, the session's own included, with rules already cached."""
    officer, clerk = (browser(host, cookie, key) for key in keys)
    at = f"/c/{council.slug}"
    content = {**WORDS, "accounts": for_words(council)}
    waiting = council.drafts.waiting().first()
    decide = f"{at}/drafts/D-{waiting.number:04}/decide/"
    clerk.get(f"{at}/approvals/")  # from here on this process knows the rules
    asked = {
        QUEUE: sql(clerk, f"{at}/approvals/"),
        LIST: sql(clerk, f"{at}/drafts/"),
        DECIDE: sql(clerk, decide),
    }
    page = officer.post(f"{at}/drafts/new/autosave/", content).json()["page"]
    asked[SUBMIT] = sql(officer, page, {**content, "version": 1, "do": "submit"})
    path = page.replace("/edit/", "/decide/")
    number = page.split("D-")[1].split("/")[0]
    digest = council.drafts.select_related("current").get(number=number).current.digest
    asked[APPROVE] = sql(clerk, path, {"outcome": "approve", "digest": digest})
    return asked


@dataclass
class Checks:
    """What one run of the policy checks takes, which submit, decide and approve each hold once.

    Args:
        cpu: processor seconds of this process, a mean over many runs.
    """

    cpu: float
    queries: int


def time_checks(council: Any, *, times: int = 100) -> Checks:
    """Runs the checks over a draft that waits, read as the decide page reads it."""
    from moderation.checks.findings import run_checks

    revision = council.drafts.waiting().select_related("current").first().current

    def run() -> None:
        run_checks(revision.content, council)

    run()  # what is read once a process is read now
    counter = Counter()
    with connection.execute_wrapper(counter):
        run()
    started = time.process_time()
    for _ in range(times):
        run()
    return Checks((time.process_time() - started) / times, len(counter.asked))


def for_words(council: Any) -> list[int]:
    """The ids of the accounts that take words without a picture."""
    accounts = council.official_accounts.exclude(platform="instagram")
    return list(accounts.values_list("pk", flat=True))


def browser(host: str, cookie: str, key: str) -> Client:
    client = Client(SERVER_NAME=host)
    client.cookies[cookie] = key
    return client


def sql(client: Client, path: str, fields: dict[str, Any] | None = None) -> list[str]:
    counter = Counter()
    with connection.execute_wrapper(counter):
        answer = client.post(path, fields) if fields else client.get(path)
    assert answer.status_code in {200, 302}, (path, answer.status_code)
    return counter.asked
