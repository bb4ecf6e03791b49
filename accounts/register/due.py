"""What of the register waits for somebody on Home: accounts to approve and to open."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from accounts.register.opening import all_wanted
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


@tells_due
def to_approve(membership: Membership) -> Iterator[Due]:
    """Accounts that still want the approval of an office that this person holds."""
    if not membership.allows(Duty.APPROVE_ACCOUNTS):
        return
    council = membership.council
    wanted = [key for key in all_wanted(council).offices if key in membership.offices]
    if not wanted:
        return
    # Nobody reads further than this.
    waiting = council.official_accounts.lacking_approval_by(wanted, membership.person_id)[:100]
    found = list(waiting.values_list("pk", flat=True))
    if found:
        address = reverse("register:list", args=[council.slug])
        if len(found) == 1:
            address = reverse("register:detail", args=[council.slug, found[0]])
        yield Due(f"{counted(len(found), 'new account', 'new accounts')} to approve", address)


@tells_due
def to_open(membership: Membership) -> Iterator[Due]:
    """Accounts that are approved, until somebody records that they are open."""
    if not membership.allows(Duty.KEEP_REGISTER):
        return
    council = membership.council
    approved = council.official_accounts.filter(status=OfficialAccount.Status.APPROVED)
    number = len(approved.values_list("pk", flat=True)[:100])
    if number:
        address = reverse("register:list", args=[council.slug])
        words = counted(number, "approved account", "approved accounts")
        yield Due(f"{words} to open", f"{address}?state={OfficialAccount.Status.APPROVED}")
