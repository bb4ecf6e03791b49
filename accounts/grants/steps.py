"""What can be done next about a grant, by somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.dates import today
from accounts.grants.actions import KEEPERS
from accounts.grants.actions.common import ENDABLE
from accounts.grants.models import AccessGrant
from accounts.people.models import Membership
from councilsm.duties import Duty

_S = AccessGrant.Status


@dataclass(frozen=True)
class Step:
    """One step: the name of its page, what its link says, its address, whether it is the next."""

    name: str
    label: str
    url: str
    main: bool


#: A step before it has its address: name, label, and whether it is the next one.
Named = tuple[str, str, bool]


def steps_for(grant: AccessGrant, membership: Membership) -> list[Step]:
    """The steps that a member may take, the next one first. Actions judge again."""
    found = sorted(_named(grant, membership), key=lambda step: not step[2])
    slug = membership.council.slug
    return [
        Step(name, label, reverse(f"grants:{name}", args=[slug, grant.number]), main)
        for name, label, main in found
    ]


def may_take_back(grant: AccessGrant, membership: Membership) -> bool:
    """Whether nobody has decided yet, and it is their own or they asked for it."""
    asked = membership.person_id == grant.requested_by_id or membership.pk == grant.membership_id
    return grant.status == _S.REQUESTED and asked


def reads_reasons(grant: AccessGrant, membership: Membership) -> bool:
    """Whether a member reads why it was decided so, and from whose devices it may be used.

    Those are for whoever it belongs to, who decides about access, and who reads the trail.
    """
    if grant.membership_id == membership.pk:
        return True
    readers = (*KEEPERS, Duty.WITHDRAW_ACCESS, Duty.READ_TRAIL)
    return any(membership.allows(duty) for duty in readers)


def _named(grant: AccessGrant, membership: Membership) -> Iterator[Named]:
    own = grant.membership_id == membership.pk
    if membership.allows(Duty.GRANT_ACCESS) and not own:
        yield from _to_decide(grant)
    if any(membership.allows(duty) for duty in KEEPERS):
        yield from _to_record(grant, own)
    ends = grant.status in ENDABLE and not grant.is_over
    if ends and (own or membership.allows(Duty.GRANT_ACCESS)):
        yield "end", "Give it up" if own else "End it", False
    if may_take_back(grant, membership):
        yield "end", "Take the request back", False
    member = grant.membership_id is not None and grant.status in ENDABLE
    if member and not own and membership.allows(Duty.WITHDRAW_ACCESS):
        yield "misuse", "Withdraw for misuse", False


def _to_decide(grant: AccessGrant) -> Iterator[Named]:
    if grant.status == _S.REQUESTED:
        yield "decide", "Decide", True
    if grant.status == _S.FOUND and grant.membership_id:
        yield "keep", "Confirm it", True
    if grant.status == _S.SUSPENDED:
        yield "resume", "Give it back", False
    if grant.status == _S.GRANTED and not grant.is_over:
        if grant.ends_on and grant.basis != AccessGrant.Basis.OFFICE:
            yield "extend", "Extend it", False
        yield "suspend", "Suspend it", False


def _to_record(grant: AccessGrant, own: bool) -> Iterator[Named]:
    if grant.status == _S.FOUND:
        yield "match", "Say who it is", grant.membership_id is None
        yield "office", "It is held by an office", False
    somebody_else = not own or grant.basis == AccessGrant.Basis.OFFICE
    if grant.status == _S.GRANTED and not grant.is_over:
        untold = grant.basis == AccessGrant.Basis.REQUEST and not grant.told
        if untold:
            yield "tell", "Record that they were told on paper", True
        elif grant.confirmed_on is None and somebody_else:
            yield "confirm", "Confirm on the platform", grant.starts_on <= today()
    if grant.is_to_remove and somebody_else:
        yield "removed", "Confirm that it is removed", True
