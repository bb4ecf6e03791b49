"""Restricted cases: two at once, and neither is lost or done twice, nor seen by who may not."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.councils.models import Council
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, Stale
from moderation.cases.actions import add_reader, close_case, end_reader, open_case
from moderation.cases.models import Case, CaseEntry, CaseItem, CaseReader
from moderation.items.models import Item
from moderation.log.actions import log_action
from moderation.log.models import ModerationAction
from tests.cast import Cast, assemble
from tests.moderation.casing import logged, opened
from tests.moderation.test_log_races import outcomes_of
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def council_of(cast: Cast) -> Council:
    return Council.objects.get(pk=cast.ashford.pk)


def test_one_page_sent_four_times_at_once_opens_one_case(cast: Cast) -> None:
    key = uuid4()

    def send() -> Case:
        posted = {"url": "https://www.facebook.com/x/posts/1", "handle": "jo"}
        return open_case(
            council=council_of(cast), kind="abuse", what="x", form_key=key, actor=cast.ana, **posted
        )

    outcomes = outcomes_of([send] * 4, Case)
    assert {one.there for one in outcomes if isinstance(one, AlreadyDone)} == {Case.objects.get()}
    assert CaseItem.objects.count() == Item.objects.count() == 1


def test_one_of_two_closes_a_case(cast: Cast) -> None:
    pk = opened(cast).pk

    def close() -> Case:
        case = Case.objects.select_related("council").get(pk=pk)
        return close_case(case=case, outcome="advised", words="x", advice="x", actor=cast.priya)

    outcomes_of([close] * 3, Case)
    assert CaseEntry.objects.filter(kind="closed").count() == 1
    assert first_fault(cast.ashford.pk) is None


def test_one_of_two_lets_somebody_read_it_and_one_takes_it_away(cast: Cast) -> None:
    pk = opened(cast).pk

    def let() -> CaseReader:
        case = Case.objects.select_related("council").get(pk=pk)
        return add_reader(case=case, person=cast.rita, reason="x", actor=cast.priya)

    def end() -> CaseReader:
        reader = CaseReader.objects.select_related("case__council", "person").get()
        return end_reader(reader=reader, actor=cast.priya)

    outcomes_of([let] * 3, CaseReader)
    outcomes_of([end] * 3, CaseReader)
    assert CaseReader.objects.get().ended_by == cast.priya


def test_nothing_is_logged_on_an_item_once_a_case_has_it(cast: Cast) -> None:
    """Whoever is first: what was logged before is with the case, and nothing after."""
    pk = logged(cast).pk

    def item() -> Item:
        return Item.objects.select_related("council", "account").get(pk=pk)

    def take() -> Case:
        return open_case(
            council=council_of(cast), kind="crime", what="x", item=item(), actor=cast.ana
        )

    def log() -> ModerationAction:
        stale = item()
        return log_action(
            council=stale.council, item=stale, kind="replied", done=True, actor=cast.cora
        )

    outcomes: list[Any] = at_once([take, log, log, take, log])
    cases = [one for one in outcomes if isinstance(one, Case)]
    entries = [one for one in outcomes if isinstance(one, ModerationAction)]
    refused = [one for one in outcomes if isinstance(one, Stale)]
    assert len(cases) == 1, outcomes
    assert len(entries) + len(refused) == 4, outcomes
    assert Item.objects.get().restricted
    assert not [one for one in entries if one.logged_at > CaseItem.objects.get().added_at]
    assert first_fault(cast.ashford.pk) is None
