"""The page on which anybody of the council opens a restricted case."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.cases.actions import open_case
from moderation.cases.forms import OpenForm
from moderation.cases.models import Case
from moderation.items.models import Item
from moderation.log.looking import tell_of_link


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    """Opens a case by itself, or of something on the log: `?item=310`, which is hidden with it."""
    item = item_asked_for(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OpenForm(*sent, council=request.council, initial=begin_with(request))
    if item:
        form = form.without_posted()
    return take_step(
        request,
        form,
        partial(open_it, request, item),
        "moderation/cases/new.html",
        said=said,
        item=item,
    )


def open_it(request: MemberRequest, item: Item | None, **typed: Any) -> Case:
    """Does what the form asks, and says what was taken out of the address that was typed."""
    if typed.pop("for_actor"):
        typed["affected"] = request.user
    case = open_case(council=request.council, item=item, actor=request.user, **typed)
    tell_of_link(request, typed.get("url", ""))
    return case


def item_asked_for(request: MemberRequest) -> Item | None:
    """What the case begins with; 404 for what this person may not see on the log."""
    number = request.GET.get("item", "")
    if not number:
        return None
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    items = request.council.items.for_everyone()
    if not request.membership.allows(Duty.LOG_MODERATION):
        items = items.none()
    return get_object_or_404(items, number=asked)


def begin_with(request: MemberRequest) -> dict[str, Any]:
    """The kind that the link here names, if it names one."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in Case.Kind.values else {}


def said(case: Case) -> str:
    return f"{case.reference} opened. Those who can act on it were told."
