"""The record of one item: what was posted, what was done about it, why, and the proof."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from moderation.evidence.part import evidence_context
from moderation.items.models import Item
from moderation.log.models import ModerationAction
from moderation.log.readers import log_readers
from moderation.log.record import record_of


@member_view(Duty.SUBMIT_DRAFTS)
@log_readers
def detail(request: MemberRequest, number: int) -> HttpResponse:
    item = find_item(request, number)
    context = {
        "item": item,
        "logs": request.membership.allows(Duty.LOG_MODERATION),
        **record_of(item, request.membership),
        **evidence_context(item, request.membership),
    }
    return render(request, "moderation/log/detail.html", context)


def find_item(request: MemberRequest, number: int) -> Item:
    """An item of the council's, or 404; one of a restricted case is shown with its case alone."""
    rows = request.council.items.for_everyone()
    rows = rows.select_related("account", "author", "logged_by", "office")
    item: Item = get_object_or_404(rows, number=number)
    item.council = request.council
    return item


def find_entry(request: MemberRequest, pk: int) -> ModerationAction:
    """An entry about such an item, or 404."""
    rows = request.council.moderation_actions.for_everyone()
    rows = rows.select_related("item__account", "item__author", "decided_by", "office")
    entry: ModerationAction = get_object_or_404(rows, pk=pk)
    entry.council = entry.item.council = request.council
    return entry
