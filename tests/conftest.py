"""What every test run needs: a broker, a browser, and a note of the clauses it proves."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from playwright.sync_api import Playwright

from tests import clauses, programs, servers

pytest_plugins = ["tests.fixtures"]

# Playwright keeps an event loop in the main thread, in which Django then refuses its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A slow machine is not a defect.
hypothesis.settings.register_profile("councilsm", deadline=None)
hypothesis.settings.load_profile("councilsm")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clauses-file", type=Path, help="where `make test` collects proven clauses")


def pytest_configure(config: pytest.Config) -> None:
    given = os.environ.get("TEST_REDIS_URL")
    if given and not hasattr(config, "workerinput"):
        try:
            servers.refuse_unless_empty(given)
        except programs.CannotTest as refusal:
            pytest.exit(str(refusal), returncode=4)

    known = {row["id"] for row in clauses.rows()} if clauses.LIST.exists() else None
    report = config.getoption("--clauses-file")
    config.pluginmanager.register(clauses.Clauses(known=known, report=report))


def pytest_sessionfinish() -> None:
    # A given Redis was empty when we came, and this process had a database of its own in it.
    if os.environ.get("TEST_REDIS_URL"):
        import redis

        with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
            client.flushdb()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Before -m chooses: a forgotten marker would send a browser test into the quick run.
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.get_closest_marker("broker"):
            item.fixturenames.insert(0, "broker")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    # What is loaded by now stays: to look through it for garbage again and again costs a fifth.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """The address of a running Redis that is ours alone; Celery's broker in these tests.

    Tests marked `broker` have it without asking. One that ends the server starts its own:
    `servers.Redis()`.
    """
    url = os.environ["REDIS_URL"]
    if os.environ.get("TEST_REDIS_URL"):
        yield url
        return
    port = urlsplit(url).port
    try:
        with servers.Redis(port) as server:
            yield server.url
    except programs.CannotTest as reason:
        pytest.fail(str(reason), pytrace=False)


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Closes what was opened under Playwright's event loop, while that runs.

    Under a loop Django has database connections of its own, and later nobody can find them: the
    test database would not be dropped, since it is in use.
    """
    from django.db import connections

    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, which sees nothing but this machine."""
    try:
        chromium = programs.find_chromium()
    except programs.CannotTest as reason:
        pytest.fail(str(reason), pytrace=False)
    if not chromium:
        pytest.fail("No Chromium on this machine. `make test` says how to get it.", pytrace=False)
    return browser_type_launch_args | {
        "executable_path": str(chromium),
        "args": [
            # It opens our own pages only, and in a container it could not build its sandbox.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ],
    }
