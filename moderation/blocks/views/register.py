"""The register of blocks, and one of them with all that was decided and done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import capped, keyset_page
from moderation.blocks.due import is_alone
from moderation.blocks.models import Block
from moderation.blocks.page import block_context
from moderation.blocks.readers import block_readers
from moderation.blocks.register import PARTS, counts, rows_of
from moderation.blocks.views.deciding import reads
from moderation.items.authors import plain_words

NAMES = (
    "author",
    "prompted_by__item",
    "proposed_by",
    "office",
    "notice",
    "rulebook_version",
    "proof",
)
LONGEST_HANDLE = 120
OF_NOTICE = ("notice__sent_by", "notice__office", "notice__response_by", "notice__proof")


@member_view(Duty.SUBMIT_DRAFTS)
@block_readers
def block_list(request: MemberRequest) -> HttpResponse:
    """One part of the register: those in force, unless `?show=` names another."""
    show = request.GET.get("show", "")
    show = show if show in PARTS else "current"
    part, day, person = PARTS[show], today(), request.membership.person_id
    if show == "second" and is_alone(request.membership):
        person = 0  # their own wait too, as Home says
    found = counts(request.council, day, person, show)
    rows = request.council.blocks.filter(part.which(day, person)).select_related("author")
    searched = " ".join(plain_words(request.GET.get("who", "")).split())[:LONGEST_HANDLE]
    if searched:
        rows = rows.filter(author__handle__icontains=searched.removeprefix("@"))
    page = keyset_page(
        rows,
        request,
        order=part.order,
        total=capped(rows.count()) if searched else found[show],
    )
    context: dict[str, Any] = {
        "page": page,
        "rows": list(rows_of(page.items)),
        "show": show,
        "shown": part.label,
        "empty": nobody_found(searched) if searched else part.empty,
        "searched": searched,
        "parts": [(name, PARTS[name].label, count) for name, count in found.items()],
        "soonest_first": not part.order[0].startswith("-"),
        **reads(request),
    }
    return render(request, "moderation/blocks/list.html", context)


def nobody_found(searched: str) -> tuple[str, str]:
    """What a part of the register says where no profile in it matches."""
    return (f"No profile here has “{searched}” in its name", "Look in the other parts, too.")


@member_view(Duty.SUBMIT_DRAFTS)
@block_readers
def detail(request: MemberRequest, number: int) -> HttpResponse:
    block = find_block(request, number)
    context = block_context(block, request.membership) | reads(request)
    return render(request, "moderation/blocks/detail.html", context)


def find_block(request: MemberRequest, number: int) -> Block:
    """A block of the council's, or 404."""
    rows = request.council.blocks.select_related(*NAMES, *OF_NOTICE)
    block: Block = get_object_or_404(rows, number=number)
    block.council = request.council
    return block
