"""What of the rules waits on Home: those that nobody has chosen yet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, counted, tells_due

if TYPE_CHECKING:
    from accounts.people.models import Membership


@tells_due
def not_set(membership: "Membership") -> Iterator[Due]:
    """Rules on which the policy is silent and the council has not chosen; no query."""
    if not membership.allows(Duty.MANAGE_RULES):
        return
    book = membership.council.rulebook
    number = sum(not rule.is_set for _, rule in book.each())
    if number:
        yield Due(
            f"{counted(number, 'rule', 'rules')} not set",
            f"{reverse('councils:rules', args=[membership.council.slug])}?show=not_set",
            note=f"Until then what they concern goes to the {book.title(book.proper_officer)}",
            group=Group.GAPS,
            number=number,
        )
