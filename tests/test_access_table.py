"""Who gets what on every address: the whole of the access rules on one page.

The rows stand by app in `tests/access/`. A URL name that is not among them fails the suite, so a
new page cannot arrive without its row.
The admin site and the sign-in pages have generated tables of their own.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.people.models import Person
from tests.access import accounts, moderation, policies
from tests.access.addresses import arguments
from tests.access.rows import PEOPLE
from tests.cast import Cast

TABLE = accounts.TABLE | policies.TABLE | moderation.TABLE

#: Namespaces and names with a table of their own (tests/accounts/).
ELSEWHERE = ("admin", "account_", "mfa_", "usersessions_", "carry_on")


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every URL name there is, with its namespace."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inside = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry, inside)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}"


def test_the_table_is_whole() -> None:
    existing = {name for name in names(get_resolver()) if not name.startswith(ELSEWHERE)}
    assert existing == set(TABLE)


def test_every_address_has_a_name() -> None:
    def unnamed(resolver: URLResolver) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                if entry.namespace != "admin":
                    yield from unnamed(entry)
            elif not entry.name:
                yield str(entry.pattern)

    assert list(unnamed(get_resolver())) == []


@pytest.mark.parametrize("name", TABLE)
def test_access(cast: Cast, as_: Callable[[Person], Client], name: str) -> None:
    """Everybody asks for the same; what one of them changed is undone before the next asks."""
    method, row = TABLE[name]
    path = reverse(name, args=arguments(cast, name))
    answers = {}
    for person in PEOPLE:
        with transaction.atomic():
            browser = Client() if person == "nobody" else as_(getattr(cast, person))
            answer = getattr(browser, method)(path, {"version": 1} if method == "post" else {})
            transaction.set_rollback(True)
        caches["presence"].clear()
        answers[person] = answer.status_code
        if person == "nobody" and answer.status_code == 302 and set(row) != {302}:
            assert answer.headers["Location"].startswith("/sign-in/")
    assert answers == dict(zip(PEOPLE, row, strict=True))


def test_an_unlabelled_view_refuses_to_work(settings: Any, cast: Cast) -> None:
    settings.ROOT_URLCONF = "tests.unlabelled_urls"
    from django.core.exceptions import ImproperlyConfigured

    browser = Client()
    browser.force_login(cast.priya)
    with pytest.raises(ImproperlyConfigured, match="does not say who may use it"):
        browser.get("/forgotten-check/")
