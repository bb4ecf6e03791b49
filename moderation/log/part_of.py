"""Acting on what the public posted as part of something else: a restricted case, an enquiry.

Whoever works on that need not keep the log. What it is stands in a feature above, which registers
here how one of its things is asked who may; so the log looks at the record and takes no word for
it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.councils.models import Council
from accounts.people.models import Membership, Person
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from moderation.items.models import Item

#: Whether a member may write such an entry (its kind) on an item, as part of the thing.
Judge = Callable[[Any, Membership, Item, str], bool]


@dataclass(frozen=True)
class Part:
    """What something may have done on the log."""

    judge: Judge
    restricted: bool


PARTS: dict[type[models.Model], Part] = {}


def acts_on_the_log(
    model: type[models.Model], *, restricted: bool = False
) -> Callable[[Judge], Judge]:
    """Registers how a thing of this model is asked who may act on an item as part of it.

    Args:
        restricted: its items are hidden from whoever keeps the log.
    """

    def register(judge: Judge) -> Judge:
        PARTS[model] = Part(judge, restricted)
        return judge

    return register


def require_may_act(
    council: Council, actor: Person, item: Item | None, kind: str, part_of: models.Model | None
) -> None:
    """Asserts that somebody keeps the log, or may write such an entry as part of a thing.

    Args:
        item: what the public posted; None while it is not on the record, so part of nothing.
        part_of: a case or an enquiry, as the feature above keeps it.

    Raises:
        RuleBroken: they do neither.
    """
    if part_of is None:
        actor.require_duty_at(council, Duty.LOG_MODERATION)
        return
    membership = actor.require_membership_at(council)
    part = PARTS.get(type(part_of))
    if item is None or part is None or not part.judge(part_of, membership, item, kind):
        raise RuleBroken("You cannot do this: what was posted is no part of what you work on.")


def shows_restricted(part_of: models.Model | None) -> bool:
    """Whether it is done where restricted items are shown."""
    return part_of is not None and PARTS[type(part_of)].restricted
