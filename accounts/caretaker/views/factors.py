"""A member lost their second factor: asked for by one, confirmed by a second person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.caretaker import actions
from accounts.caretaker.forms import FactorForm
from accounts.caretaker.models import FactorReset
from accounts.caretaker.questions import has_second_factor, resets_to_confirm, who_confirms
from accounts.people.others import others_with
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def factor(request: MemberRequest, pk: int) -> HttpResponse:
    require_either(request)
    council, manages = request.council, request.membership.allows(Duty.MANAGE_PEOPLE)
    theirs = get_object_or_404(council.memberships.select_related("person"), pk=pk)
    theirs.council = council
    form = FactorForm(request.POST or None, council=council)
    refused = 0
    if request.method == "POST" and not manages:
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
    if form.is_valid():
        try:
            actions.ask_factor_reset(membership=theirs, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "Asked for. A second person is told and confirms it.")
            return redirect("caretaker:factor", council.slug, pk)
    second = who_confirms(council, request.user, theirs.person)
    waiting = council.factor_resets.waiting().filter(membership=theirs).select_related("asked_by")
    context = {
        "theirs": theirs,
        "waiting": waiting.first(),
        "may_confirm": resets_to_confirm(request.membership).filter(membership=theirs).exists(),
        "lets_in": theirs.lets_in,
        "has_factor": has_second_factor(theirs.person),
        "managers": others_with(Duty.MANAGE_PEOPLE, council, request.user)
        .exclude(pk=theirs.person_id)
        .exists(),
        "second": second.exists(),
        "caretaker": caretaker_title(request),
        "manages": manages,
        "form": form,
    }
    status = page_status(form, refused)
    return render(request, "accounts/caretaker/factor.html", context, status=status)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    reset = find(request, pk)
    actions.confirm_factor_reset(reset=reset, actor=request.user)
    words = "The second factor is taken off. They are told, and signed out everywhere."
    messages.success(request, words)
    return redirect("caretaker:factor", request.council.slug, reset.membership_id)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    reset = find(request, pk)
    actions.cancel_factor_reset(reset=reset, actor=request.user)
    messages.success(request, "Cancelled. Their second factor stays as it is.")
    return redirect("caretaker:factor", request.council.slug, reset.membership_id)


def find(request: MemberRequest, pk: int) -> FactorReset:
    """One of the council's requests, for those who may deal with them; 404 for a missing one."""
    require_either(request)
    return get_object_or_404(request.council.factor_resets, pk=pk)


def require_either(request: MemberRequest) -> None:
    """Lets in whoever manages people, and the caretaker.

    Raises:
        PermissionDenied: the member has neither duty.
    """
    if not any(request.membership.allows(duty) for duty in (Duty.MANAGE_PEOPLE, Duty.CARETAKE)):
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)


def caretaker_title(request: MemberRequest) -> str:
    """The title of the caretaker's office; empty while no rule names one."""
    book = request.council.rulebook
    key = book.rules.caretaker.value
    return book.title(key) if key else ""
