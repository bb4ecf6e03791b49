"""Approving and refusing an account: each office that the rules name, and a meeting."""

from datetime import date

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions.keeping import lock
from accounts.register.actions.telling import tell_proposer
from accounts.register.models import AccountApproval, OfficialAccount
from accounts.register.opening import Wanted, by_minute, still_wanted
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, required_words

_S = OfficialAccount.Status


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
    office, office_id = _deciding_office(account, actor)
    wanted = still_wanted(account).without(office)
    given = _given(account, True, actor=actor, approver=actor, office_id=office_id)
    _approved_by(account, wanted, given, actor=actor)
    return account


@action
def refuse_account(
    *, account: OfficialAccount, proposal: int, reason: str, actor: Person
) -> OfficialAccount:
    """Refuses a proposal, for an office whose approval is wanted. That ends it.

    An account that exists goes on existing, so that it must be closed; approvals of it so far no
    longer count.

    Raises:
        Stale: the proposal was changed meanwhile.
        RuleBroken: the actor holds no office whose approval is wanted, has approved it for another
            office already, or gives no reason.
    """
    account = _undecided(account, proposal)
    _, office_id = _deciding_office(account, actor)
    reason = required_words(reason, "Say why it is not approved.")
    refuse_secrets(reason)
    given = _given(account, False, actor=actor, approver=actor, office_id=office_id, note=reason)
    _refused_by(account, given, actor=actor)
    return account


@action
def record_meeting_approval(
    *, account: OfficialAccount, proposal: int, minute: str, met_on: date, actor: Person
) -> OfficialAccount:
    """Records that a meeting approved the account, with its minute.

    Raises:
        Stale: the proposal was changed meanwhile.
        RuleBroken: the actor does not keep the register, no meeting's approval is wanted, there is
            no minute, or the meeting lies in the future.
    """
    actor.require_duty_at(account.council, Duty.KEEP_REGISTER)
    account = _undecided(account, proposal)
    _judge_meeting(account, met_on)
    minute = required_words(minute, "Enter the minute reference.")
    given = _given(account, True, actor=actor, minute=minute, met_on=met_on)
    _approved_by(account, still_wanted(account), given, actor=actor)
    return account


@action
def record_meeting_refusal(
    *,
    account: OfficialAccount,
    proposal: int,
    minute: str,
    met_on: date,
    reason: str,
    actor: Person,
) -> OfficialAccount:
    """Records that a meeting did not approve the account, with its minute. That ends it.

    Args:
        reason: why not; may be empty, since the minute says it.

    Raises:
        Stale: the proposal was changed meanwhile.
        RuleBroken: the actor does not keep the register, no meeting's approval is wanted, there is
            no minute, or the meeting lies in the future.
    """
    actor.require_duty_at(account.council, Duty.KEEP_REGISTER)
    account = _undecided(account, proposal)
    _judge_meeting(account, met_on)
    minute, note = required_words(minute, "Enter the minute reference."), reason.strip()
    refuse_secrets(note)
    given = _given(account, False, actor=actor, minute=minute, met_on=met_on, note=note)
    _refused_by(account, given, actor=actor)
    return account


# --- Judging ------------------------------------------------------------------------------------


def _undecided(account: OfficialAccount, proposal: int) -> OfficialAccount:
    account = lock(account)
    if not account.is_undecided:
        raise RuleBroken(f"{account} waits for no approval: {account.get_status_display()}.")
    if account.proposal != proposal:
        raise Stale("The proposal was changed while you read it. Read it again, then decide.")
    return account


def _deciding_office(account: OfficialAccount, actor: Person) -> tuple[str, int]:
    """The office for which somebody decides next: its key and id."""
    if account.approvals.filter(proposal=account.proposal, approver=actor).exists():
        raise RuleBroken(
            "You have approved this already. Each decision comes from a different person.",
            source=account.council.rulebook.source_if_set("new_account"),
        )
    membership = actor.membership_at(account.council)
    held = membership.offices if membership else {}
    office = next((key for key in still_wanted(account).offices if key in held), None)
    if office is None:
        raise RuleBroken("No approval by an office that you hold is wanted.")
    return office, held[office]


def require_meeting(account: OfficialAccount) -> None:
    """Refuses a meeting's decision where none is wanted; any council's counts while no rule says.

    Raises:
        RuleBroken: the account is decided already, or the rules ask no meeting.
    """
    if not account.is_undecided:
        raise RuleBroken(f"{account} waits for no approval: {account.get_status_display()}.")
    if not still_wanted(account).meeting and not by_minute(account.council):
        raise RuleBroken(
            "No approval by a meeting is wanted.",
            source=account.council.rulebook.source_if_set("new_account"),
        )


def _judge_meeting(account: OfficialAccount, met_on: date) -> None:
    require_meeting(account)
    if met_on > today():
        raise RuleBroken("The day of the meeting is in the future.")


# --- Writing and recording ----------------------------------------------------------------------


def _given(
    account: OfficialAccount,
    approved: bool,
    *,
    actor: Person,
    approver: Person | None = None,
    office_id: int | None = None,
    minute: str = "",
    met_on: date | None = None,
    note: str = "",
) -> AccountApproval:
    return AccountApproval.objects.create(
        council=account.council,
        account=account,
        proposal=account.proposal,
        approved=approved,
        office_id=office_id,
        approver=approver,
        minute=minute,
        met_on=met_on,
        note=note,
        recorded_by=actor,
    )


def _approved_by(
    account: OfficialAccount, left: Wanted, given: AccountApproval, *, actor: Person
) -> None:
    """Sets the state that the last approval brings, and puts the approval on the trail."""
    if not left:
        found = account.status == _S.FOUND
        account.status = _S.LIVE if found else _S.APPROVED
        if found:
            account.live_since = account.found_on
        account.save(update_fields=["status", "live_since"])
        tell_proposer(account, actor=actor)
    new = {"minute": given.minute, "status": str(account.status)}
    _record(Verb.ACCOUNT_APPROVED, account, given, actor=actor, **new)


def _refused_by(account: OfficialAccount, given: AccountApproval, *, actor: Person) -> None:
    """Ends the proposal; of an account that exists it asks for every decision anew."""
    if account.status == _S.PROPOSED:
        account.status = _S.REFUSED
    else:
        account.proposal += 1  # it exists all the same: it can be closed, or decided anew
    account.save(update_fields=["status", "proposal"])
    tell_proposer(account, actor=actor, reason=given.note)
    _record(Verb.ACCOUNT_REFUSED, account, given, actor=actor, reason=given.note)


def _record(
    verb: Verb, account: OfficialAccount, given: AccountApproval, *, actor: Person, **new: str
) -> None:
    record(
        verb,
        account,
        actor=actor,
        duty=None if given.office_id else Duty.KEEP_REGISTER,
        office_id=given.office_id,
        new={"proposal": given.proposal, **new},
    )
