"""Replying: in one step by whoever may, with a draft that others approve, or moved to private."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.enquiries import actions
from moderation.enquiries.answers import private_words, why_approval
from moderation.enquiries.forms.replying import DraftReplyForm, PrivateForm, ReplyForm
from moderation.enquiries.models import Enquiry, StandardReply
from moderation.enquiries.owning import may_reply
from moderation.enquiries.views.handling import theirs


@member_view(Duty.SUBMIT_DRAFTS)
def reply(request: MemberRequest, number: int) -> HttpResponse:
    """Logs a reply, or sends it for approval.

    `?use=3` fills in a standard reply; `?private=1` asks somebody to get in touch instead.
    """
    enquiry = theirs(request, number, may_reply)
    if request.GET.get("private") == "1":
        return private(request, enquiry)
    standard = standard_asked_for(request)
    sent = request.POST if request.method == "POST" else None
    do = sent.get("do", "") if sent else ""
    words = sent.get("words", "") if sent else standard.words if standard else ""
    refusal = why_approval(request.council, words, request.user)
    # Words that were changed since are refused, not turned into a draft behind somebody's back.
    for_approval = refusal is not None and (not sent or do == "approval")
    form = (DraftReplyForm if for_approval else ReplyForm)(
        sent, council=request.council, enquiry=enquiry, initial={"words": words}
    )
    template = "moderation/enquiries/reply.html"
    context: dict[str, Any] = {
        "enquiry": enquiry,
        "standard": standard,
        "why_approval": refusal,
        "for_approval": for_approval,
    }
    if isinstance(form, ReplyForm) and do == "check":
        form.check()
        return render(request, template, {"form": form, "checked": True, **context})
    if for_approval:
        return take_step(
            request,
            form,
            partial(actions.draft_reply, enquiry=enquiry, actor=request.user),
            template,
            said=lambda draft: f"{draft.reference} holds the reply. Open it, then submit it.",
            **context,
        )
    return take_step(
        request,
        form,
        partial(actions.reply, enquiry=enquiry, actor=request.user),
        template,
        said="Reply logged.",
        then=enquiry,
        **context,
    )


def private(request: MemberRequest, enquiry: Enquiry) -> HttpResponse:
    """Logs that our own fixed words, which ask somebody to get in touch, were posted."""
    sent = request.POST if request.method == "POST" else None
    return take_step(
        request,
        PrivateForm(sent, council=request.council, enquiry=enquiry),
        partial(actions.move_to_private, enquiry=enquiry, actor=request.user),
        "moderation/enquiries/private.html",
        said="Moved to private.",
        then=enquiry,
        enquiry=enquiry,
        words=private_words(request.council),
    )


def standard_asked_for(request: MemberRequest) -> StandardReply | None:
    """The standard reply in the address; None where there is none."""
    asked = request.GET.get("use", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    found: StandardReply | None = request.council.standard_replies.in_use().filter(pk=asked).first()
    return found
