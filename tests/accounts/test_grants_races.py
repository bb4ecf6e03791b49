"""Access decided by two at once: what one of them was judged by, the other has changed."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.dates import today
from accounts.grants.actions import grant_access
from accounts.grants.models import AccessGrant
from accounts.register.actions import change_state
from accounts.register.levels import Level
from accounts.register.models import OfficialAccount
from councilsm.refusals import RuleBroken
from tests.accounts.granting import asked, granted, rules
from tests.accounts.registering import a_login
from tests.cast import Cast, assemble, chosen
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def granting(cast: Cast, grant: AccessGrant) -> Callable[[], Any]:
    """Priya grants it, as her page read it before."""
    grants = AccessGrant.objects.select_related("council", "account", "way_in")
    read = grants.get(pk=grant.pk)
    return lambda: grant_access(grant=read, ends_on=None, actor=cast.priya)


@pytest.mark.parametrize("round_", range(2))
def test_nobody_is_let_into_an_account_that_is_being_closed(cast: Cast, round_: int) -> None:
    let_in = granting(cast, asked(cast))
    account = OfficialAccount.objects.select_related("council").get(pk=cast.page.pk)

    def close() -> Any:
        return change_state(
            account=account, status="closed", on=today(), reason="Gone", actor=cast.adam
        )

    closed, let = at_once([close, let_in])
    assert not isinstance(closed, BaseException), closed
    assert isinstance(let, AccessGrant | RuleBroken), let
    assert not AccessGrant.objects.in_force(today()).exists()


@pytest.mark.parametrize("round_", range(2))
def test_two_administrators_by_different_ways_are_counted(cast: Cast, round_: int) -> None:
    rules(cast, administrators=chosen(2))
    granted(cast, cast.adam, level=Level.FULL)
    login = a_login(cast)
    by_itself = granting(cast, asked(cast, cast.ana, level=Level.FULL))
    by_login = granting(cast, asked(cast, cast.cora, what=login, level=Level.SHARED))
    outcomes = at_once([by_itself, by_login])
    refused = [one for one in outcomes if isinstance(one, RuleBroken)]
    assert len(refused) == 1 and "3 people with full control" in refused[0].sentence, outcomes
    assert AccessGrant.objects.filter(status="granted").count() == 2
