"""Standard replies: everybody finds and copies them, those who authorise replies keep them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import SIZE, keyset_page
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm
from moderation.enquiries.actions import (
    add_standard_reply,
    change_standard_reply,
    retire_standard_reply,
    review_standard_reply,
)
from moderation.enquiries.answers import declining_words
from moderation.enquiries.forms.keeping import ReviewForm, StandardReplyForm
from moderation.enquiries.models import Enquiry, StandardReply

#: As much of what somebody looks for is read, in characters.
LONGEST_SEARCH = 100


@member_view(Duty.SUBMIT_DRAFTS)
def replies(request: MemberRequest) -> HttpResponse:
    """`?words=pothole` finds some, `?show=stale` those to look at, `?for=12` to reply to N-0012."""
    words = request.GET.get("words", "").strip()[:LONGEST_SEARCH]
    show = request.GET.get("show", "")
    rows = request.council.standard_replies.in_use().about(words)
    if show == "stale":
        rows = rows.stale(today())
    rows = rows.select_related("topic", "office", "council")
    enquiry, fitting = enquiry_asked_for(request), []
    if enquiry and enquiry.topic_id:  # what is meant for its topic comes first, on every page
        fitting = list(rows.filter(topic=enquiry.topic_id).order_by("name", "pk")[:SIZE])
        rows = rows.exclude(pk__in=[one.pk for one in fitting])
    page = keyset_page(rows, request, order=("name", "pk"))
    context = {
        "page": page,
        "listed": [*fitting, *page.items],
        "words": words,
        "show": show,
        "enquiry": enquiry,
        "keeps": keeps(request),
        "declining": declining_words(request.council),
        "declining_by": request.council.rulebook.cited("LLTC-10.1-a"),
    }
    return render(request, "moderation/enquiries/replies.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    standard = reply_of(request, pk)
    context = {"standard": standard, "keeps": keeps(request), "events": timeline(standard)}
    return render(request, "moderation/enquiries/standard_reply.html", context)


@member_view(Duty.AUTHORISE_POSTS)
def new(request: MemberRequest) -> HttpResponse:
    return take_step(
        request,
        StandardReplyForm(request.POST or None, council=request.council),
        partial(add_standard_reply, council=request.council, actor=request.user),
        "moderation/enquiries/standard_reply_form.html",
        said="Standard reply added.",
        heading="Add a standard reply",
        button="Add it",
    )


@member_view(Duty.AUTHORISE_POSTS)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    standard = reply_of(request, pk)
    form = StandardReplyForm(
        request.POST or None,
        council=request.council,
        initial=StandardReplyForm.values_of(standard),
    )
    return take_step(
        request,
        form,
        partial(change_standard_reply, standard=standard, actor=request.user),
        "moderation/enquiries/standard_reply_form.html",
        said="Standard reply changed.",
        standard=standard,
        heading="Change the standard reply",
        button="Save",
    )


@member_view(Duty.AUTHORISE_POSTS)
def review(request: MemberRequest, pk: int) -> HttpResponse:
    standard = reply_of(request, pk)
    return take_step(
        request,
        ReviewForm(request.POST or None, council=request.council),
        partial(review_standard_reply, standard=standard, actor=request.user),
        "moderation/enquiries/standard_reply_form.html",
        said="Looked at: it is still right.",
        standard=standard,
        shown=True,
        heading="It is still right",
        button="Record that it is still right",
    )


@member_view(Duty.AUTHORISE_POSTS)
def retire(request: MemberRequest, pk: int) -> HttpResponse:
    standard = reply_of(request, pk)
    form = CouncilForm(request.POST if request.method == "POST" else None, council=request.council)
    return take_step(
        request,
        form,
        partial(retire_standard_reply, standard=standard, actor=request.user),
        "moderation/enquiries/standard_reply_form.html",
        said="Nobody is offered it any more.",
        standard=standard,
        shown=True,
        heading="Retire the standard reply",
        button="Retire it",
    )


def reply_of(request: MemberRequest, pk: int) -> StandardReply:
    rows = request.council.standard_replies.select_related("council", "topic", "office")
    return get_object_or_404(rows.select_related("reviewed_by"), pk=pk)


def enquiry_asked_for(request: MemberRequest) -> Enquiry | None:
    """The open enquiry in the address that is to be answered; None where there is none."""
    asked = request.GET.get("for", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    rows = request.council.enquiries.visible_to(request.membership).open()
    found: Enquiry | None = rows.filter(number=asked).first()
    return found


def keeps(request: MemberRequest) -> bool:
    return request.membership.allows(Duty.AUTHORISE_POSTS)
