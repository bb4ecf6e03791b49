"""Raising an enquiry, from something on the log or by itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.once import Sending
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.enquiries.actions import raise_enquiry, raise_with_item
from moderation.enquiries.forms.raising import NewEnquiryForm, RaiseForm
from moderation.enquiries.models import Enquiry
from moderation.items.models import Item
from moderation.log.looking import tell_of_link


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    """`?item=M-0310` raises it of that item; else the form asks what was posted too."""
    item = item_asked_for(request)
    kind_of_form = RaiseForm if item else NewEnquiryForm
    sent = request.POST if request.method == "POST" else None
    form = kind_of_form(sent, council=request.council)
    context: dict[str, Any] = {"form": form, "item": item}
    refused = 0
    if form.is_valid():
        sending = Sending(request)
        try:
            enquiry = raised(request, form, item)
        except RuleBroken as error:
            if isinstance(error, AlreadyDone) and sending.is_repeated:
                messages.info(request, error.sentence)
                return redirect(error.there)
            sending.refused()
            refused, context["refusal"] = refuse(form, error), error
        else:
            messages.success(
                request, f"{enquiry.reference} goes to {enquiry.owned}.{next_of(enquiry)}"
            )
            tell_of_link(request, form.cleaned_data.get("url", ""))
            return redirect(enquiry)
    status = page_status(form, refused)
    return render(request, "moderation/enquiries/new.html", context, status=status)


def next_of(enquiry: Enquiry) -> str:
    """What the next page says after whose it is: by when, or what was not kept."""
    if enquiry.kind == Enquiry.Kind.SAFEGUARDING:
        return " Act at once. What you typed of the concern is not kept here."
    return f" Due by {when_in_words(enquiry.due_on)}." if enquiry.due_on else ""


def raised(request: MemberRequest, form: RaiseForm, item: Item | None) -> Enquiry:
    """Does what the form asks."""
    council, actor = request.council, request.user
    if isinstance(form, NewEnquiryForm):
        if form.cleaned_data["kind"] == Enquiry.Kind.SAFEGUARDING:
            return raise_enquiry(council=council, actor=actor, **form.enquiry_values)
        values = form.enquiry_values
        return raise_with_item(council=council, actor=actor, item=form.item_values, **values)
    return raise_enquiry(council=council, actor=actor, item=item, **form.cleaned_data)


def item_asked_for(request: MemberRequest) -> Item | None:
    """The item in the address; 404 where there is no such one, 403 for who may not read the log."""
    asked = request.GET.get("item", "")
    if not asked:
        return None
    if not request.membership.allows(Duty.LOG_MODERATION):
        raise PermissionDenied(Duty.LOG_MODERATION.label)
    number = asked.removeprefix("M-")
    known = number.isascii() and number.isdigit() and len(number) < 10
    items = request.council.items.for_everyone().select_related("account", "author")
    return get_object_or_404(items, number=int(number) if known else 0)
