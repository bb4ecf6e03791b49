"""Opening an account: proposed, approved by each office that the rules name, then opened."""

from datetime import date
from typing import Unpack

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions.keeping import Particulars, keep_name, lock, own, save, values, write
from accounts.register.actions.none import end_statement
from accounts.register.actions.telling import ask_approvers, tell_proposer
from accounts.register.models import AccountApproval, OfficialAccount
from accounts.register.opening import Wanted, source, still_wanted
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale

_S = OfficialAccount.Status


@action
def propose_account(
    *, council: Council, actor: Person, **particulars: Unpack[Particulars]
) -> OfficialAccount:
    """Proposes an account that does not exist yet (DTC-1.1-g). Its address may be empty.

    Raises:
        RuleBroken: no purpose is given, or it is on the register already.
    """
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
def approve_account(*, account: OfficialAccount, proposal: int, actor: Person) -> OfficialAccount:
    """One office's approval, given by whoever holds it. With the last one the account is approved.

    Args:
        proposal: the number of the proposal that was read.

    Raises:
        Stale: the proposal was changed meanwhile.
        RuleBroken: nothing is to be approved, the actor holds no office whose approval is still
            wanted, or has approved for another office already.
    """
    account = _undecided(account, proposal)
    wanted = still_wanted(account)
    membership = actor.membership_at(account.council)
    held = membership.offices if membership else {}
    office = next((key for key in wanted.offices if key in held), None)
    if account.approvals.filter(proposal=proposal, approver=actor).exists():
        raise RuleBroken(
            "You have approved this already. Each approval comes from a different person.",
            source=source(account.council),
        )
    if office is None:
        raise RuleBroken("No approval by an office that you hold is wanted.")
    AccountApproval.objects.create(
        council=account.council,
        account=account,
        proposal=proposal,
        approved=True,
        office_id=held[office],
        approver=actor,
        recorded_by=actor,
    )
    _approved_by(account, wanted.without(office), actor=actor, office_id=held[office])
    return account


@action
def record_meeting_approval(
    *, account: OfficialAccount, proposal: int, minute: str, met_on: date, actor: Person
) -> OfficialAccount:
    """Records that a meeting approved the account, with its minute.

    Raises:
        Stale: the proposal was changed meanwhile.
        RuleBroken: no meeting's approval is wanted, or the meeting lies in the future.
    """
    account = _undecided(account, proposal)
    wanted = still_wanted(account)
    if not wanted.meeting:
        raise RuleBroken("No approval by a meeting is wanted.")
    if met_on > today():
        raise RuleBroken("The day of the meeting is in the future.")
    AccountApproval.objects.create(
        council=account.council,
        account=account,
        proposal=proposal,
        approved=True,
        minute=minute,
        met_on=met_on,
        recorded_by=actor,
    )
    _approved_by(account, wanted.without_meeting(), actor=actor, minute=minute)
    return account


@action
def refuse_account(
    *, account: OfficialAccount, proposal: int, reason: str, actor: Person
) -> OfficialAccount:
    """Refuses a proposal, for an office whose approval is wanted. That ends it.

    An account that was found goes on existing, so that it must be closed; approvals of it so far
    hold no more.

    Raises:
        Stale: the proposal was changed meanwhile.
        RuleBroken: the actor holds no office whose approval is wanted, or no reason is given.
    """
    account = _undecided(account, proposal)
    membership = actor.membership_at(account.council)
    held = membership.offices if membership else {}
    office = next((key for key in still_wanted(account).offices if key in held), None)
    if office is None:
        raise RuleBroken("No approval by an office that you hold is wanted.")
    if not reason.strip():
        raise RuleBroken("Say why it is not approved.")
    AccountApproval.objects.create(
        council=account.council,
        account=account,
        proposal=proposal,
        approved=False,
        office_id=held[office],
        approver=actor,
        note=reason.strip(),
        recorded_by=actor,
    )
    refused = account.proposal
    if account.status == _S.PROPOSED:
        account.status = _S.REFUSED
    else:
        account.proposal += 1  # it exists all the same: it can be closed, or decided anew
    account.save(update_fields=["status", "proposal"])
    tell_proposer(account, actor=actor, reason=reason.strip())
    record(
        Verb.ACCOUNT_REFUSED,
        account,
        actor=actor,
        duty=Duty.APPROVE_ACCOUNTS,
        office_id=held[office],
        new={"reason": reason.strip(), "proposal": refused},
    )
    return account


@action
def open_account(
    *, account: OfficialAccount, handle: str, url: str, opened_on: date, actor: Person
) -> OfficialAccount:
    """Records that an approved account now exists on its platform, under this name.

    Raises:
        RuleBroken: it is not approved, or the day lies in the future.
    """
    account = lock(account)
    if account.status != _S.APPROVED:
        raise RuleBroken("Only an approved account can be opened.", source=source(account.council))
    if opened_on > today():
        raise RuleBroken("The day it was opened is in the future.")
    if not url.strip():
        raise RuleBroken("Enter its address.")
    write(account, {"handle": handle, "url": url})
    account.status, account.live_since = _S.LIVE, opened_on
    save(account)
    keep_name(account)
    end_statement(account.council, actor=actor)
    record(
        Verb.ACCOUNT_STATE_CHANGED,
        account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        old={"status": str(_S.APPROVED)},
        new={"status": str(_S.LIVE), "handle": account.handle, "url": account.url},
    )
    return account


def _undecided(account: OfficialAccount, proposal: int) -> OfficialAccount:
    account = lock(account)
    if account.status not in OfficialAccount.UNDECIDED:
        raise RuleBroken(f"{account} waits for no approval: {account.get_status_display()}.")
    if account.proposal != proposal:
        raise Stale("The proposal was changed while you read it. Read it again, then decide.")
    return account


def _approved_by(
    account: OfficialAccount,
    left: Wanted,
    *,
    actor: Person,
    office_id: int | None = None,
    minute: str = "",
) -> None:
    """Sets the state that the last approval brings, and puts the approval on the trail."""
    if not left:
        found = account.status == _S.FOUND
        account.status = _S.LIVE if found else _S.APPROVED
        if found:
            account.live_since = account.found_on
        account.save(update_fields=["status", "live_since"])
        tell_proposer(account, actor=actor)
    record(
        Verb.ACCOUNT_APPROVED,
        account,
        actor=actor,
        duty=Duty.APPROVE_ACCOUNTS,
        office_id=office_id,
        new={"proposal": account.proposal, "minute": minute, "status": str(account.status)},
    )
