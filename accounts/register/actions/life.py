"""What becomes of an account after it is open: dormant, out of control, closed, live again."""

from datetime import date

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions.keeping import lock
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council

_S = OfficialAccount.Status

#: From each state to those that may follow it.
FOLLOWS: dict[str, tuple[str, ...]] = {
    _S.LIVE: (_S.DORMANT, _S.LOST, _S.CLOSED),
    _S.DORMANT: (_S.LIVE, _S.LOST, _S.CLOSED),
    _S.LOST: (_S.LIVE, _S.CLOSED),
    _S.FOUND: (_S.LOST, _S.CLOSED),
    _S.APPROVED: (_S.CLOSED,),
    _S.PROPOSED: (),
    _S.REFUSED: (),
    _S.CLOSED: (),
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

    Args:
        on: the day it became so (London).
        successor: of a closed one, the account that took its place.

    Raises:
        RuleBroken: the state cannot follow its present one, the day lies in the future, no reason
            is given, or the successor is the account itself.
    """
    account = lock(account)
    if status not in FOLLOWS[account.status]:
        raise RuleBroken(
            f"{account} is {account.get_status_display().lower()} and cannot become that."
        )
    if on > today():
        raise RuleBroken("That day is in the future.")
    if not reason.strip():
        raise RuleBroken("Say why.")
    if successor is not None:
        require_same_council(account, successor)
        if successor.pk == account.pk:
            raise RuleBroken("An account cannot take its own place. Choose another one.")
    old = account.status
    account.status = status
    if status == _S.CLOSED:
        account.closed_on, account.successor = on, successor
    elif status == _S.LIVE:
        account.live_since = on
    account.save(update_fields=["status", "closed_on", "successor", "live_since"])
    record(
        Verb.ACCOUNT_STATE_CHANGED,
        account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        old={"status": str(old)},
        new={
            "status": str(status),
            "on": on.isoformat(),
            "reason": reason.strip(),
            "successor": str(successor or ""),
        },
    )
    return account
