"""Fixtures that every test may use: the cast, and a browser for each of them.

Django's models are imported inside the fixtures: this file is read before Django is set up.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

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
    from tests.sessions import signed_in

    return signed_in


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Begins with the kept database where there is one, since making it takes half a minute."""
    from django.db import connection

    from tests.migrated import kept

    if connection.vendor != "sqlite" or not kept().exists():
        return False
    shutil.copyfile(kept(), connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Keeps the migrated database for the next run."""
    from django.db import connection

    from tests.migrated import keep, kept

    if connection.vendor != "sqlite" or kept().exists():
        return
    connection.close()  # so that all of it is in its file
    keep(str(connection.settings_dict["NAME"]))


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
def empty_past_the_triggers() -> Iterator[None]:
    """A transactional test ends by emptying all tables, which append-only triggers refuse.

    Django would do it by TRUNCATE, which takes half a second for 150 tables whatever is in them.
    """
    from django.core.cache import cache
    from django.db import connection, transaction
    from django.test import TransactionTestCase

    from councilsm.audit.checks import protected_tables
    from councilsm.audit.triggers import install, remove

    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        kept = {"django_content_type", "auth_permission"}  # the migrations made them
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = sorted(set(names) - kept)
        on_postgres = connection.vendor == "postgresql"
        with transaction.atomic(), connection.cursor() as cursor:
            if on_postgres:
                # What the server still writes for a page that was left is waited for.
                cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
                cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                " UNION ALL ".join(
                    f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables
                )
            )
            filled = [table for (table,) in cursor.fetchall()]
            protected = {} if on_postgres else protected_tables()
            rules = {table: protected[table] for table in filled if table in protected}
            for table, rule in rules.items():
                remove(connection, table, rule)
            for table in filled:
                cursor.execute(f"DELETE FROM {table}")
            for table, rule in rules.items():
                install(connection, table, rule)
        cache.clear()  # its table is no model's, so it is not emptied with the rest

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
