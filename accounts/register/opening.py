"""Whose approval a new account needs, and which of them are still wanted."""

from dataclasses import dataclass, replace

from accounts.councils.models import Council
from accounts.register.models import OfficialAccount


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
    """Every approval that a new account needs; the proper officer's while no rule says."""
    book = council.rulebook
    if (approvals := book.rules.new_account.value) is None:
        return Wanted((book.proper_officer,), meeting=False)
    return Wanted(approvals.offices, approvals.meeting)


def still_wanted(account: OfficialAccount) -> Wanted:
    """Those that this version of the proposal lacks."""
    given = account.approvals.filter(proposal=account.proposal, approved=True)
    keys = dict(given.values_list("office__key", "pk"))
    wanted = all_wanted(account.council)
    return Wanted(
        tuple(key for key in wanted.offices if key not in keys),
        wanted.meeting and None not in keys,
    )


def source(council: Council) -> str:
    """The clause or decision behind the approvals; empty while the rule is not set."""
    book = council.rulebook
    return book.source_of("new_account") if book.rules.new_account.is_set else ""
