"""The pages of conduct: for everybody to record, for few to read, and 404 for the others."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import AlreadyDone
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm
from moderation.conduct import forms
from moderation.conduct.actions import (
    answer_removal,
    ask_removal,
    close_conduct,
    record_conduct,
    record_decided,
    refer_conduct,
    refer_refusal,
)
from moderation.conduct.models import Conduct, RemovalRequest
from moderation.conduct.next_step import next_step
from moderation.conduct.questions import visible_to
from moderation.conduct.record_page import ConductForm, CouncillorForm, EmployeeForm
from moderation.evidence.part import evidence_context
from moderation.log.looking import tell_of_link


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def conduct_list(request: MemberRequest) -> HttpResponse:
    """What one may read, the newest first, without names: it is nobody's dossier."""
    show = "all" if request.GET.get("show") == "all" else ""
    rows = visible_to(request.membership).prefetch_related("removals")
    page = keyset_page(rows if show else rows.open(), request, order=("-number",))
    for conduct in page.items:
        conduct.council = request.council
    listed = [(conduct, next_step(conduct)) for conduct in page.items]
    context = {"page": page, "listed": listed, "show": show}
    return render(request, "moderation/conduct/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def start(request: MemberRequest) -> HttpResponse:
    """What is it about?"""
    return render(request, "moderation/conduct/start.html")


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def colleague(request: MemberRequest) -> HttpResponse:
    """Bullying by a colleague goes to a manager, and no detail is kept here (LLTC-8.2-a)."""
    sources = request.council.rulebook.cited("LLTC-8.2-a")
    return render(request, "moderation/conduct/colleague.html", {"sources": sources})


@member_view(Duty.SUBMIT_DRAFTS)
def employee(request: MemberRequest) -> HttpResponse:
    return record_page(
        request,
        EmployeeForm,
        heading="An employee’s own account or post",
        sources=[],
    )


@member_view(Duty.SUBMIT_DRAFTS)
def councillor(request: MemberRequest) -> HttpResponse:
    return record_page(
        request,
        CouncillorForm,
        heading="A councillor’s conduct",
        sources=request.council.rulebook.cited("DTC-5.4-a"),
        officer_sources=request.council.rulebook.cited("HLTC-conduct-2"),
        procedure_sources=request.council.rulebook.cited("DTC-5.4-b"),
    )


def record_page(request: MemberRequest, form_class: type[ConductForm], **page: Any) -> HttpResponse:
    """One of the forms; whoever sent it may not read the record, so the list comes next."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    then = reverse("conduct:list", args=[request.council.slug])

    def act(**typed: Any) -> Conduct:
        try:
            made = record_conduct(
                council=request.council, kind=form_class.kind, actor=request.user, **typed
            )
        except AlreadyDone as error:
            raise AlreadyDone(error.sentence, there=then) from error
        tell_of_link(request, request.POST.get("url", ""))
        return made

    return take_step(
        request,
        form_class(*sent, council=request.council),
        act,
        "moderation/conduct/new.html",
        said=partial(said_of, request),
        then=then,
        **page,
    )


def said_of(request: MemberRequest, conduct: Conduct) -> str:
    """Where it went."""
    if conduct.goes_to is None:
        return f"{conduct.reference} recorded. Pass it to the Monitoring Officer: only you see it."
    title = request.council.rulebook.title(conduct.goes_to.key)
    return f"{conduct.reference} recorded. It went to the {title}."


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def detail(request: MemberRequest, number: int) -> HttpResponse:
    conduct = conduct_of(request, number)
    removals = list(conduct.removals.select_related("asked_by"))
    waiting = next((one for one in removals if not one.outcome), None)
    book = request.council.rulebook
    context = {
        **evidence_context(conduct.item, request.membership),
        "conduct": conduct,
        "goes_to": book.title(conduct.goes_to.key) if conduct.goes_to else "",
        "line_manager": book.title(conduct.line_manager.key) if conduct.line_manager else "",
        "removals": removals,
        "waiting": waiting,
        "next": next_step(conduct),
        "today": today(),
        "removal_sources": book.cited(removal_clause(conduct)),
        "officer_sources": book.cited("HLTC-conduct-2", "HLTC-conduct-3"),
        "procedure_sources": book.cited("DTC-5.4-b"),
        "events": timeline(conduct),
    }
    return render(request, "moderation/conduct/detail.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def removal(request: MemberRequest, number: int) -> HttpResponse:
    conduct = conduct_of(request, number)
    form = forms.AskForm(sent(request), council=request.council, conduct=conduct)
    return step(
        request,
        conduct,
        form,
        partial(ask_removal, conduct=conduct, actor=request.user),
        heading="Record that removal was asked for",
        label="Record",
        done="Recorded. You are reminded until the answer is here.",
        sources=request.council.rulebook.cited(removal_clause(conduct)),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def answer(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    conduct = conduct_of(request, number)
    return step(
        request,
        conduct,
        forms.AnswerForm(sent(request), council=request.council),
        partial(answer_removal, request=asked_of(conduct, pk), actor=request.user),
        heading="Record the answer",
        label="Record the answer",
        done="Answer recorded.",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def refusal(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    conduct = conduct_of(request, number)
    return step(
        request,
        conduct,
        forms.RefusalForm(sent(request), council=request.council),
        partial(refer_refusal, request=asked_of(conduct, pk), actor=request.user),
        heading="Record that the refusal was referred",
        label="Record",
        done="Recorded.",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def referral(request: MemberRequest, number: int) -> HttpResponse:
    conduct = conduct_of(request, number)
    return step(
        request,
        conduct,
        forms.ReferralForm(sent(request), council=request.council),
        partial(refer_conduct, conduct=conduct, actor=request.user),
        heading="Record the referral to the Monitoring Officer",
        label="Record the referral",
        done="Referral recorded.",
        sources=request.council.rulebook.cited("HLTC-conduct-3"),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def decided(request: MemberRequest, number: int) -> HttpResponse:
    conduct = conduct_of(request, number)
    return step(
        request,
        conduct,
        forms.DecidedForm(sent(request), council=request.council),
        partial(record_decided, conduct=conduct, actor=request.user),
        heading="Record when the Monitoring Officer decided",
        hint="What they decided is not kept here.",
        label="Record the day",
        done="Day recorded.",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def close(request: MemberRequest, number: int) -> HttpResponse:
    conduct = conduct_of(request, number)
    return step(
        request,
        conduct,
        forms.CloseForm(sent(request), council=request.council),
        partial(close_conduct, conduct=conduct, actor=request.user),
        heading="Close the record",
        hint="What is left is done elsewhere. Nothing more is recorded here, and it is not "
        "opened again.",
        label="Close the record",
        done="Closed.",
    )


def step(
    request: MemberRequest,
    conduct: Conduct,
    form: CouncilForm,
    act: Callable[..., Any],
    *,
    done: str,
    **page: Any,
) -> HttpResponse:
    """A page with one form about a record."""
    template = "moderation/conduct/step.html"
    return take_step(request, form, act, template, said=done, then=conduct, conduct=conduct, **page)


def sent(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def conduct_of(request: MemberRequest, number: int) -> Conduct:
    rows = visible_to(request.membership).select_related(
        *("council", "about", "item", "goes_to", "line_manager", "recorded_by")
    )
    return get_object_or_404(rows, number=number)


def asked_of(conduct: Conduct, pk: int) -> RemovalRequest:
    return get_object_or_404(conduct.removals.select_related("conduct__council"), pk=pk)


def removal_clause(conduct: Conduct) -> str:
    """The clause by which the council asks for it."""
    return "HLTC-conduct-5" if conduct.kind == Conduct.Kind.COUNCILLOR else "LLTC-9.5-a"
