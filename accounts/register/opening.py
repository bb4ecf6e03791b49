"""Whose approval a new account needs, and which of them are still wanted."""

from dataclasses import dataclass, replace

from accounts.councils.models import Council
from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from accounts.register.models.account import OfficialAccountQuerySet


@dataclass(frozen=True)
class Wanted:
    """Approvals that are wanted: of offices, by key, and of a meeting."""

    offices: tuple[str, ...]
    meeting: bool

    def __bool__(self) -> bool:
        return bool(self.offices) or self.meeting

    def without(self, office: str) -> "Wanted":
        return replace(self, offices=tuple(key for key in self.offices if key != office))

    def without_meeting(self) -> "Wanted":
        return replace(self, meeting=False)


def all_wanted(council: Council) -> Wanted:
    """Every approval that a new account needs.

    While no rule says, the proper officer's; or the council's own, by its minute (`by_minute`).
    """
    book = council.rulebook
    if (approvals := book.rules.new_account.value) is None:
        return Wanted((book.proper_officer,), meeting=False)
    return Wanted(approvals.offices, approvals.meeting)


def still_wanted(account: OfficialAccount) -> Wanted:
    """Those that this version of the proposal lacks."""
    given = account.approvals.filter(proposal=account.proposal, approved=True)
    keys = dict(given.values_list("office__key", "pk"))
    if None in keys and by_minute(account.council):
        return Wanted((), meeting=False)
    wanted = all_wanted(account.council)
    return Wanted(
        tuple(key for key in wanted.offices if key not in keys),
        wanted.meeting and None not in keys,
    )


def by_minute(council: Council) -> bool:
    """Whether a meeting's decision alone is enough, since no rule says who approves."""
    return not council.rulebook.rules.new_account.is_set


def waiting_for(
    member: Membership, among: OfficialAccountQuerySet | None = None
) -> OfficialAccountQuerySet:
    """The accounts that still want the approval of an office that somebody holds.

    Args:
        among: accounts of their council; all of it by default.
    """
    accounts = member.council.official_accounts.all() if among is None else among
    wanted = [key for key in all_wanted(member.council).offices if key in member.offices]
    return accounts.lacking_approval_by(wanted, member.person_id) if wanted else accounts.none()


def needs_approvals(account: OfficialAccount) -> bool:
    """Whether an account that exists is live only after the approvals of a new one (FTC-6.2-j).

    That is one that was discovered after the go-live date and never approved, and one that was
    closed and is opened again. What the council had when it took stock needs none.
    """
    began = account.council.go_live_on
    if began is None or not account.council.has_gone_live:
        return False
    if account.status == OfficialAccount.Status.CLOSED:
        return True
    found = account.found_on
    return found is not None and found >= began and account.live_since is None
