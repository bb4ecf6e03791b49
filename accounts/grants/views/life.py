"""What becomes of access, and what is done about it on the platform: one page for each step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.grants import actions
from accounts.grants.actions import KEEPERS
from accounts.grants.actions.common import property_of
from accounts.grants.forms.life import (
    ConfirmForm,
    ExtendForm,
    MisuseForm,
    ReasonForm,
    RemovedForm,
    ToldForm,
)
from accounts.grants.levels import where_shown
from accounts.grants.models import AccessGrant
from accounts.grants.steps import may_take_back
from accounts.grants.views.common import act, find, require_any
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def tell(request: MemberRequest, number: int) -> HttpResponse:
    require_any(request, *KEEPERS)
    grant = find(request, number)
    return act(
        request,
        grant,
        ToldForm(request.POST or None, council=request.council),
        actions.tell_on_paper,
        said=f"Recorded that {grant.who} was told on paper.",
        heading="Told on paper",
        button="Record it",
        template="tell",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def confirm(request: MemberRequest, number: int) -> HttpResponse:
    require_any(request, *KEEPERS)
    grant = find(request, number)
    return act(
        request,
        grant,
        ConfirmForm(request.POST or None, council=request.council),
        actions.confirm_on_platform,
        said=f"{grant.reference} is confirmed on the platform.",
        heading="Confirm on the platform",
        intro="Open the platform, look who has access, then say what it shows.",
        where=where_shown(property_of(grant)),
        button="Confirm",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def removed(request: MemberRequest, number: int) -> HttpResponse:
    require_any(request, *KEEPERS, Duty.WITHDRAW_ACCESS)
    grant = find(request, number)
    return act(
        request,
        grant,
        RemovedForm(request.POST or None, request.FILES or None, council=request.council),
        actions.confirm_removed,
        said=f"{grant.reference} is removed on the platform.",
        heading="Confirm that it is removed",
        intro="Remove it on the platform first. Where it is a shared login, change the password.",
        where=where_shown(property_of(grant)),
        button="Confirm the removal",
    )


@member_view(Duty.GRANT_ACCESS)
def extend(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    return act(
        request,
        grant,
        ExtendForm(request.POST or None, council=request.council),
        actions.extend_access,
        said=f"{grant.reference} is extended.",
        heading="Extend access",
        intro=f"Its last day is {when_in_words(grant.ends_on)} now. This is a new decision, "
        "and stands on the record beside the first."
        if grant.ends_on
        else "It has no last day.",
        button="Extend",
    )


@member_view(Duty.GRANT_ACCESS)
def suspend(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    return act(
        request,
        grant,
        ReasonForm(request.POST or None, council=request.council),
        actions.suspend_access,
        said=f"{grant.reference} is suspended. Take it off the platform meanwhile.",
        heading="Suspend access",
        intro="They may not use it until it is given back. They are told why.",
        button="Suspend",
        kind="warning",
    )


@member_view(Duty.GRANT_ACCESS)
def resume(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    return act(
        request,
        grant,
        ReasonForm(request.POST or None, council=request.council),
        actions.resume_access,
        said=f"{grant.reference} is given back.",
        heading="Give access back",
        button="Give it back",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def end(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    if may_take_back(grant, request.membership):
        return act(
            request,
            grant,
            ReasonForm(request.POST or None, council=request.council),
            actions.take_back,
            said=f"{grant.reference} is taken back. Nobody decides about it any more.",
            heading="Take the request back",
            button="Take it back",
        )
    own = grant.membership_id == request.membership.pk
    if not own and not request.membership.allows(Duty.GRANT_ACCESS):
        raise PermissionDenied(Duty.GRANT_ACCESS.label)
    return act(
        request,
        grant,
        ReasonForm(request.POST or None, council=request.council),
        actions.end_access,
        said=f"{grant.reference} is ended. Remove it on the platform, then say so here.",
        heading="Give up access" if own else "End access",
        intro="It ends here at once. Then it is to be removed on the platform.",
        button="End it",
        kind="warning",
    )


@member_view(Duty.WITHDRAW_ACCESS)
def misuse(request: MemberRequest, number: int) -> HttpResponse:
    """Takes access away for misuse, and goes on to what is to be removed on the platforms."""
    grant = find(request, number)
    form = MisuseForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            withdrawn = withdraw(request, grant, form)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            listed = ", ".join(one.what for one in withdrawn)
            messages.success(request, f"Withdrawn at once: {listed}. Remove it on the platform.")
            address = reverse("grants:list", args=[request.council.slug])
            return redirect(f"{address}?show=to_remove&member={grant.membership_id}")
    context = {
        "grant": grant,
        "form": form,
        "heading": "Withdraw access for misuse",
        "intro": "Their access ends here at once, and each account to remove it from is listed.",
        "button": "Withdraw",
        "kind": "warning",
    }
    return render(request, "accounts/grants/step.html", context, status=page_status(form, refused))


def withdraw(request: MemberRequest, grant: AccessGrant, form: MisuseForm) -> list[AccessGrant]:
    """Carries the form out.

    Raises:
        RuleBroken: as the action, or the access belongs to nobody here.
    """
    if grant.membership is None:
        raise RuleBroken("It belongs to nobody here. End it instead.")
    return actions.withdraw_for_misuse(
        membership=grant.membership,
        reason=form.cleaned_data["reason"],
        only=grant if form.cleaned_data["scope"] == "only" else None,
        actor=request.user,
    )
