"""Report something: the form, one's own reports, and those that wait for somebody."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.once import Sending
from councilsm.paging import keyset_page
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.evidence.prohibited import WHOM_TO_CALL
from moderation.log.looking import tell_of_link
from moderation.sightings import questions
from moderation.sightings.actions import add_to_sighting, keep_sighting, send_sighting
from moderation.sightings.forms.dealing import AddForm
from moderation.sightings.forms.reporting import ReportForm, initial_of
from moderation.sightings.models import Sighting
from moderation.sightings.pages import page_kept, post_of
from moderation.sightings.report import Report


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    page = page_kept(request.council, request.GET.get("from", ""))
    return fill_in(request, None, initial={"page": page})


@member_view(Duty.SUBMIT_DRAFTS)
def finish(request: MemberRequest, number: int) -> HttpResponse:
    """What was kept to finish later; whoever reports alone."""
    rows = questions.mine(request.membership).select_related("council")
    sighting = get_object_or_404(rows, number=number)
    sighting.require_unfinished()
    return fill_in(request, sighting, initial=initial_of(Report.of(sighting.kept or {})))


def fill_in(
    request: MemberRequest, sighting: Sighting | None, *, initial: dict[str, Any]
) -> HttpResponse:
    """Shows the form; once it was sent, keeps what it says, and sends it unless it is for later."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, membership=request.membership, initial=initial)
    form.has_captures = sighting is not None and sighting.came_with.exists()
    refused = 0
    if sent:
        form.keep_files(request.user)
    if form.is_valid():
        act = keep_sighting if form.is_later else send_sighting
        sending = Sending(request)
        try:
            done = act(
                council=request.council,
                sighting=sighting,
                actor=request.user,
                **form.cleaned_data,
            )
        except RuleBroken as error:
            if isinstance(error, AlreadyDone) and sending.is_repeated:
                return redirect(error.there)
            sending.refused()
            refused = refuse(form, error)
        else:
            said = (
                f"{done.reference} is kept for you to finish." if form.is_later else said_of(done)
            )
            messages.success(request, said)
            tell_of_link(request, request.POST.get("url", ""))
            if form.is_later:
                return redirect("sightings:mine", request.council.slug)
            return redirect(done)
    post, mistake_url = post_of(request.council, str(form["page"].value() or ""))
    context = {
        "form": form,
        "sighting": sighting,
        "captures": captures_of(sighting) if sighting else [],
        "post": post,
        "officer": request.council.rulebook.title(request.council.rulebook.proper_officer),
        "mistake_url": mistake_url,
        "unfinished": () if sighting else own_unfinished(request),
    }
    return render(
        request, "moderation/sightings/report.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def mine(request: MemberRequest) -> HttpResponse:
    """What somebody reported, and what they keep to finish."""
    rows = questions.mine(request.membership).select_related("council", "taken_by")
    page = keyset_page(rows, request, order=("-number",))
    return listed(request, page, "mine", opened=questions.opened_alone(request.membership))


@member_view(Duty.SUBMIT_DRAFTS)
def for_me(request: MemberRequest) -> HttpResponse:
    """Open reports that went to somebody's offices or team, or that they have taken."""
    rows = questions.for_me(request.membership).select_related("council", "taken_by", "reported_by")
    return listed(request, keyset_page(rows, request, order=("-number",)), "for_me")


@member_view(Duty.SUBMIT_DRAFTS)
def everything(request: MemberRequest) -> HttpResponse:
    """All open reports that somebody may see: those who route see more than their own."""
    rows, outstanding = questions.open_to(request.membership), False
    if request.GET.get("show") == "outstanding":
        rows, outstanding = questions.to_tell(request.membership), True
    rows = rows.select_related("council", "taken_by", "reported_by")
    page = keyset_page(rows, request, order=("-number",))
    return listed(request, page, "outstanding" if outstanding else "all")


@member_view(Duty.SUBMIT_DRAFTS)
def add(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AddForm(*sent, council=request.council)
    refused, call = 0, ""
    if form.is_bound:
        form.keep_files(request.user)
        if form.is_prohibited:  # nothing is taken; the page says whom to call
            refused, call = 422, WHOM_TO_CALL.get(request.POST.get("prohibited", ""), "")
        elif form.is_valid():
            words, captures = form.cleaned_data["words"], form.cleaned_data["captures"]
            try:
                add_to_sighting(
                    sighting=sighting, words=words, captures=captures, actor=request.user
                )
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                messages.success(request, f"Added to {sighting.reference}.")
                return redirect(sighting)
    page = {"form": form, "sighting": sighting, "call": call}
    status = page_status(form, refused)
    return render(request, "moderation/sightings/add.html", page, status=status)


def find(request: MemberRequest, number: int) -> Sighting:
    """The report of that number, if it is for this person to see, with `acts`; else 404."""
    rows = questions.with_acts(request.membership)
    joined = ("council", "reported_by", "taken_by", "closed_by", "platform_by", "office")
    became = ("item", "case", "enquiry", "draft")
    return get_object_or_404(rows.select_related(*joined, *became), number=number)


def captures_of(sighting: Sighting) -> list[Any]:
    """What came with it, the earliest first."""
    rows = sighting.came_with.select_related("evidence", "evidence__captured_by")
    return [row.evidence for row in rows.order_by("pk")]


def own_unfinished(request: MemberRequest) -> list[Sighting]:
    """The newest of one's own that are not sent, to go on with."""
    rows = questions.mine(request.membership).unfinished().select_related("council")
    return list(rows.order_by("-number")[:5])


def listed(request: MemberRequest, page: Any, show: str, **more: Any) -> HttpResponse:
    context = {"page": page, "show": show, "routes": questions.routes(request.membership), **more}
    return render(request, "moderation/sightings/list.html", context)


def said_of(sighting: Sighting) -> str:
    """What the next page says of a report that was sent."""
    return f"{sighting.reference} was sent. This page says what becomes of it."
