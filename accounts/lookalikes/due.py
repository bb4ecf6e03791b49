"""What waits for somebody on Home: lookalike cases."""

from collections.abc import Iterator

from django.db.models import BooleanField, Value
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, counted, tells_due


@tells_due
def lookalikes(membership: Membership) -> Iterator[Due]:
    """Cases to follow up, and public warnings that go on although the case is closed; one query.

    To follow up is where nothing was done yet, or the day to ask again has come.
    """
    if not membership.allows(Duty.KEEP_REGISTER):
        return
    cases = membership.council.lookalikes
    due = cases.due(today()).order_by().values_list(Value(True, output_field=BooleanField()), "pk")
    over = cases.still_warned_of().order_by()
    warned = over.values_list(Value(False, output_field=BooleanField()), "pk")
    open_cases = [bool(is_open) for is_open, _ in due.union(warned, all=True)]
    address = reverse("lookalikes:list", args=[membership.council.slug])
    if number := open_cases.count(True):
        words = counted(number, "lookalike account", "lookalike accounts")
        yield Due(f"{words} to follow up", f"{address}?show=due", number=number)
    if number := open_cases.count(False):
        words = counted(number, "public warning goes on", "public warnings go on")
        yield Due(
            f"{words} although the case is closed",
            f"{address}?show=warned",
            group=Group.GAPS,
            number=number,
        )
