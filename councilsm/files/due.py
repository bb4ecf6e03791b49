"""What waits for somebody on Home: files."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from councilsm.duties import Duty
from councilsm.files.room import bytes_allowed, bytes_kept
from councilsm.inbox.due import Due, Group, tells_due

if TYPE_CHECKING:
    from accounts.people.models import Membership

#: From here on the clerk is told, so that nobody is refused unprepared.
NEARLY_FULL = 0.8


@tells_due
def room_for_files(membership: "Membership") -> Iterator[Due]:
    """That the room for files runs out, for whoever keeps the council's people in order."""
    if not membership.allows(Duty.MANAGE_PEOPLE):
        return
    part = bytes_kept(membership.council) / bytes_allowed()
    if part >= NEARLY_FULL:
        address = reverse("councils:help", args=[membership.council.slug, "contact"])
        text = f"Pictures fill {min(part, 1):.0%} of the room your council has: ask for more"
        yield Due(text, address, group=Group.GAPS)
