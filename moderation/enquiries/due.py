"""What of enquiries waits for somebody on Home, and what the clock tells."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import BooleanField, DateTimeField, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.forms import when_in_words
from councilsm.inbox.deadlines import (
    HORIZON,
    Deadline,
    on_day,
    tells_deadlines,
    tells_urgent_deadlines,
)
from councilsm.inbox.due import Due, Group, counted, first_few, tells_due
from moderation.enquiries.models import FAR_OFF, Enquiry, StandardReply
from moderation.enquiries.rota import late_for
from moderation.items.models import Item
from moderation.log.linked import Linked, tells_what_hangs_on

#: Counting stops here: nobody reads further.
CAPPED = 100
NEXT = "Something waits that you may have to see to. Home says what."


@tells_due
def own(membership: Membership) -> Iterator[Due]:
    """This person's enquiries, the overdue ones apart, and their offices' stale standard replies.

    One query for both (FTC-A-17, FTC-6.4-d).
    """
    council = membership.council
    mine = council.enquiries.open().owned_by(membership).order_by("due_by")
    mine = first_few(mine, CAPPED).order_by()
    stale = council.standard_replies.stale(today()).order_by()
    stale = first_few(stale.filter(office__in=membership.offices.values()), CAPPED).order_by()
    is_reply, never = Value(True, BooleanField()), Value(None, DateTimeField())
    rows = mine.values_list(Value(False, BooleanField()), "due_by", "due_at").union(
        stale.values_list(is_reply, "review_due_on", never), all=True
    )
    late: list[date] = []
    rest: list[date] = []
    replies = 0
    for reply, day, moment in rows.order_by("due_by"):
        over = moment < timezone.now() if moment else day < today()
        if reply:
            replies += 1
        else:
            (late if over else rest).append(day)
    yield from _enquiries(membership, late, rest)
    if replies:
        yield Due(
            f"{counted(replies, 'standard reply', 'standard replies')} to look at again",
            f"{reverse('enquiries:standard_replies', args=[council.slug])}?show=stale",
            group=Group.GAPS,
            number=replies,
        )


def _enquiries(membership: Membership, late: list[date], rest: list[date]) -> Iterator[Due]:
    """The lines of what is overdue and what is not, by their days, the soonest first."""
    address = reverse("enquiries:list", args=[membership.council.slug])
    if late:
        yield Due(
            f"{counted(len(late), 'enquiry', 'enquiries')} of yours overdue",
            f"{address}?show=overdue&mine=on",
            note=f"The first was due {on_day(late[0], today())}",
            group=Group.TODAY,
            number=len(late),
        )
    if rest:
        yield Due(
            f"{counted(len(rest), 'enquiry', 'enquiries')} of yours to deal with",
            f"{address}?mine=on",
            note="" if rest[0] == FAR_OFF else f"The first is due {on_day(rest[0], today())}",
            number=len(rest),
        )


@tells_due
def unlooked(membership: Membership) -> Iterator[Due]:
    """Accounts that nobody has looked at within the days that the rules allow (FTC-A-18)."""
    if late := late_for(membership):
        yield Due(
            f"{counted(len(late), 'account', 'accounts')} to look at for what people tell you",
            reverse("enquiries:looking", args=[membership.council.slug]),
            group=Group.TODAY,
            number=len(late),
        )


@tells_deadlines
def enquiries_due(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Open enquiries by their day, to whoever owns them."""
    for row in _open(councils).filter(due_by__lte=day + HORIZON, due_at__isnull=True):
        what = "To be acknowledged" if row.awaits_acknowledgement else "Enquiry due"
        yield _deadline(row, what, day)


@tells_urgent_deadlines
def within_hours(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """What is due at a moment, such as a complaint of defamation: told at once."""
    for row in _open(councils).filter(due_at__isnull=False):
        yield _deadline(row, "Enquiry due", day, now=True)


@tells_deadlines
def replies_to_review(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Standard replies to look at again, to the office that answers for each."""
    rows = StandardReply.objects.in_use().filter(
        council__in=councils, review_due_on__lte=day + HORIZON
    )
    found = rows.values_list("pk", "council", "council__slug", "name", "office", "review_due_on")
    for pk, council, slug, name, office, due in found:
        yield Deadline(
            council_id=council,
            key=f"standard_reply.review:{pk}",
            due_on=due,
            text=f"Standard reply to look at again: {name}",
            subject=f"Standard reply to look at again {on_day(due, day)}: {name}",
            url=reverse("enquiries:standard_reply", args=[slug, pk]),
            office_id=office,
        )


def _open(councils: Collection[int]) -> QuerySet[Enquiry]:
    rows = Enquiry.objects.open().filter(council__in=councils)
    return rows.select_related("council", "owner")


def _deadline(row: Enquiry, what: str, day: date, *, now: bool = False) -> Deadline:
    due = row.due_by
    kind = row.get_kind_display().lower()
    return Deadline(
        council_id=row.council_id,
        key=f"{'enquiry.hours' if now else 'enquiry'}:{row.pk}",
        due_on=due,
        text=f"{what}: {row.reference}, {kind}",
        subject=f"{what} {on_day(due, day)}: {row.reference}, {kind}",
        url=reverse("enquiries:detail", args=[row.council.slug, row.number]),
        office_id=row.office_id,
        person_id=row.owner.person_id if row.owner else None,
        to_next=NEXT if row.office_id is None else "",
        now=now,
    )


@tells_what_hangs_on
def enquiries_of(items: Sequence[Item], reader: Membership) -> Iterator[Linked]:
    """The enquiries that were raised of what the public posted, with the day of those open."""
    rows = Enquiry.objects.visible_to(reader).filter(item__in=items).select_related("council")
    for one in rows.order_by("pk"):
        due = f", due by {when_in_words(one.due_on)}" if one.due_on and not one.closed_at else ""
        yield Linked(str(one), one.get_absolute_url(), f"{one.tag['label'].lower()}{due}")
