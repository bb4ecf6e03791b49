"""What can be done next about a grant, by somebody."""

from dataclasses import dataclass

from accounts.grants.actions import KEEPERS
from accounts.grants.actions.life import ENDABLE
from accounts.grants.models import AccessGrant
from accounts.people.models import Membership
from councilsm.duties import Duty

_S = AccessGrant.Status


@dataclass(frozen=True)
class Step:
    """One step: the URL name of its page, what its link says, and whether it is the next one."""

    name: str
    label: str
    main: bool = False


def steps_for(grant: AccessGrant, membership: Membership) -> list[Step]:
    """The steps that a member may take, the next one first. Actions judge again."""
    own = grant.membership_id == membership.pk
    found: list[Step] = []
    if membership.allows(Duty.GRANT_ACCESS) and not own:
        found += _to_decide(grant)
    if any(membership.allows(duty) for duty in KEEPERS):
        found += _to_record(grant)
    ends = grant.status in ENDABLE and not grant.is_over
    if ends and (own or membership.allows(Duty.GRANT_ACCESS)):
        found.append(Step("end", "Give it up" if own else "End it"))
    member = grant.membership_id is not None and grant.status in ENDABLE
    if member and not own and membership.allows(Duty.WITHDRAW_ACCESS):
        found.append(Step("misuse", "Withdraw for misuse"))
    return sorted(found, key=lambda step: not step.main)


def _to_decide(grant: AccessGrant) -> list[Step]:
    if grant.status == _S.REQUESTED:
        return [Step("decide", "Decide", main=True)]
    if grant.status == _S.FOUND and grant.membership_id:
        return [Step("keep", "Confirm it", main=True)]
    if grant.status == _S.SUSPENDED:
        return [Step("resume", "Give it back")]
    if grant.status != _S.GRANTED or grant.is_over:
        return []
    longer = [Step("extend", "Extend it")] if grant.ends_on else []
    return [*longer, Step("suspend", "Suspend it")]


def _to_record(grant: AccessGrant) -> list[Step]:
    if grant.status == _S.FOUND:
        match = Step("match", "Say who it is", main=grant.membership_id is None)
        return [match, Step("office", "It is held by an office")]
    steps = []
    if grant.status == _S.GRANTED and not grant.is_over:
        if grant.basis == AccessGrant.Basis.REQUEST and not grant.told:
            steps.append(Step("tell", "Record that they were told on paper", main=True))
        if grant.confirmed_on is None:
            steps.append(Step("confirm", "Confirm on the platform", main=True))
    if grant.is_to_remove:
        steps.append(Step("removed", "Confirm that it is removed", main=True))
    return steps
