"""What of the register waits for somebody on Home: accounts to approve, to open, and gaps."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.councils.models import Council
from accounts.people.models import Membership
from accounts.register.gaps import UNCHECKED, gaps_of
from accounts.register.models import OfficialAccount
from accounts.register.opening import waiting_for
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


@tells_due
def to_approve(membership: Membership) -> Iterator[Due]:
    """Accounts that still want the approval of an office that this person holds."""
    if not membership.allows(Duty.APPROVE_ACCOUNTS):
        return
    council = membership.council
    # Nobody reads further than this.
    found = list(waiting_for(membership).values_list("pk", flat=True)[:100])
    if found:
        address = f"{reverse('register:list', args=[council.slug])}?state=to_approve"
        if len(found) == 1:
            address = reverse("register:detail", args=[council.slug, found[0]])
        yield Due(f"{counted(len(found), 'new account', 'new accounts')} to approve", address)


@tells_due
def to_keep(membership: Membership) -> Iterator[Due]:
    """For whoever keeps the register: approved accounts to open, gaps, and accounts to check."""
    if not membership.allows(Duty.KEEP_REGISTER):
        return
    council, approved = membership.council, OfficialAccount.Status.APPROVED
    kept = council.official_accounts.filter(status__in=[approved, *OfficialAccount.RUNNING])
    accounts = list(kept.with_last_check())
    to_open = sum(account.status == approved for account in accounts)
    if to_open:
        address = reverse("register:list", args=[council.slug])
        words = counted(to_open, "approved account", "approved accounts")
        yield Due(f"{words} to open", f"{address}?state={approved}")
    running = [account for account in accounts if account.is_running]
    if running:
        yield from to_mend(council, running)


def to_mend(council: Council, accounts: list[OfficialAccount]) -> Iterator[Due]:
    """Gaps that the council does not accept, and the accounts among them that are due a check."""
    found = gaps_of(council, accounts).values()
    gaps = [gap for each in found for gap in each if not gap.is_accepted]
    unchecked = sum(gap.code == UNCHECKED for gap in gaps)
    address = reverse("register:gaps", args=[council.slug])
    if gaps:
        words = counted(len(gaps), "gap", "gaps")
        yield Due(f"{words} in the registers", f"{address}?show=open")
    if unchecked:
        words = counted(unchecked, "account", "accounts")
        yield Due(f"{words} to check on the platform", f"{address}?show={UNCHECKED}")
