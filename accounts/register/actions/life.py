"""What becomes of an account after it is open: dormant, out of control, closed, live again."""

from datetime import date

from accounts.dates import today
from accounts.people.ending import end_what_stands_on
from accounts.people.models import Person
from accounts.register.actions.keeping import lock
from accounts.register.actions.none import end_statement, lock_council
from accounts.register.actions.telling import ask_approvers
from accounts.register.models import OfficialAccount
from accounts.register.opening import needs_approvals
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, required_words
from councilsm.tenancy import require_same_council

_S = OfficialAccount.Status

#: From each state to those that may follow it. A proposal is decided, or taken back, instead.
FOLLOWS: dict[str, tuple[str, ...]] = {
    _S.LIVE: (_S.DORMANT, _S.LOST, _S.CLOSED),
    _S.DORMANT: (_S.LIVE, _S.LOST, _S.CLOSED),
    _S.LOST: (_S.LIVE, _S.CLOSED),
    _S.FOUND: (_S.LOST, _S.CLOSED),
    _S.CLOSED: (_S.LIVE,),
    _S.APPROVED: (),
    _S.PROPOSED: (),
    _S.REFUSED: (),
}


@action
def change_state(
    *,
    account: OfficialAccount,
    status: str,
    on: date,
    reason: str,
    actor: Person,
    successor: OfficialAccount | None = None,
) -> OfficialAccount:
    """Records that an account is dormant, out of the council's control, closed, or live again.

    One that was closed, by mistake or because it was given up, may be live again. Where the
    approvals of a new account are wanted first (`needs_approvals`), it becomes *found* instead.

    Args:
        on: the day it became so (London).
        successor: of a closed one, the account that took its place.

    Raises:
        RuleBroken: the actor does not keep the register, the state cannot follow its present one,
            the day lies in the future or before the account was live or closed, no reason is given,
            or the successor is the account itself.
    """
    actor.require_duty_at(account.council, Duty.KEEP_REGISTER)
    lock_council(account.council)
    account = lock(account)
    reason = required_words(reason, "Say why.")
    _judge(account, status, on, reason, successor)
    old = {"status": str(account.status), "live_since": str(account.live_since or "")}
    reopened = account.status == _S.CLOSED
    _become(account, status, on, successor)
    account.save()
    if account.status == _S.CLOSED:
        end_what_stands_on(account, actor)
    if account.status == _S.FOUND:
        ask_approvers(account, actor=actor)
    if reopened:
        end_statement(account.council, actor=actor)
    new = {
        "status": str(account.status),
        "on": on.isoformat(),
        "reason": reason,
        "note": f"{account.get_status_display()} since {_in_words(on)}",
        "successor": str(successor or ""),
    }
    record(
        Verb.ACCOUNT_STATE_CHANGED, account, actor=actor, duty=Duty.KEEP_REGISTER, old=old, new=new
    )
    return account


def _judge(
    account: OfficialAccount,
    status: str,
    on: date,
    reason: str,
    successor: OfficialAccount | None,
) -> None:
    if status not in FOLLOWS[account.status]:
        raise RuleBroken(
            f"{account} is {account.get_status_display().lower()} and cannot become that."
        )
    if on > today():
        raise RuleBroken("That day is in the future.")
    if account.live_since and on < account.live_since:
        raise RuleBroken(f"It was not live before {_in_words(account.live_since)}.")
    if account.status == _S.CLOSED and account.closed_on and on < account.closed_on:
        raise RuleBroken(f"It was closed on {_in_words(account.closed_on)}, which is later.")
    refuse_secrets(reason)
    require_same_council(account, successor)
    if successor is not None and successor.pk == account.pk:
        raise RuleBroken("An account cannot take its own place. Choose another one.")


def _become(
    account: OfficialAccount, status: str, on: date, successor: OfficialAccount | None
) -> None:
    """Sets the state with its days. What is opened again begins anew; the trail keeps the rest."""
    if account.status == _S.CLOSED:
        account.closed_on, account.live_since, account.successor = None, None, None
        if needs_approvals(account):
            account.found_on = today()
            account.proposal += 1
    if status == _S.LIVE and needs_approvals(account):
        status = _S.FOUND
    account.status = status
    if status == _S.CLOSED:
        account.closed_on, account.successor = on, successor
    elif status == _S.LIVE and account.live_since is None:
        account.live_since = on


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
