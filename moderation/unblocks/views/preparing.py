"""What is done about a request before it is decided, each on a page of its own."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.blocks.readers import only_with
from moderation.enquiries.models import Enquiry
from moderation.unblocks.actions.asking import add_fact
from moderation.unblocks.actions.complaints import split_complaint
from moderation.unblocks.actions.erasing import erase_request
from moderation.unblocks.actions.matching import match_request
from moderation.unblocks.actions.setting_aside import set_aside_requests
from moderation.unblocks.finding import blocks_like
from moderation.unblocks.forms.preparing import (
    ComplaintForm,
    EraseForm,
    FactForm,
    FindForm,
    MatchForm,
    SetAsideForm,
)
from moderation.unblocks.listing import SHOW, TO_MATCH
from moderation.unblocks.models import UnblockRequest
from moderation.unblocks.readers import PREPARING
from moderation.unblocks.views.reading import case_of, find

#: Requests that are set aside on one page.
AT_ONCE = 100


@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*PREPARING)
def match(request: MemberRequest, number: int) -> HttpResponse:
    """A human looks for the block, at first by the handle that was sent; nothing is chosen."""
    asked = find(request, number)
    asked.require_state(UnblockRequest.State.WAITING)
    look = FindForm(request.GET if "q" in request.GET else {"q": asked.handle})
    typed = look.cleaned_data["q"] if look.is_valid() else ""
    found = blocks_like(request.council, typed)
    form = MatchForm(request.POST or None, council=request.council, found=found, looked=bool(typed))
    return take_step(
        request,
        form,
        partial(match_request, request=asked, actor=request.user, looked_for=typed),
        "moderation/unblocks/match.html",
        said=said_of_match,
        look=look,
        typed=typed,
        found=found,
        **case_of(asked),
    )


def said_of_match(asked: UnblockRequest) -> str:
    """What it was matched with."""
    if asked.block is None:
        return f"{asked.reference}: none of our blocks is about it."
    return f"{asked.reference} is about {asked.block.reference}."


@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*PREPARING)
def fact(request: MemberRequest, number: int) -> HttpResponse:
    """Something that whoever decides should know."""
    asked = find(request, number)
    asked.require_state(UnblockRequest.State.WAITING)
    return take_step(
        request,
        FactForm(request.POST or None, council=request.council),
        partial(add_fact, request=asked, actor=request.user),
        "moderation/unblocks/staff_step.html",
        said=f"Added to {asked.reference}.",
        then=asked,
        heading="Add a fact",
        label="Add it",
        **case_of(asked),
    )


@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*PREPARING)
def complaint(request: MemberRequest, number: int) -> HttpResponse:
    """A data protection complaint in it goes its own way."""
    asked = find(request, number)

    def said(enquiry: Enquiry) -> str:
        return f"{enquiry.reference} has it, with its own clock."

    return take_step(
        request,
        ComplaintForm(request.POST or None, council=request.council),
        partial(split_complaint, request=asked, actor=request.user),
        "moderation/unblocks/staff_step.html",
        said=said,
        heading="Split off what is about their personal data",
        hint="It becomes an enquiry of its own. A complaint is acknowledged within 30 days of when "
        "the request came (Data Protection Act 2018, section 164A), and a copy of their data is "
        "given within a month (UK GDPR, article 12). The request is decided all the same.",
        label="Split it off",
        **case_of(asked),
    )


@member_view(Duty.DECIDE_UNBLOCKS)
def set_aside(request: MemberRequest) -> HttpResponse:
    """What is no request at all is closed, up to a hundred at once."""
    rows = request.council.unblock_requests.filter(SHOW[TO_MATCH]).order_by("pk")[:AT_ONCE]
    form = SetAsideForm(request.POST or None, council=request.council, waiting=list(rows))

    def said(done: list[UnblockRequest]) -> str:
        return f"Set aside: {', '.join(one.reference for one in done)}."

    return take_step(
        request,
        form,
        partial(set_aside_requests, actor=request.user),
        "moderation/unblocks/set_aside.html",
        said=said,
        then=reverse("unblocks:list", args=[request.council.slug]),
    )


@member_view(Duty.DECIDE_UNBLOCKS)
def erase(request: MemberRequest, number: int) -> HttpResponse:
    """The words of a request that is over are emptied; what was decided stays."""
    asked = find(request, number)
    return take_step(
        request,
        EraseForm(request.POST or None, council=request.council),
        partial(erase_request, request=asked, actor=request.user),
        "moderation/unblocks/staff_step.html",
        said=f"The words of {asked.reference} are erased.",
        then=reverse("unblocks:list", args=[request.council.slug]),
        heading="Erase the words of this request",
        hint="What was sent, what was added, the reasons and the letters are emptied for good. "
        "That there was a request, who decided it, how and when, stays.",
        label="Erase the words",
        kind="warning",
        **case_of(asked),
    )
