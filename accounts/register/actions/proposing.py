"""A new account: proposed, taken back or, once it has its approvals, opened."""

from datetime import date
from typing import Unpack

from accounts.councils.models import Council
from accounts.dates import LONDON, today
from accounts.people.models import Person
from accounts.register.actions.judging import require_proposer_or_keeper
from accounts.register.actions.keeping import (
    Particulars,
    keep_name,
    lock,
    own,
    save,
    values,
    write,
)
from accounts.register.actions.none import end_statement, lock_council
from accounts.register.actions.telling import ask_approvers, tell_of_other_name, tell_proposer
from accounts.register.identity import plain_name
from accounts.register.models import OfficialAccount
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, required_words

_S = OfficialAccount.Status


@action
def propose_account(
    *, council: Council, actor: Person, **particulars: Unpack[Particulars]
) -> OfficialAccount:
    """Proposes an account that does not exist yet (DTC-1.1-g). Its address may be empty.

    Raises:
        RuleBroken: the actor does not belong to the council today, no purpose is given, it is on
            the register already, its address is not a public one or on another platform, or a field
            holds something like a password.
    """
    actor.require_membership_at(council)
    if not particulars.get("purpose", "").strip():
        raise RuleBroken("Say what the account is for.")
    account = OfficialAccount(council=council, status=_S.PROPOSED, proposed_by=actor)
    write(account, particulars)
    own(account)
    save(account)
    ask_approvers(account, actor=actor)
    record(Verb.ACCOUNT_PROPOSED, account, actor=actor, new=values(account))
    return account


@action
def withdraw_proposal(*, account: OfficialAccount, reason: str, actor: Person) -> OfficialAccount:
    """Takes back a proposal that was not opened yet, approved or not. Changing it proposes it anew.

    Raises:
        RuleBroken: it was opened, refused or taken back already, the actor neither made it nor
            keeps the register, no reason is given, or it holds something like a password.
    """
    account = lock(account)
    if not account.goes_ahead:
        raise RuleBroken(
            f"{account} is {account.get_status_display().lower()}: there is nothing to take back."
        )
    require_proposer_or_keeper(account, actor)
    reason = required_words(reason, "Say why it is taken back.")
    refuse_secrets(reason)
    before = account.status
    account.status = _S.REFUSED
    account.save(update_fields=["status"])
    tell_proposer(account, actor=actor, reason=reason, taken_back=True)
    record(
        Verb.ACCOUNT_WITHDRAWN,
        account,
        actor=actor,
        old={"status": str(before)},
        new={"status": str(account.status), "reason": reason, "proposal": account.proposal},
    )
    return account


@action
def open_account(
    *, account: OfficialAccount, handle: str, url: str, opened_on: date, actor: Person
) -> OfficialAccount:
    """Records that an approved account now exists on its platform, under this name.

    The name that was approved may be taken there. Whoever approved it is told of another one.

    Raises:
        RuleBroken: the actor does not keep the register, it is not approved, the day lies in the
            future or before the last approval, another entry is the same account, or the address is
            missing, not a public one or on another platform.
    """
    actor.require_duty_at(account.council, Duty.KEEP_REGISTER)
    lock_council(account.council)
    account = lock(account)
    _judge_opening(account, url, opened_on)
    before = {"handle": account.handle, "url": account.url}
    write(account, {"handle": handle, "url": url})
    account.status, account.live_since = _S.LIVE, opened_on
    save(account)
    keep_name(account)
    if not _same_name(account, before["handle"]):
        tell_of_other_name(account, approved=before["handle"], actor=actor)
    end_statement(account.council, actor=actor)
    day = f"{opened_on.day} {opened_on:%B %Y}"
    after = {
        "on": opened_on.isoformat(),
        "handle": account.handle,
        "url": account.url,
        "note": f"Open since {day}, as {account.handle}",
    }
    record(
        Verb.ACCOUNT_STATE_CHANGED,
        account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        old={"status": str(_S.APPROVED), **before},
        new={"status": str(_S.LIVE), **after},
    )
    return account


def require_approved(account: OfficialAccount) -> None:
    """Refuses to open what is not approved, or opened already; raises RuleBroken."""
    if account.status != _S.APPROVED:
        raise RuleBroken(
            "Only an approved account can be opened.",
            source=account.council.rulebook.source_if_set("new_account"),
        )


def _judge_opening(account: OfficialAccount, url: str, opened_on: date) -> None:
    require_approved(account)
    if opened_on > today():
        raise RuleBroken("The day it was opened is in the future.")
    approved = _approved_on(account)
    if approved and opened_on < approved:
        raise RuleBroken(
            f"Its last approval is of {approved.day} {approved:%B %Y}. Nobody could open it before."
        )
    if not url.strip():
        raise RuleBroken("Enter its address.")


def _approved_on(account: OfficialAccount) -> date | None:
    """The day (London) of its last approval: a meeting's own, or the one it was given on."""
    given = account.approvals.filter(proposal=account.proposal, approved=True)
    days = [one.met_on or one.decided_at.astimezone(LONDON).date() for one in given]
    return max(days, default=None)


def _same_name(account: OfficialAccount, handle: str) -> bool:
    """Whether a handle is the account's own, however its platform lets it be written."""
    return plain_name(account.platform, handle) == plain_name(account.platform, account.handle)
