"""The parts of the list of requests: each count on Home leads to exactly those."""

from django.db.models import Q

from accounts.councils.blocking import OtherDecider
from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.blocks.models import BlockDecision
from moderation.unblocks.before import KINDS
from moderation.unblocks.deciders import who_decided
from moderation.unblocks.models import UnblockMatch, UnblockRequest

State = UnblockRequest.State

TO_MATCH, TO_DECIDE, TO_ANSWER, CLOSED, ALL = "match", "decide", "answer", "closed", "all"
#: Of each part which requests it holds; "" for all that wait.
SHOW: dict[str, Q] = {
    "": Q(state__in=[State.WAITING, State.DECIDED]),
    TO_MATCH: Q(state=State.WAITING, matched_by__isnull=True),
    TO_DECIDE: Q(state=State.WAITING, matched_by__isnull=False),
    TO_ANSWER: Q(state=State.DECIDED),
    CLOSED: Q(state__in=UnblockRequest.CLOSED),
    ALL: Q(),
}
#: What each is called there.
LABELS = {
    "": "Waiting",
    TO_MATCH: "Block to find",
    TO_DECIDE: "To decide",
    TO_ANSWER: "To answer",
    CLOSED: "Closed",
    ALL: "All",
}


def parts_for(membership: Membership) -> dict[str, Q]:
    """The same as `SHOW`, without what waits for somebody else to decide it than this member."""
    refused = refused_to(membership)
    return SHOW | {TO_DECIDE: SHOW[TO_DECIDE] & ~Q(pk__in=refused)} if refused else SHOW


def refused_to(membership: Membership) -> set[int]:
    """The ids of requests that a member with the duty may not decide: the block was theirs.

    No query where the rules do not ask for somebody else, two otherwise.
    """
    rule = membership.council.rulebook.rules.unblock_other_decider.value
    if rule is not OtherDecider.REQUIRED or not membership.allows(Duty.DECIDE_UNBLOCKS):
        return set()
    waiting = membership.council.unblock_requests.filter(SHOW[TO_DECIDE])
    matches = list(
        UnblockMatch.objects.filter(request__in=waiting, block__isnull=False).values_list(
            "request", "block"
        )
    )
    made: dict[int, list[BlockDecision]] = {}
    decisions = BlockDecision.objects.filter(KINDS, block__in={block for _, block in matches})
    for row in decisions.exclude(agreed=False).order_by("-pk"):
        made.setdefault(row.block_id, []).append(row)
    theirs = {block for block, rows in made.items() if membership.person_id in who_decided(rows)}
    return {request for request, block in matches if block in theirs}


#: Those that are read from the newest; the others from who has waited longest.
NEWEST_FIRST = (CLOSED, ALL)
