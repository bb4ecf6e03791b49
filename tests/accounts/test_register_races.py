"""Two at once on the register: the second waits, then judges what the first left."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.dates import today
from accounts.register.actions import state_no_accounts
from accounts.register.models import OfficialAccount
from tests.accounts.registering import another
from tests.cast import Cast, assemble

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def second_meanwhile(first: Callable[[], Any], second: Callable[[], Any]) -> list[BaseException]:
    """Begins the second while the first is done and not committed; returns what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            second()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(timeout=1)
    thread.join(timeout=60)
    assert not thread.is_alive()
    return raised


def test_an_account_ends_the_statement_that_there_is_none(cast: Cast) -> None:
    OfficialAccount.objects.filter(council=cast.ashford).update(status="closed")
    raised = second_meanwhile(
        lambda: state_no_accounts(
            council=cast.ashford, minute="1", starts_on=today(), actor=cast.adam
        ),
        lambda: another(cast),
    )
    assert not raised
    assert cast.ashford.official_accounts.running().exists()
    assert not cast.ashford.no_accounts_statements.filter(ends_on__isnull=True).exists()
