"""What of the moderation log waits for somebody on Home, and what was logged while closed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, F, Value
from django.urls import reverse

from accounts.hours.closed import days_closed
from accounts.hours.cover import days_in_words
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.log.actions.appealing import may_answer
from moderation.log.finding import APPEALS, NO_REFERENCE, SHOW, TO_CONFIRM, between

#: Counting stops here: nobody reads further.
CAPPED = 100

#: Of each part of the list, one and several in words, and in which part of Home it stands.
LINES = {
    TO_CONFIRM: (
        "action to confirm on its platform",
        "actions to confirm on their platforms",
        Group.TODAY,
    ),
    NO_REFERENCE: ("report without its reference", "reports without their references", Group.WEEK),
    APPEALS: ("objection to answer", "objections to answer", Group.WEEK),
}


@tells_due
def to_see_to(membership: Membership) -> Iterator[Due]:
    """Actions to confirm, reports whose reference is wanting, objections to answer; one query."""
    shows = [TO_CONFIRM, NO_REFERENCE] if membership.allows(Duty.LOG_MODERATION) else []
    shows += [APPEALS] if may_answer(membership) else []
    if not shows:
        return
    page = reverse("log:list", args=[membership.council.slug])
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    rows = [waiting(membership, show) for show in shows]
    for show, since in rows[0].union(*rows[1:], all=True)[: CAPPED * len(LINES)]:
        found[show].append(since)
    for show in shows:
        if when := found[show]:
            one, many, group = LINES[show]
            yield Due(
                counted(len(when), one, many),
                f"{page}?{urlencode({'show': show})}",
                min(when),
                group=group,
                number=len(when),
            )


def waiting(membership: Membership, show: str) -> Any:
    """Since when each entry of a part of the list has waited."""
    entries = membership.council.moderation_actions.for_everyone().filter(SHOW[show])
    since = "appeal__recorded_at" if show == APPEALS else "happened_at"
    kind = Value(show, output_field=CharField())
    return entries.order_by().values_list(kind, F(since))


@tells_due
def while_closed(membership: Membership) -> Iterator[Due]:
    """What was logged as done since the last working day; two queries after closed days."""
    if not membership.allows(Duty.LOG_MODERATION):
        return
    council = membership.council
    days = days_closed(council)
    if days is None:
        return
    first, last = days
    entries = between(council.moderation_actions.all(), first, last).for_everyone()
    number = len(entries.order_by().values_list("pk")[:CAPPED])
    if number:
        asked: dict[str, int] = {}
        for name, day in (("since", first), ("until", last)):
            asked |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
        yield Due(
            f"{counted(number, 'moderation action', 'moderation actions')} logged",
            f"{reverse('log:list', args=[council.slug])}?{urlencode(asked)}",
            note=days_in_words(first, last),
            group=Group.WEEKEND,
            number=number,
        )
