"""Who may change an entry of the register, and whether it is still the proposal they read."""

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale


def require_proposal(account: OfficialAccount, proposal: int | None) -> None:
    """Asserts that an account is still the proposal that somebody read; None asserts nothing.

    Raises:
        Stale: the proposal was changed, or the account opened, meanwhile.
    """
    if proposal is None:
        return
    if not account.is_proposal:
        raise Stale(f"{account} is {account.get_status_display().lower()} by now. Read it again.")
    if account.proposal != proposal:
        raise Stale("The proposal was changed while your page was open. Read it again, then go on.")


def require_proposer_or_keeper(account: OfficialAccount, actor: Person) -> None:
    """Asserts that somebody keeps the register, or made what is still a proposal.

    Raises:
        RuleBroken: neither.
    """
    if account.is_proposal and account.proposed_by_id == actor.pk:
        return
    membership = actor.membership_at(account.council)
    if membership is None or not membership.allows(Duty.KEEP_REGISTER):
        raise RuleBroken(
            "Only whoever keeps the register does this.",
            source=account.council.rulebook.source_if_set("keep_register"),
        )
