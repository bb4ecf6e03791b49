"""Fixtures that every test may use: the cast, and a browser for each of them.

Django's models are imported inside the fixtures: this file is read before Django is set up.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import django
import pytest
import time_machine

if TYPE_CHECKING:
    from django.test import Client

    from accounts.people.models import Person
    from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> "Cast":
    """The known cast, in Ashford and Barham."""
    from tests.cast import assemble

    return assemble()


@pytest.fixture
def as_() -> "Callable[[Person], Client]":
    """`as_(cast.ana).get(...)`: a browser in which that person has signed in."""
    from django.test import Client

    def sign_in(person: "Person") -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return sign_in


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest) -> Path | None:
    """Where a migrated, empty SQLite database is kept from one run of tests to the next.

    Its name tells of every migration, so that changing one makes it anew. None on PostgreSQL.
    """
    from django.apps import apps
    from django.db import connection

    if connection.vendor != "sqlite":
        return None
    told = hashlib.sha256(f"{sys.version} {django.__version__}".encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            told.update(file.name.encode() + file.read_bytes())
    return Path(request.config.cache.mkdir("migrated")) / f"{told.hexdigest()[:32]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, migrated: Path | None) -> bool:
    """Begins with the kept database where there is one, since making it takes a quarter minute."""
    from django.db import connection

    if migrated is None or not migrated.exists():
        return False
    shutil.copyfile(migrated, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, migrated: Path | None) -> None:
    """Keeps the migrated database for the next run."""
    from django.db import connection

    if migrated is None or migrated.exists():
        return
    connection.close()  # so that all of it is in its file
    for old in set(migrated.parent.glob("*.sqlite3")) - {migrated}:
        old.unlink(missing_ok=True)
    half = migrated.with_suffix(f".{os.getpid()}")
    shutil.copyfile(connection.settings_dict["NAME"], half)
    half.replace(migrated)


@pytest.fixture(autouse=True)
def second_factor_set_aside(request: pytest.FixtureRequest, settings: Any) -> None:
    """Most tests are not about the second factor; those that are carry the marker."""
    if not request.node.get_closest_marker("second_factor"):
        settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(autouse=True)
def no_rules_remembered() -> Iterator[None]:
    """Ids are used again after a rollback, so rules read in one test must not serve the next."""
    yield
    from accounts.councils import models as councils

    councils._read_rules.cache_clear()


@pytest.fixture(autouse=True)
def nobody_is_reading() -> None:
    """Who has which page open is no row, so it is not undone with the rest."""
    from django.core.cache import caches

    caches["presence"].clear()


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_triggers() -> Iterator[None]:
    """A transactional test ends by emptying all tables, which append-only triggers refuse."""
    from django.core.cache import cache
    from django.db import connections
    from django.test import TransactionTestCase

    from councilsm.audit.checks import protected_tables
    from councilsm.audit.triggers import install, remove

    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        connection = connections["default"]
        tables = protected_tables()
        for table, rule in tables.items():
            remove(connection, table, rule)
        try:
            original(self)
            cache.clear()  # its table is no model's, so it is not emptied with the rest
        finally:
            for table, rule in tables.items():
                install(connection, table, rule)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]


@pytest.fixture
def travel() -> "Iterator[Callable[[date], None]]":
    """Makes it midday of another day in London, with nothing run in between."""
    with ExitStack() as trips:

        def to(day: date) -> None:
            noon = datetime.combine(day, time(12), ZoneInfo("Europe/London"))
            trips.enter_context(time_machine.travel(noon, tick=False))

        yield to


@pytest.fixture
def queries() -> "Callable[..., Any]":
    """`with queries(at_most=10):` counts what the database is asked, and refuses repeats.

    Opening and closing a transaction (a savepoint, inside a test) is not a question.
    """
    from collections import Counter
    from contextlib import contextmanager

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    @contextmanager
    def counted(*, at_most: int) -> "Iterator[None]":
        with CaptureQueriesContext(connection) as captured:
            yield
        asked = [
            query["sql"]
            for query in captured.captured_queries
            if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        ]
        listed = "\n".join(asked)
        assert len(asked) <= at_most, f"{len(asked)} queries:\n{listed}"
        repeated = [sql for sql, times in Counter(asked).items() if times > 1]
        assert not repeated, f"Asked more than once:\n{repeated}"

    return counted
