"""Acting on the log as part of a case or an enquiry: the log asks these, and believes no caller."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from moderation.cases.actions import close_case
from moderation.enquiries.actions import raise_enquiry
from moderation.items.actions import restrict_item
from moderation.items.models import Item
from moderation.log.actions import confirm_action, log_action, reverse_action
from moderation.log.grounds import Grounds
from moderation.log.models import Appeal, ModerationAction
from tests.cast import Cast
from tests.moderation.casing import THREAT, logged, opened

#: Something that is still to be done on the platform.
HIDDEN: dict[str, Any] = {
    "kind": "hidden",
    "done": False,
    "no_capture": "Gone",
    "grounds": Grounds(reason="abuse", marked=THREAT, even_if_praise=True),
}


def replied(cast: Cast, item: Item | None, actor: Person, **more: Any) -> ModerationAction:
    values: dict[str, Any] = {"kind": "replied", "done": True}
    return log_action(council=cast.ashford, item=item, actor=actor, **values | more)


def appeal(cast: Cast) -> Appeal:
    """Of a feature that has nothing done on the log."""
    return Appeal(council=cast.ashford)


def refused(attempt: Callable[[], Any], words: str) -> None:
    before = AuditEvent.objects.count(), ModerationAction.objects.count()
    with pytest.raises(RuleBroken, match=words):
        attempt()
    assert (AuditEvent.objects.count(), ModerationAction.objects.count()) == before


def test_who_reads_a_case_acts_on_its_items(cast: Cast) -> None:
    case = opened(cast, item=logged(cast))
    item = case.items.get().item
    entry = replied(cast, item, cast.priya, **HIDDEN, part_of=case)
    assert confirm_action(action=entry, actor=cast.priya, part_of=case).confirmed_by == cast.priya
    undone = reverse_action(
        action=entry, why="x", in_error=True, done=True, actor=cast.priya, part_of=case
    )
    assert undone.reverses == entry


@pytest.mark.parametrize("who", ["cora", "dev", "oscar"])
def test_who_does_not_read_the_case_acts_on_nothing_by_naming_it(cast: Cast, who: str) -> None:
    """Cora keeps the log, Cllr Dev nothing, and Oscar is of Barham."""
    case, actor = opened(cast, item=logged(cast)), getattr(cast, who)
    item = case.items.get().item
    entry = replied(cast, item, cast.priya, **HIDDEN, part_of=case)
    why: dict[str, Any] = {"action": entry, "why": "x", "in_error": True, "done": True}
    words = "no part of what you work on|do not belong"
    refused(lambda: replied(cast, item, actor, part_of=case), words)
    refused(lambda: confirm_action(action=entry, actor=actor, part_of=case), words)
    refused(lambda: reverse_action(**why, actor=actor, part_of=case), words)


@pytest.mark.parametrize("what", ["another item", "a closed case", "nothing yet", "no such thing"])
def test_a_case_lets_nobody_act_on_anything_else(cast: Cast, what: str) -> None:
    part_of: Any = opened(cast, item=logged(cast))
    item: Item | None = part_of.items.get().item
    if what == "another item":
        item = logged(cast, posted_at=None)
    elif what == "a closed case":
        close_case(case=part_of, outcome="advised", words="x", advice="x", actor=cast.priya)
    elif what == "nothing yet":
        item = None
    else:
        part_of = appeal(cast)
    more: dict[str, Any] = {} if item else {"platform": "facebook", "words": "x"}
    refused(lambda: replied(cast, item, cast.priya, part_of=part_of, **more), "no part of what")


def test_who_raised_an_enquiry_has_its_reply_logged_and_nothing_else(cast: Cast) -> None:
    """Ana keeps no log."""
    item = logged(cast)
    enquiry = raise_enquiry(
        council=cast.ashford, kind="question", subject="Swing", item=item, actor=cast.ana
    )
    assert replied(cast, item, cast.ana, part_of=enquiry).item == item
    words = "no part of what you work on"
    refused(lambda: replied(cast, item, cast.ana, kind="blocked", part_of=enquiry), words)
    other = logged(cast, posted_at=None)
    refused(lambda: replied(cast, other, cast.ana, part_of=enquiry), words)
    refused(lambda: replied(cast, item, cast.dev, part_of=enquiry), words)
    restrict_item(item=item, actor=cast.priya)
    refused(lambda: replied(cast, item, cast.ana, part_of=enquiry), words)


def test_without_any_the_log_is_kept_by_who_logs(cast: Cast) -> None:
    item = logged(cast)
    refused(lambda: replied(cast, item, cast.ana), "needs the duty")
    assert replied(cast, item, cast.cora).item == item
    restrict_item(item=item, actor=cast.priya)
    with pytest.raises(Stale):
        replied(cast, item, cast.cora)


def test_who_hands_over_hides_nothing(cast: Cast) -> None:
    """All that is left to them is the handover, with its one duty."""
    item, membership = logged(cast), cast.adam.memberships.get()
    membership.ends_on, membership.hands_over = membership.starts_on, True
    membership.save()
    handover = cast.adam.handover_at("ashford")
    assert handover is not None
    cast.adam.act_in_handover(handover)
    refused(lambda: restrict_item(item=item, actor=cast.adam), "needs the duty")
