"""What of blocks waits for somebody on Home."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from accounts.people.others import others_with
from councilsm.duties import Duty
from councilsm.inbox.deadlines import on_day
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.blocks.readers import DOERS
from moderation.blocks.register import PARTS

#: Of each part of the register, one and several in words, and where they stand on Home.
LINES = {
    "urgent": ("urgent block", "urgent blocks", "to decide properly", Group.TODAY),
    "decide": ("block", "blocks", "proposed, to decide", Group.TODAY),
    "second": ("block", "blocks", "for a second person", Group.TODAY),
    "mismatched": ("block", "blocks", "not as decided on the platform", Group.TODAY),
    "review": ("block", "blocks", "to review", Group.WEEK),
}
#: Of those that are due on a day, its column.
DAYS = {"urgent": "decide_by", "second": "decide_by", "review": "review_on"}


@tells_due
def blocks(membership: Membership) -> Iterator[Due]:
    """Proposals, urgent blocks and reviews to decide, and what is to be done on a platform.

    One query for all of them; none for those who neither decide blocks nor carry them out.
    """
    if not any(map(membership.allows, DOERS)):
        return
    names = list(LINES) if membership.allows(Duty.DECIDE_BLOCKS) else ["mismatched"]
    day, person = today(), membership.person_id
    alone = "second" in names and is_alone(membership)
    which = {name: PARTS[name].which(day, person) for name in names}
    if alone:  # nobody could agree: it stays on the Home of whoever decided it
        which["second"] = PARTS["second"].which(day, 0)
    found = membership.council.blocks.order_by().aggregate(
        **{name: Count("pk", filter=rows) for name, rows in which.items()},
        **{f"{name}_due": Min(DAYS[name], filter=which[name]) for name in names if name in DAYS},
    )
    address = reverse("blocks:list", args=[membership.council.slug])
    for name in names:
        if number := found[name]:
            one, many, rest, group = LINES[name]
            if name == "second" and alone:
                rest = f"{rest}, and nobody else can agree today"
            yield Due(
                f"{counted(number, one, many)} {rest}",
                f"{address}?show={name}",
                note=soonest(found.get(f"{name}_due")),
                group=group,
                number=number,
            )


def is_alone(membership: Membership) -> bool:
    """Whether the rules want a second person and nobody else decides blocks; a query only then."""
    council = membership.council
    if council.rulebook.rules.block_second_person.value is not True:
        return False
    return not others_with(Duty.DECIDE_BLOCKS, council, membership.person).exists()


def soonest(first: date | None) -> str:
    """When the first of them is due, where any has a day."""
    if first is None:
        return ""
    when = on_day(first, today())
    return f"Overdue: the first was due {when}" if first < today() else f"The first is due {when}"
