"""The page that adds evidence to an item: of the log, or of what only some may see."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from councilsm.access import MemberRequest
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.evidence.actions import attach
from moderation.evidence.forms import AddForm
from moderation.evidence.prohibited import WHOM_TO_CALL
from moderation.items.models import Item


def add_page(request: MemberRequest, item: Item, *, then: str) -> HttpResponse:
    """The page that adds evidence to an item, for whoever may see it.

    What nobody may keep is not taken; the page says whom to call (status 422).
    """
    form = AddForm(request.POST or None, request.FILES or None, council=request.council)
    refused, call = 0, ""
    if form.is_bound:
        form.keep_files(request.user)
        if form.is_valid() and not form.is_prohibited:
            values = form.cleaned_data
            values.pop("prohibited")
            try:
                attach(item=item, actor=request.user, **values)
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                messages.success(request, "Evidence added.")
                return redirect(then)
        call = WHOM_TO_CALL.get(request.POST.get("prohibited", ""), "")
        refused = refused or (422 if form.is_prohibited else 0)
    page = {"form": form, "item": item, "call": call, "then": then}
    status = page_status(form, refused)
    return render(request, "moderation/evidence/add.html", page, status=status)
