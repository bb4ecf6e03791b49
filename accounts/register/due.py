"""What of the register waits for somebody on Home: accounts to approve, to open, and gaps."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse

from accounts.councils.models import Council, rulebooks_of
from accounts.dates import LONDON, months_later
from accounts.people.models import Membership
from accounts.register.gaps import UNCHECKED, gaps_of
from accounts.register.models import OfficialAccount
from accounts.register.opening import waiting_for
from councilsm.duties import Duty
from councilsm.inbox.deadlines import HORIZON, Deadline, on_day, tells_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due


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
        words = counted(len(found), "new account", "new accounts")
        yield Due(f"{words} to approve", address, group=Group.TODAY, number=len(found))


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
        yield Due(f"{words} to open", f"{address}?state={approved}", number=to_open)
    if not accounts and is_empty(council):
        yield Due(
            "Your register is empty: add an official account",
            reverse("admin:accounts_officialaccount_add"),
            note="Drafts are written for the council’s own pages and accounts",
            group=Group.GAPS,
        )
    running = [account for account in accounts if account.is_running]
    if running:
        yield from to_mend(council, running)


def is_empty(council: Council) -> bool:
    """Whether nobody has entered an account, or stated that there is none; at most two queries."""
    statements = council.no_accounts_statements.filter(ends_on__isnull=True)
    return not council.official_accounts.exists() and not statements.exists()


def to_mend(council: Council, accounts: list[OfficialAccount]) -> Iterator[Due]:
    """Gaps that the council does not accept, and the accounts among them that are due a check."""
    found = gaps_of(council, accounts).values()
    gaps = [gap for each in found for gap in each if not gap.is_accepted]
    unchecked = sum(gap.code == UNCHECKED for gap in gaps)
    address = reverse("register:gaps", args=[council.slug])
    if gaps:
        words = counted(len(gaps), "gap", "gaps")
        yield Due(
            f"{words} in the registers", f"{address}?show=open", group=Group.GAPS, number=len(gaps)
        )
    if unchecked:
        words = counted(unchecked, "account", "accounts")
        yield Due(
            f"{words} to check on the platform", f"{address}?show={UNCHECKED}", number=unchecked
        )


@tells_deadlines
def checks_due(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Accounts to compare with their platform, by the council's rule on how often.

    One that was never checked is due so long after it was opened, found or, for those there from
    the beginning, after the council began. Three queries, because the rule is the council's.
    """
    months = {
        council: book.rules.account_checks.value
        for council, (_, book) in rulebooks_of(councils).items()
        if book.rules.account_checks.value
    }
    if not months:
        return
    rows = OfficialAccount.objects.filter(council__in=months, status__in=OfficialAccount.RUNNING)
    for account in rows.with_last_check().select_related("council"):
        began = account.checked_at or account.council.created_at
        since = began.astimezone(LONDON).date()
        if account.checked_at is None:
            since = account.live_since or account.found_on or since
        due_on = months_later(since, months[account.council_id])
        if due_on > day + HORIZON:
            continue
        called = f"{account.get_platform_display()} {account.name}"
        yield Deadline(
            council_id=account.council_id,
            key=f"account.check:{account.pk}",
            due_on=due_on,
            text=f"Check on its platform: {called}",
            subject=f"Check due {on_day(due_on, day)}: {called}",
            url=reverse("register:detail", args=[account.council.slug, account.pk]),
            duty=Duty.KEEP_REGISTER,
        )
