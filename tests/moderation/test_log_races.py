"""The moderation log: two at once, and neither is lost or done twice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.councils.models import Council
from accounts.register.models import OfficialAccount
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, Stale
from moderation.items.authors import author_for, same_person
from moderation.items.linking import link_authors
from moderation.items.models import Author, Item
from moderation.log.actions import confirm_action, correct_action, log_action, reverse_action
from moderation.log.models import ModerationAction
from tests.cast import Cast, assemble
from tests.moderation.logging_ import ABUSE, COMMENT, SLUR, log
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def logging(cast: Cast, **changes: Any) -> Callable[[], ModerationAction]:
    def write() -> ModerationAction:
        council = Council.objects.get(pk=cast.ashford.pk)
        account = OfficialAccount.objects.get(pk=cast.page.pk)
        values: dict[str, Any] = {
            "kind": "hidden",
            "grounds": ABUSE,
            "done": True,
            "no_capture": "x",
            "platform": "facebook",
            "url": COMMENT,
            "handle": "rex.roe",
            "words": SLUR,
            **changes,
        }
        return log_action(council=council, account=account, actor=cast.cora, **values)

    return write


def entry(pk: int) -> ModerationAction:
    return ModerationAction.objects.select_related("council", "item__council").get(pk=pk)


def outcomes_of(calls: list[Callable[[], Any]], wins: type[Any]) -> list[Any]:
    """What came back: one won, and the others were told."""
    outcomes = at_once(calls)
    won = [one for one in outcomes if isinstance(one, wins)]
    assert len(won) == 1, outcomes
    assert all(isinstance(one, Stale) for one in outcomes if one is not won[0]), outcomes
    return outcomes


def test_four_officers_who_log_the_same_comment_make_one_entry(cast: Cast) -> None:
    outcomes = outcomes_of([logging(cast)] * 4, ModerationAction)
    there = {one.there for one in outcomes if isinstance(one, AlreadyDone)}
    assert there == {ModerationAction.objects.get()}
    assert Item.objects.count() == Author.objects.count() == 1
    assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize("address", ["", COMMENT])
def test_one_page_sent_four_times_at_once_makes_one_entry(cast: Cast, address: str) -> None:
    key: UUID = uuid4()
    outcomes_of([logging(cast, form_key=key, url=address, again=True)] * 4, ModerationAction)
    assert ModerationAction.objects.get().form_key == key


def test_one_of_reversing_and_correcting_wins(cast: Cast) -> None:
    pk = log(cast).pk
    outcomes_of(
        [
            lambda: reverse_action(
                action=entry(pk), why="x", in_error=True, actor=cast.cora, done=True
            ),
            lambda: correct_action(action=entry(pk), why="x", grounds=ABUSE, actor=cast.cora),
            lambda: reverse_action(
                action=entry(pk), why="y", in_error=False, actor=cast.cora, done=True
            ),
        ],
        ModerationAction,
    )
    assert ModerationAction.objects.count() == 2
    assert first_fault(cast.ashford.pk) is None


def test_a_report_is_confirmed_by_one_with_one_reference(cast: Cast) -> None:
    pk = log(cast, "reported", done=False).pk

    def confirm(reference: str) -> Callable[[], ModerationAction]:
        return lambda: confirm_action(action=entry(pk), reference=reference, actor=cast.cora)

    outcomes = outcomes_of([confirm("A1"), confirm("B2")], ModerationAction)
    won = next(one for one in outcomes if isinstance(one, ModerationAction))
    assert entry(pk).reference == won.reference


def test_links_made_at_once_split_no_group(cast: Cast) -> None:
    handles = ["a", "b", "c", "d"]
    for handle in handles:
        author_for(cast.ashford, platform="facebook", handle=handle)

    def link(one: str, other: str) -> Callable[[], Any]:
        def do() -> Any:
            rows = {row.handle: row for row in Author.objects.select_related("council")}
            return link_authors(author=rows[one], other=rows[other], reason="x", actor=cast.cora)

        return do

    outcomes = at_once([link("a", "b"), link("c", "b"), link("d", "c")])
    assert not any(isinstance(one, BaseException) for one in outcomes), outcomes
    for author in Author.objects.all():
        assert "".join(row.handle for row in same_person(author)) == "abcd"
