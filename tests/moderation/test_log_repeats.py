"""Who posted what had to come down before, and what the rules suggest then."""

from typing import Any

import pytest

from moderation.items.linking import link_authors
from moderation.items.models import Author
from moderation.log.actions import reverse_action
from moderation.log.grounds import Grounds
from moderation.log.models import ModerationAction
from moderation.log.repeats import earlier, next_step
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.logging_ import (
    COMMENT,
    cora_logs_by,
    log,
)


def removed(cast: Cast, number: int, **changes: Any) -> ModerationAction:
    return log(cast, "deleted", url=f"{COMMENT}{number}", **changes)


@pytest.mark.clause("FTC-A-8")
def test_flitwick_is_shown_who_was_here_before_and_what_to_think_of(cast: Cast) -> None:
    cora_logs_by(cast, "flitwick")
    grounds = Grounds(reason="offensive", marked="dirty rat", even_if_praise=True)
    first = removed(cast, 1, grounds=grounds)
    author = Author.objects.get()
    assert next_step(cast.ashford, author, before=first) is None
    log(cast, "warned", item=first.item)
    removed(cast, 2, grounds=grounds)
    third = removed(cast, 3, grounds=grounds)
    kinds = [one.action.kind for one in earlier(author, before=third)]
    assert kinds == ["deleted", "warned", "deleted"]
    suggested = next_step(cast.ashford, author, before=third)
    assert suggested
    assert (suggested.earlier, suggested.steps) == (2, ("report", "block"))
    assert suggested.source.startswith("FTC-A-8")
    assert third.item.actions.count() == 1  # nothing was done by itself


def test_errors_count_against_nobody_and_linked_profiles_count_together(cast: Cast) -> None:
    step = {"repeat_authors": chosen({"earlier": 1, "steps": ["warn"]})}
    a_rulebook(cast.ashford, **RULES | step)
    cast.ashford.refresh_from_db()
    entry = removed(cast, 1)
    reverse_action(action=entry, why="Satire.", in_error=True, actor=cast.cora, done=True, note="x")
    author = Author.objects.get()
    (shown,) = earlier(author)
    assert (shown.outcome, shown.in_error) == ("Removed in error", True)
    warned = log(cast, "warned", item=entry.item)
    reverse_action(action=warned, why="x", in_error=True, actor=cast.cora, done=True)
    assert earlier(author)[0].outcome == "Made in error"
    assert next_step(cast.ashford, author) is None
    removed(cast, 2, handle="rexxy")
    assert next_step(cast.ashford, author) is None
    other = Author.objects.get(handle="rexxy")
    link_authors(author=author, other=other, reason="He says so.", actor=cast.cora)
    suggested = next_step(cast.ashford, Author.objects.get(pk=author.pk))
    assert suggested and (suggested.earlier, suggested.steps) == (1, ("warn",))
    assert suggested.source.startswith("the council's decision")


def test_two_actions_on_one_item_are_one_occasion(cast: Cast) -> None:
    step = {"repeat_authors": chosen({"earlier": 2, "steps": ["warn"]})}
    a_rulebook(cast.ashford, **RULES | step)
    cast.ashford.refresh_from_db()
    log(cast, "deleted", item=removed(cast, 1).item)
    assert next_step(cast.ashford, Author.objects.get()) is None
