"""What becomes of a block that stands: renewed or lifted."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from moderation.blocks.actions import lift_block, renew_block
from moderation.blocks.asked import asked_of
from moderation.blocks.conduct import conduct_of
from moderation.blocks.forms.deciding import LiftForm, RenewForm
from moderation.blocks.models import Block
from moderation.blocks.views.deciding import reads, seconding
from moderation.blocks.views.proposing import find_block, step


@member_view(Duty.DECIDE_BLOCKS)
def renew(request: MemberRequest, number: int) -> HttpResponse:
    """A block that stands gets a new day, later or sooner."""
    block = find_block(request, number)
    if request.method != "POST" and not (block.state == Block.State.STANDS and block.is_in_force):
        return redirect(block)
    form = RenewForm(request.POST or None, council=request.council, block=block)
    return step(
        request,
        block,
        form,
        partial(renew_block, block=block, actor=request.user),
        "renew",
        f"The renewal of {block.reference} is on the record.",
        conduct=conduct_of(block.author, but=block),
        last=block.decided,
        **seconding(request),
        asked=asked_of(block, request.membership),
        **reads(request),
    )


@member_view(Duty.DECIDE_BLOCKS)
def lift(request: MemberRequest, number: int) -> HttpResponse:
    """A block ends by decision; it is then to be undone on each platform."""
    block = find_block(request, number)
    if request.method != "POST" and not (block.state == Block.State.STANDS and block.is_in_force):
        return redirect(block)
    form = LiftForm(request.POST or None, council=request.council)
    return step(
        request,
        block,
        form,
        partial(lift_block, block=block, actor=request.user),
        "lift",
        f"{block.reference} is lifted. Unblock them on each account, then record it.",
        places=block.places.select_related("account").order_by("account__name"),
        asked=asked_of(block, request.membership),
    )
