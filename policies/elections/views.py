"""Pre-election periods, what falls in them, and profiles that are not promoted then."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.paging import keyset_page
from councilsm.steps import take_step
from policies.elections import actions, forms
from policies.elections.falling import falling_in
from policies.elections.models import Period
from policies.elections.questions import in_words, profiles

#: A button of the form that only works out by when the notice is published.
SUGGEST = "suggest"


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def period_list(request: MemberRequest) -> HttpResponse:
    """Periods now and to come, then those that are over or were called off."""
    day, periods = today(), request.council.election_periods
    coming = periods.standing().filter(poll_on__gte=day).order_by("notice_on", "pk")
    past = periods.exclude(pk__in=coming.values("pk"))
    context = {
        "coming": [(period, period.holds_on(day)) for period in coming],
        "page": keyset_page(past, request, order=("-number",)),
        "manages": request.membership.allows(Duty.MANAGE_RULES),
        "rule": request.council.rulebook.rules.no_promotion,
        "source": request.council.rulebook.source_of("no_promotion"),
    }
    return render(request, "policies/elections/list.html", context)


@member_view(Duty.MANAGE_RULES)
def new(request: MemberRequest) -> HttpResponse:
    form = forms.NewPeriodForm(request.POST or None, council=request.council)
    if SUGGEST in request.POST:
        return suggest(request, form, {})
    return take_step(
        request,
        form,
        partial(actions.add_period, council=request.council, actor=request.user),
        "policies/elections/period.html",
        said=lambda period: f"{period.reference} recorded: {in_words(period)}.",
    )


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def detail(request: MemberRequest, number: int) -> HttpResponse:
    """One period with everything of the council's that falls in it."""
    period = period_of(request, number)
    context = {
        "period": period,
        "now": period.holds_on(today()),
        "is_over": period.poll_on < today(),
        "falling": falling_in(period, request.membership),
        "profiles": profiles(request.council),
        "events": timeline(period),
        "manages": request.membership.allows(Duty.MANAGE_RULES),
        "may_change": period.called_off_on is None,
        "may_call_off": period.called_off_on is None and period.poll_on >= today(),
    }
    return render(request, "policies/elections/detail.html", context)


@member_view(Duty.MANAGE_RULES)
def change(request: MemberRequest, number: int) -> HttpResponse:
    period = period_of(request, number)
    names = ("kind", "area", "poll_on", "notice_on", "note", "shown")
    shown = {name: getattr(period, name) for name in names}
    form = forms.ChangePeriodForm(request.POST or None, council=request.council, initial=shown)
    if SUGGEST in request.POST:
        return suggest(request, form, {"period": period})
    return take_step(
        request,
        form,
        partial(actions.change_period, period=period, actor=request.user),
        "policies/elections/period.html",
        said="Saved. What falls in the period now is listed below.",
        period=period,
    )


def suggest(request: MemberRequest, form: forms.PeriodForm, page: dict[str, Any]) -> HttpResponse:
    """The form as it was typed, with the latest day of the notice; nothing is saved."""
    form.is_valid()
    suggestion = form.suggestion
    for name in [name for name in form.errors if suggestion or name != "poll_on"]:
        del form.errors[name]
    context = {"form": form, "suggestion": suggestion} | page
    status = 200 if suggestion else 422
    return render(request, "policies/elections/period.html", context, status=status)


@member_view(Duty.MANAGE_RULES)
def call_off(request: MemberRequest, number: int) -> HttpResponse:
    period = period_of(request, number)
    return take_step(
        request,
        forms.CallOffForm(request.POST or None, council=request.council),
        partial(actions.call_off_period, period=period, actor=request.user),
        "policies/elections/call_off.html",
        said=f"{period.reference} is called off: it holds nobody to anything from today.",
        period=period,
    )


def period_of(request: MemberRequest, number: int) -> Period:
    """A period of the council's, or 404."""
    rows = request.council.election_periods.select_related("recorded_by")
    period = get_object_or_404(rows, number=number)
    period.council = request.council
    return period


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def profile_list(request: MemberRequest) -> HttpResponse:
    """Profiles of councillors and candidates, and whether they may be promoted."""
    context = {
        "profiles": profiles(request.council),
        "manages": request.membership.allows(Duty.MANAGE_RULES),
        "rule": request.council.rulebook.rules.no_promotion,
        "source": request.council.rulebook.source_of("no_promotion"),
    }
    return render(request, "policies/elections/profiles.html", context)


@member_view(Duty.MANAGE_RULES)
def new_profile(request: MemberRequest) -> HttpResponse:
    return take_step(
        request,
        forms.ProfileForm(request.POST or None, council=request.council),
        partial(actions.add_profile, council=request.council, actor=request.user),
        "policies/elections/profile.html",
        said=lambda profile: f"{profile} is on the list.",
        then=reverse("elections:profiles", args=[request.council.slug]),
    )


@require_POST
@member_view(Duty.MANAGE_RULES)
def unlist(request: MemberRequest, pk: int) -> HttpResponse:
    profile = get_object_or_404(request.council.politicians_profiles, pk=pk)
    profile.council = request.council
    done = actions.end_profile(profile=profile, actor=request.user)
    day = when_in_words(done.ended_on) if done.ended_on else ""
    messages.success(request, f"{profile} is off the list since {day}.")
    return redirect("elections:profiles", request.council.slug)
