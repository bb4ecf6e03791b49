"""Deciding a block that was proposed, and the second person who agrees or does not."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.councils.models import Council
from accounts.people.others import others_with
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from moderation.blocks.actions import decide_block, second_block
from moderation.blocks.actions.deciding import who_else
from moderation.blocks.conduct import conduct_of
from moderation.blocks.forms.deciding import DecideForm, SecondForm
from moderation.blocks.models import Block
from moderation.blocks.page import Decided, weighed_of
from moderation.blocks.questions import waiting_decision
from moderation.blocks.telling import notice_of, require_heard
from moderation.blocks.views.proposing import find_block, step
from moderation.log.readers import READERS
from moderation.log.reasons import HUMAN_RIGHTS, freedom_source


@member_view(Duty.DECIDE_BLOCKS)
def decide(request: MemberRequest, number: int) -> HttpResponse:
    """All that lies there about the person, and all that is weighed, on one page."""
    block = find_block(request, number, with_entry=False)
    if request.method != "POST" and block.state not in OPEN:
        return redirect(block)
    conduct = conduct_of(block.author, but=block)
    early = not_yet(block)
    form = DecideForm(
        request.POST or None,
        council=request.council,
        block=block,
        not_yet=early is not None,
        initial={"seen": conduct.digest},
    )
    return step(
        request,
        block,
        form,
        partial(decide_block, block=block, actor=request.user),
        "decide",
        f"The decision about {block.reference} is on the record.",
        conduct=conduct,
        places=block.places.select_related("account").order_by("account__name"),
        notice=notice_of(block),
        not_yet=early,
        freedom=own_clause(request.council),
        **seconding(request),
        before=conduct.again,
        **reads(request),
    )


@member_view(Duty.DECIDE_BLOCKS)
def second(request: MemberRequest, number: int) -> HttpResponse:
    """What somebody decided, for the person who agrees to it or does not."""
    block = find_block(request, number)
    decision = waiting_decision(block)
    if request.method != "POST" and decision is None:
        return redirect(block)
    own = decision is not None and decision.decided_by_id == request.user.pk
    form = SecondForm(request.POST or None, council=request.council)
    return step(
        request,
        block,
        form,
        partial(second_block, block=block, actor=request.user),
        "second",
        f"Your answer about {block.reference} is on the record.",
        decision=decision,
        shown=Decided(decision, weighed_of(decision), []) if decision else None,
        own=own,
        who_else=who_else(block, request.user) if own else "",
        conduct=conduct_of(block.author, but=block),
        places=block.places.select_related("account").order_by("account__name"),
        notice=notice_of(block),
        **reads(request),
    )


#: What waits for a decision.
OPEN = (Block.State.PROPOSED, Block.State.NOTIFIED)


def not_yet(block: Block) -> RuleBroken | None:
    """Why it cannot be decided yet, where they must be heard first."""
    try:
        require_heard(block)
    except RuleBroken as error:
        return error
    return None


def own_clause(council: Council) -> str:
    """The clause of the council's own policy that keeps opinions up; empty for the law alone."""
    source = freedom_source(council)
    return "" if source == HUMAN_RIGHTS else source


def seconding(request: MemberRequest) -> dict[str, Any]:
    """Whether a second person must agree, and who could today."""
    council = request.council
    if council.rulebook.rules.block_second_person.value is not True:
        return {"second": False}
    names = [str(one) for one in others_with(Duty.DECIDE_BLOCKS, council, request.user)]
    return {"second": True, "seconds": names}


def reads(request: MemberRequest) -> dict[str, bool]:
    """What of the log a reader of these pages may open."""
    return {"reads_log": any(map(request.membership.allows, READERS))}
