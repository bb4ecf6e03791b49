"""What of reading waits on Home: one's own, and how many others have not read what they must."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.due import Due, Group, counted, tells_due
from policies.acknowledgements.unread import Unread, unread


@tells_due
def reading(membership: Membership) -> Iterator[Due]:
    """Policies to read; whoever keeps them sees how many others have not, managers of their team.

    One query; two where policies are to be read for duties, and one more for each day on which one
    of theirs rests, or soon will.
    """
    council, day = membership.council, today()
    keeps = membership.allows(Duty.MANAGE_RULES)
    offices = set(membership.offices.values())
    books = {council.pk: council.rulebook}
    found = list(
        unread(
            [council.pk],
            day,
            of=None if keeps else membership,
            books=books,
            judged=lambda member, _: member == membership.pk,
        )
    )
    for one in found:
        if one.membership_id == membership.pk:
            yield Due(
                f"Please read: {one.title}, {one.label}",
                one.get_absolute_url(),
                note=note(one, day),
                group=Group.TODAY if one.due_on < day else Group.WEEK,
            )
    others = [one for one in found if one.membership_id != membership.pk]
    if not keeps:
        others = [one for one in others if one.line_manager_id in offices]
    if others:
        # The list that it leads to has whoever keeps them among the rest.
        number = len({one.membership_id for one in (found if keeps else others)})
        words = counted(number, "person", "people")
        page = reverse(
            "acknowledgements:all" if keeps else "acknowledgements:mine", args=[council.slug]
        )
        yield Due(
            f"{words} {'' if keeps else 'of your team '}still to read a policy",
            f"{page}?by=people" if keeps else page,
            group=Group.GAPS,
            number=number,
        )


def note(one: Unread, day: date) -> str:
    """By when, or what follows from seven days before a duty rests for it."""
    first = one.resting.first
    if first is None or not one.resting.is_near(day):
        return f"{'It was due by' if one.due_on < day else 'By'} {when_in_words(one.due_on)}"
    if one.resting.is_kept:
        kept = "Nobody else could do what it is needed for, so you keep it"
        return f"{kept}. Read it all the same" if first > day else kept
    return (
        f"A duty of yours rests for it {'since' if first <= day else 'from'} {when_in_words(first)}"
    )
