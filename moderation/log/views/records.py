"""The record of one item: what was posted, what was done about it, why, and the proof."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.evidence.part import evidence_context
from moderation.items.models import Item
from moderation.log.actions import correct_item
from moderation.log.forms.items import CorrectItemForm, written_of
from moderation.log.models import ModerationAction
from moderation.log.readers import log_readers
from moderation.log.record import record_of


@member_view(Duty.SUBMIT_DRAFTS)
@log_readers
def detail(request: MemberRequest, number: int) -> HttpResponse:
    item = find_item(request, number)
    record = record_of(item, request.membership)
    context = {
        "item": item,
        "corrected_by": shown_to_all(getattr(item, "correction", None)),
        "corrects": shown_to_all(item.corrects),
        "logs": request.membership.allows(Duty.LOG_MODERATION),
        **record,
        **evidence_context(item, request.membership),
    }
    if any(one.stands and one.entry.is_prohibited for one in record["shown"]):
        context["may_add_evidence"] = False
    return render(request, "moderation/log/detail.html", context)


@member_view(Duty.LOG_MODERATION)
def correct(request: MemberRequest, number: int) -> HttpResponse:
    """What was posted was written down wrongly: another item takes the place of this one."""
    item = find_item(request, number)
    form = CorrectItemForm(request.POST or None, council=request.council, initial=written_of(item))
    act = partial(correct_item, item=item, actor=request.user)
    template = "moderation/log/correct_item.html"

    def said(new: Item) -> str:
        return f"{new.reference} takes the place of {item.reference}."

    return take_step(request, form, act, template, said=said, item=item)


def shown_to_all(item: Item | None) -> Item | None:
    """The item, unless it belongs to a restricted case."""
    return None if item is None or item.restricted else item


def find_item(request: MemberRequest, number: int) -> Item:
    """An item of the council's, or 404; one of a restricted case is shown with its case alone."""
    rows = request.council.items.for_everyone()
    rows = rows.select_related("account", "author", "logged_by", "office", "corrects", "correction")
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
