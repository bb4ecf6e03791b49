"""Saying what was done, or found, on one account."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.blocks.actions.places import confirm_place
from moderation.blocks.forms.places import PlaceForm
from moderation.blocks.models import BlockPlace
from moderation.blocks.readers import block_doers


@member_view(Duty.SUBMIT_DRAFTS)
@block_doers
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody is blocked, or is not any more, on one account of a block."""
    rows = request.council.block_places.select_related("block__author", "account")
    place: BlockPlace = get_object_or_404(rows, pk=pk)
    place.council = place.block.council = request.council
    form = PlaceForm(
        request.POST or None, request.FILES or None, council=request.council, place=place
    )
    return take_step(
        request,
        form,
        partial(confirm_place, place=place, actor=request.user),
        "moderation/blocks/place.html",
        said=f"Recorded for {place.block.reference} on {place.account}.",
        then=place.block,
        place=place,
        the_block=place.block,
    )
