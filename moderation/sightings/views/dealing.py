"""One report: where it stands, and what whoever it went to does with it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.refusals import Stale
from councilsm.steps import take_step
from moderation.cases.questions import own_cases, visible_to
from moderation.conduct.models import Conduct
from moderation.evidence.prohibited import WHOM_TO_CALL
from moderation.sightings import actions, questions
from moderation.sightings.forms import dealing
from moderation.sightings.forms.conduct import CouncillorOfReport, EmployeeOfReport
from moderation.sightings.models import Sighting
from moderation.sightings.pages import post_of
from moderation.sightings.routing import site_source
from moderation.sightings.views.reporting import captures_of, find


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    if sighting.state == Sighting.State.UNFINISHED:
        return redirect("sightings:finish", request.council.slug, number)
    post, mistake_url = post_of(request.council, sighting.page)
    context = {
        "sighting": sighting,
        "captures": captures_of(sighting),
        "sent_to": sighting.sent_to.select_related("office"),
        "additions": sighting.additions.select_related("added_by"),
        "events": timeline(sighting),
        "acts": sighting.acts,
        "may_be_erased": questions.may_be_erased(sighting),
        "owns": sighting.taken_by_id == request.user.pk,
        "routes": questions.routes(request.membership),
        "reported": sighting.reported_by_id == request.user.pk,
        "may_log": request.membership.allows(Duty.LOG_MODERATION),
        "makes_draft": sighting.kind in {Sighting.Kind.NEWSWORTHY, Sighting.Kind.DAMAGE}
        and not sighting.about_clerk,
        "case_open": sees_case(request, sighting),
        "call": WHOM_TO_CALL.get(sighting.prohibited, ""),
        "site_source": site_source(request.council.rulebook, sighting.kind),
        "post": post,
        "mistake_url": mistake_url,
    }
    return render(request, "moderation/sightings/detail.html", context)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def take(request: MemberRequest, number: int) -> HttpResponse:
    sighting = actions.take_sighting(sighting=find(request, number), actor=request.user)
    messages.success(request, f"You deal with {sighting.reference} now. The others can see that.")
    return redirect(sighting)


@member_view(Duty.SUBMIT_DRAFTS)
def take_over(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    return decide(
        request,
        sighting,
        dealing.TakeOverForm(posted(request), council=request.council),
        partial(actions.take_over, sighting=sighting, actor=request.user),
        heading="Take it over",
        said=f"You deal with {sighting.reference} now.",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def hand_on(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    return decide(
        request,
        sighting,
        dealing.HandOnForm(posted(request), council=request.council, sighting=sighting),
        partial(actions.hand_on, sighting=sighting, actor=request.user),
        heading="Hand it on",
        said=f"{sighting.reference} handed on.",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def platform(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    return decide(
        request,
        sighting,
        dealing.PlatformForm(posted(request), council=request.council),
        partial(actions.note_platform, sighting=sighting, actor=request.user),
        heading="Record the platform’s answer",
        said="Recorded.",
        also_closed=True,
    )


@member_view(Duty.SUBMIT_DRAFTS)
def close(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    return decide(
        request,
        sighting,
        dealing.CloseForm(posted(request), council=request.council),
        partial(actions.close_sighting, sighting=sighting, actor=request.user),
        heading="Close with an answer",
        said=f"{sighting.reference} closed.",
    )


@member_view(Duty.LOG_MODERATION)
def log(request: MemberRequest, number: int) -> HttpResponse:
    """Puts it in the log; what is done about it comes on the page that follows."""
    sighting = find(request, number)
    if over := is_over(request, sighting):
        return over

    def act(**values: Any) -> str:
        item = actions.put_in_log(sighting=sighting, actor=request.user, **values)
        return reverse("log:add", args=[request.council.slug, item.number])

    form = dealing.LogForm(
        posted(request),
        council=request.council,
        initial=dealing.LogForm.recognised(sighting),
    )
    return take_step(
        request,
        form,
        act,
        "moderation/sightings/decide.html",
        said=f"{sighting.reference} is in the log. Say what is done about it.",
        sighting=sighting,
        heading="Put it in the moderation log",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def case(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    return decide(
        request,
        sighting,
        dealing.CaseForm(posted(request), council=request.council),
        partial(actions.make_case_of, sighting=sighting, actor=request.user),
        heading="Open a restricted case",
        said=lambda case: f"{case.reference} opened.",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def conduct(request: MemberRequest, number: int) -> HttpResponse:
    """`?of=councillor` records a councillor’s conduct, else it is an employee’s."""
    sighting = find(request, number)
    if sighting.kind != Sighting.Kind.MISUSE:
        raise Http404
    of_councillor = request.GET.get("of") == Conduct.Kind.COUNCILLOR
    kind_of_form = CouncillorOfReport if of_councillor else EmployeeOfReport
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return decide(
        request,
        sighting,
        kind_of_form(*sent, council=request.council, sighting=sighting),
        partial(actions.make_conduct_of, sighting=sighting, actor=request.user),
        heading=str(Conduct.Kind(kind_of_form.kind).label),
        said=lambda made: f"{made.reference} recorded, with what was captured.",
        template="conduct",
        captures=captures_of(sighting),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def enquiry(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    kind = dealing.ENQUIRIES.get(Sighting.What(sighting.what)) if sighting.what else None
    return decide(
        request,
        sighting,
        dealing.EnquiryForm(posted(request), council=request.council, initial={"kind": kind}),
        partial(actions.make_enquiry_of, sighting=sighting, actor=request.user),
        heading="Raise an enquiry",
        said=lambda enquiry: f"{enquiry.reference} raised.",
    )


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def draft(request: MemberRequest, number: int) -> HttpResponse:
    sighting = find(request, number)
    made = actions.make_draft_of(sighting=sighting, actor=request.user)
    messages.success(request, f"{made.reference} started from {sighting.reference}.")
    return redirect("drafts:edit", request.council.slug, made.number)


def decide(
    request: MemberRequest,
    sighting: Sighting,
    form: forms.Form,
    act: Callable[..., Any],
    *,
    heading: str,
    said: str | Callable[[Any], str],
    also_closed: bool = False,
    template: str = "decide",
    **page: Any,
) -> HttpResponse:
    """A page with one form about a report, and what it does; then the report again.

    Args:
        also_closed: whether it is done about a closed report too.
    """
    over = None if also_closed else is_over(request, sighting)
    if over is not None:
        return over
    return take_step(
        request,
        form,
        act,
        f"moderation/sightings/{template}.html",
        said=said,
        then=sighting,
        sighting=sighting,
        heading=heading,
        **page,
    )


def is_over(request: MemberRequest, sighting: Sighting) -> HttpResponse | None:
    """Back to a report that is closed, before anybody fills in a form in vain; else None."""
    if request.method == "POST" or sighting.is_open:
        return None
    try:
        sighting.require_open()
    except Stale as closed:
        messages.info(request, closed.sentence)
    return redirect(sighting)


def posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def sees_case(request: MemberRequest, sighting: Sighting) -> bool:
    """Whether the case of a report opens for this person, who sees the report."""
    if sighting.case is None or sighting.acts:
        return sighting.case is not None
    rows = visible_to(request.membership) | own_cases(request.membership)
    return rows.filter(pk=sighting.case.pk).exists()
