"""The pages of lookalike cases: for those who keep the register, and the auditor to read."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.dates import today
from accounts.lookalikes import forms
from accounts.lookalikes.actions import (
    close_lookalike,
    decide_warning,
    end_warning,
    record_effort,
    record_lookalike,
)
from accounts.lookalikes.models import Lookalike, PublicWarning
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm

READERS = (Duty.KEEP_REGISTER, Duty.READ_TRAIL)


def readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets those in who keep the register or read the trail; 403 for other members."""

    @wraps(view)
    def read(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(request.membership.allows(duty) for duty in READERS):
            raise PermissionDenied(Duty.KEEP_REGISTER.label)
        return view(request, *args, **kwargs)

    return read


@member_view(Duty.SUBMIT_DRAFTS)
@readers
def lookalike_list(request: MemberRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    rows = request.council.lookalikes.with_next()
    if show == "due":
        rows = rows.due(today())
    elif show == "warned":
        rows = rows.still_warned_of()
    elif show != "all":
        show, rows = "", rows.open()
    page = keyset_page(rows, request, order=("-number",))
    context = {"page": page, "show": show, "today": today(), "keeps": keeps(request)}
    return render(request, "accounts/lookalikes/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
@readers
def detail(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    context = {
        "case": case,
        "efforts": case.efforts.select_related("made_by"),
        "warning": in_force(case),
        "events": timeline(case),
        "source": source(request),
        "keeps": keeps(request),
    }
    return render(request, "accounts/lookalikes/detail.html", context)


@member_view(Duty.KEEP_REGISTER)
def new(request: MemberRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.LookalikeForm(*sent, council=request.council)
    context: dict[str, Any] = {"form": form}
    refused = 0
    if sent:
        form.keep_files(request.user)
    if form.is_valid():
        try:
            case = record_lookalike(
                council=request.council, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused, context["refusal"] = refuse(form, error), error
        else:
            messages.success(request, f"{case.reference} recorded. Next: report it.")
            return redirect(case)
    status = page_status(form, refused)
    return render(request, "accounts/lookalikes/new.html", context, status=status)


@member_view(Duty.KEEP_REGISTER)
def effort(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    return decide(
        request,
        case,
        forms.EffortForm,
        partial(record_effort, lookalike=case, actor=request.user),
        heading="Record what was done",
        label="Record",
        done="Recorded.",
    )


@member_view(Duty.KEEP_REGISTER)
def close(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    return decide(
        request,
        case,
        forms.CloseForm,
        lambda outcome, outcome_note: close_lookalike(
            lookalike=case, outcome=outcome, note=outcome_note, actor=request.user
        ),
        heading="Close the case",
        label="Close the case",
        done="Case closed.",
    )


@member_view(Duty.KEEP_REGISTER)
def warn(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    return decide(
        request,
        case,
        forms.WarningForm,
        partial(decide_warning, lookalike=case, actor=request.user),
        heading="Warn the public",
        label="Publish the warning",
        done="The warning is on your list of official accounts.",
    )


@member_view(Duty.KEEP_REGISTER)
def stop_warning(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    warning = in_force(case)
    if warning is None:
        raise RuleBroken("No public warning is in force.")
    return decide(
        request,
        case,
        forms.EndWarningForm,
        partial(end_warning, warning=warning, actor=request.user),
        heading="End the public warning",
        label="End the warning",
        done="The public is no longer warned.",
    )


def decide(
    request: MemberRequest,
    case: Lookalike,
    form_class: type[CouncilForm],
    act: Callable[..., object],
    *,
    heading: str,
    label: str,
    done: str,
) -> HttpResponse:
    """A page with one form about a case, and what it does."""
    return take_step(
        request,
        form_class(request.POST if request.method == "POST" else None, council=request.council),
        act,
        "accounts/lookalikes/decide.html",
        said=done,
        then=case,
        case=case,
        heading=heading,
        label=label,
    )


def case_of(request: MemberRequest, number: int) -> Lookalike:
    cases = request.council.lookalikes.select_related("council", "capture", "recorded_by")
    return get_object_or_404(cases.select_related("closed_by"), number=number)


def in_force(case: Lookalike) -> PublicWarning | None:
    return case.warnings.filter(ended_at__isnull=True).select_related("decided_by").first()


def keeps(request: MemberRequest) -> bool:
    return request.membership.allows(Duty.KEEP_REGISTER)


def source(request: MemberRequest) -> str:
    """The clause of the council's own that asks for it; empty where none does."""
    known = request.council.rulebook.clauses
    found = next((key for key in ("FTC-6.2-o", "LLTC-9.3-c") if key in known), "")
    return f"{found}: {known[found]}" if found else ""
