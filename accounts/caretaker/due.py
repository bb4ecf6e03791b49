"""What waits on Home: a reset of a second factor for a second person; the clerk's office vacant."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse

from accounts.caretaker.models import FactorReset
from accounts.caretaker.questions import (
    clerks,
    clerks_office,
    resets_to_confirm,
    who_confirms,
)
from accounts.dates import LONDON
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from councilsm.inbox.due import Due, counted, tells_due


@tells_due
def resets(membership: Membership) -> Iterator[Due]:
    """One question; none for those who neither manage people nor are caretaker."""
    if not (membership.allows(Duty.MANAGE_PEOPLE) or membership.allows(Duty.CARETAKE)):
        return
    waiting = list(resets_to_confirm(membership).values_list("asked_at", "membership"))
    if waiting:
        since, one = min(waiting)
        words = counted(len(waiting), "reset of a second factor", "resets of second factors")
        url = reverse("caretaker:factor", args=[membership.council.slug, one])
        yield Due(f"{words} to confirm", url, since, number=len(waiting))


@tells_deadlines
def resets_to_lapse(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Requests that a second person confirms within seven days, told to whoever may.

    There are hardly any at a time, so who that is is asked for each.
    """
    rows = FactorReset.objects.waiting().filter(council__in=councils)
    for reset in rows.select_related("council", "asked_by", "membership__person"):
        for second in who_confirms(reset.council, reset.asked_by, reset.membership.person):
            yield Deadline(
                council_id=reset.council_id,
                key=f"factor_reset:{reset.pk}",
                due_on=reset.ends_at.astimezone(LONDON).date(),
                text="Confirm or cancel the reset of a second factor",
                subject="A reset of a second factor awaits you",
                url=reverse("caretaker:factor", args=[reset.council.slug, reset.membership_id]),
                person_id=second.pk,
                to_next="A reset of a second factor waits for a second person",
            )


@tells_due
def vacancy(membership: Membership) -> Iterator[Due]:
    """Two questions at most, for the caretaker alone."""
    if membership.allows(Duty.CARETAKE) and not clerks(membership.council).exists():
        office = clerks_office(membership.council)
        url = reverse("caretaker:page", args=[membership.council.slug])
        yield Due(f"Nobody is {office}: you can bring in somebody to act", url)
