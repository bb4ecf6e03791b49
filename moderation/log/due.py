"""What of the moderation log waits for somebody on Home, and what was logged while closed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, F, Value
from django.urls import reverse

from accounts.hours.closed import asking_between, days_closed
from accounts.hours.cover import days_in_words
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, counted, first_few, tells_due
from moderation.log.actions.appealing import may_answer
from moderation.log.finding import APPEALS, NO_REFERENCE, SHOW, TO_CONFIRM, between

#: Counting stops here: nobody reads further.
CAPPED = 100
#: What was done while the office was closed.
LOGGED = "logged"

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
    """Actions to confirm, reports whose reference is wanting, objections to answer, and what was
    logged while the office was closed; one query.
    """
    logs = membership.allows(Duty.LOG_MODERATION)
    shows = [TO_CONFIRM, NO_REFERENCE] if logs else []
    shows += [APPEALS] if may_answer(membership) else []
    if not shows:
        return
    page = reverse("log:list", args=[membership.council.slug])
    days = days_closed(membership.council) if logs else None
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    rows = [waiting(membership, show) for show in shows]
    if days:
        rows.append(logged(membership, *days))
    for show, since in rows[0].union(*rows[1:], all=True):
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
    if days and (number := len(found[LOGGED])):
        yield Due(
            f"{counted(number, 'moderation action', 'moderation actions')} logged",
            f"{page}?{asking_between(*days)}",
            note=days_in_words(*days),
            group=Group.WEEKEND,
            number=number,
        )


def waiting(membership: Membership, show: str) -> Any:
    """Since when each entry of a part of the list has waited."""
    entries = membership.council.moderation_actions.for_everyone().filter(SHOW[show])
    since = "appeal__recorded_at" if show == APPEALS else "happened_at"
    return marked(entries, show, since)


def logged(membership: Membership, first: date, last: date) -> Any:
    """When each entry was done on or between these days."""
    entries = between(membership.council.moderation_actions.all(), first, last).for_everyone()
    return marked(entries, LOGGED, "happened_at")


def marked(entries: Any, kind: str, since: str) -> Any:
    few = first_few(entries.order_by(), CAPPED).order_by()
    return few.values_list(Value(kind, output_field=CharField()), F(since))
