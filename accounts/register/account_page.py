"""What the page of one account shows."""

from typing import Any

from accounts.people.models import Membership
from accounts.register.actions import FOLLOWS
from accounts.register.facts import facts_of
from accounts.register.forms.deciding import DecideForm
from accounts.register.gaps import find_gaps
from accounts.register.mending import shown
from accounts.register.models import AccountApproval, OfficialAccount
from accounts.register.opening import all_wanted, by_minute
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty

#: As many checks as the page shows, the newest.
CHECKS_SHOWN = 5


def account_context(
    account: OfficialAccount,
    viewer: Membership,
    form: DecideForm | None = None,
    *,
    history: bool = True,
) -> dict[str, Any]:
    """The page's variables.

    Args:
        account: read as `views.account.find` does.
        viewer: who looks, with their duties: only what they may do is offered.
        form: a decision that was not taken; it takes the place of the empty form.
        history: whether checks, former names and the timeline are shown too.
    """
    facts = facts_of(account.council, [account])
    one = facts.accounts[0]
    keeps = viewer.allows(Duty.KEEP_REGISTER)
    gaps = find_gaps(facts).get(account.pk, [])
    context: dict[str, Any] = {
        "account": account,
        "access": one.access,
        "ways_in": one.ways_in,
        "gaps": list(shown(gaps, account.council, keeps=keeps)),
        "keeps": keeps,
        "sees_recovery": keeps or viewer.allows(Duty.READ_TRAIL),
    }
    if not history:
        return context
    checks = account.checks.select_related("checked_by", "evidence")
    return context | {
        **opening_context(account, viewer, form),
        "former": [name for name in account.names.all() if name.until],
        "checks": checks[:CHECKS_SHOWN],
        "may_become": bool(FOLLOWS[account.status]),
        "events": timeline(account),
    }


def opening_context(
    account: OfficialAccount, viewer: Membership, form: DecideForm | None
) -> dict[str, Any]:
    """The approvals of a new account: given, still wanted, and whether the viewer gives the next.

    One query: what is wanted is told from the approvals read here.
    """
    council = account.council
    approvals = list(account.approvals.select_related("office", "approver"))
    now = [one for one in approvals if one.approved and one.proposal == account.proposal]
    given = {one.office.key if one.office else None for one in now}
    wanted = all_wanted(council)
    offices = [key for key in wanted.offices if key not in given]
    undecided = account.is_undecided
    approved_before = any(one.approver_id == viewer.person_id for one in now)
    holds = any(key in viewer.offices for key in offices)
    may_decide = undecided and holds and not approved_before
    if may_decide and form is None:
        form = DecideForm(council=council, initial={"proposal": account.proposal})
    return {
        "approvals": [one for one in approvals if is_shown(one, account)],
        "wanted": [council.rulebook.title(key) for key in offices] if undecided else [],
        "meeting_wanted": undecided and wanted.meeting and None not in given,
        "source": council.rulebook.source_if_set("new_account"),
        "no_rule": undecided and by_minute(council),
        "approved_before": undecided and approved_before and bool(offices),
        "decide_form": form if may_decide or form is not None else None,
        "may_change": may_change(account, viewer),
        "may_withdraw": account.goes_ahead and may_change(account, viewer),
    }


def is_shown(approval: AccountApproval, account: OfficialAccount) -> bool:
    """Whether an approval or refusal speaks of the account as it is; refusals always do."""
    return approval.proposal == account.proposal or not approval.approved


def may_change(account: OfficialAccount, viewer: Membership) -> bool:
    """Whether somebody may change a proposal: who made it, or keeps the register."""
    if not account.is_proposal:
        return False
    return viewer.allows(Duty.KEEP_REGISTER) or account.proposed_by_id == viewer.person_id
