"""What is measured: the floor's page and cycle, and councilsm's, walked as people walk them."""

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.browser import Answer, Browser
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.sites import Site

#: The blocks of a round, in the order they are walked.
FLOOR_PAGE, QUEUE, LIST, DECIDE = "floor page", "queue", "list", "decide"
FLOOR_POST, SUBMIT, APPROVE = "floor POST", "submit", "approve"
FLOOR_UPLOAD = "floor upload"

WORDS = {
    "title": "Market day",
    "kind": "new_post",
    "text": "Market Square is closed to traffic on Friday from 6am to 4pm.",
}


@dataclass
class Sample:
    """One kind of request in one round.

    Args:
        seconds: of each request, as the browser waited for it.
        cpu: processor seconds that the site's workers used for all of them.
    """

    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.seconds)


Round = dict[str, Sample]


class Walker:
    """Measures blocks of requests; one block uses one site only."""

    def __init__(self, round_: Round) -> None:
        self.round = round_

    def block(self, name: str, site: Site, asks: Sequence[Callable[[], Answer]]) -> None:
        sample = self.round.setdefault(name, Sample())
        before = cpu_seconds(site.workers)
        sample.seconds += [ask().seconds for ask in asks]
        sample.cpu += cpu_seconds(site.workers) - before


class Floor:
    """The bare site with its two people."""

    def __init__(self, site: Site, keys: Sequence[str]) -> None:
        self.site = site
        self.officer, self.clerk = (Browser(site.port, {"sessionid": key}) for key in keys)
        self._rows = itertools.count(1)

    def pages(self, walker: Walker, times: int) -> None:
        walker.block(FLOOR_PAGE, self.site, [lambda: self.clerk.get("/1/")] * times)

    def cycles(self, walker: Walker, times: int) -> None:
        """Two POSTs a row, by two people."""
        rows = list(itertools.islice(self._rows, times))
        for browser, state in ((self.officer, "waiting"), (self.clerk, "approved")):
            asks = [self._change(browser, row, state) for row in rows]
            walker.block(FLOOR_POST, self.site, asks)

    def uploads(self, walker: Walker, times: int, data: bytes) -> None:
        """The same as a POST with a file, which is put on the disk."""
        rows = itertools.islice(self._rows, times)
        files = {"file": ("comment.png", data)}
        asks = [
            lambda r=row: self.officer.send(f"/1/{r}/upload/", {"row": r}, files) for row in rows
        ]
        walker.block(FLOOR_UPLOAD, self.site, asks)

    @staticmethod
    def _change(browser: Browser, row: int, state: str) -> Callable[[], Answer]:
        return lambda: browser.post(f"/1/{row}/{state}/", {"row": row})


class Council:
    """councilsm with the officer who writes and the clerk who decides.

    Args:
        slug: of the council with the most drafts.
        accounts: ids of the official accounts that new drafts name.
        waiting: numbers of drafts that wait, whose decide pages are read.
    """

    def __init__(
        self, site: Site, cookie: str, keys: Sequence[str], slug: str, **facts: list[int]
    ) -> None:
        self.site = site
        self.officer, self.clerk = (Browser(site.port, {cookie: key}) for key in keys)
        self.at = f"/c/{slug}"
        self.accounts = facts["accounts"]
        self._waiting: Iterator[int] = itertools.cycle(facts["waiting"])

    def pages(self, walker: Walker, times: int) -> None:
        for name, path in ((QUEUE, "approvals/"), (LIST, "drafts/")):
            walker.block(name, self.site, [self._page(path)] * times)
        numbers = itertools.islice(self._waiting, times)
        asks = [self._page(f"drafts/D-{number:04}/decide/") for number in numbers]
        walker.block(DECIDE, self.site, asks)

    def cycles(self, walker: Walker, times: int) -> None:
        """Submits and approves so many drafts; only the two POSTs of each are measured.

        The draft is there already, saved while it was typed. Both forms are fetched first.
        """
        drafts = [self.start() for _ in range(times)]
        walker.block(SUBMIT, self.site, [self._submit(*self.form(page)) for page in drafts])
        forms = [self.decide_form(page) for page in drafts]
        walker.block(APPROVE, self.site, [self._approve(*form) for form in forms])

    def start(self) -> str:
        """A draft as the page saves it while somebody types; returns its edit page."""
        form = self.officer.get(f"{self.at}/drafts/new/").hidden
        saved = self.officer.post(
            f"{self.at}/drafts/new/autosave/", {**self.content(), **form}, expect=200
        )
        page: str = json.loads(saved.text)["page"]
        return page

    def content(self) -> dict[str, Any]:
        return {**WORDS, "accounts": self.accounts}

    def form(self, page: str) -> tuple[str, dict[str, Any]]:
        return page, {**self.content(), **self.officer.get(page).hidden, "do": "submit"}

    def decide_form(self, page: str) -> tuple[str, dict[str, Any]]:
        path = page.replace("/edit/", "/decide/")
        return path, {**self.clerk.get(path).hidden, "outcome": "approve"}

    def _page(self, path: str) -> Callable[[], Answer]:
        return lambda: self.clerk.get(f"{self.at}/{path}")

    def _submit(self, path: str, fields: dict[str, Any]) -> Callable[[], Answer]:
        return lambda: self.officer.post(path, fields)

    def _approve(self, path: str, fields: dict[str, Any]) -> Callable[[], Answer]:
        return lambda: self.clerk.post(path, fields)
