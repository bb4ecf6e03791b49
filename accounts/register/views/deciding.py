"""Approving and refusing a new account, by an office and by a meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.register.account_page import account_context
from accounts.register.actions import (
    approve_account,
    record_meeting_approval,
    record_meeting_refusal,
    refuse_account,
)
from accounts.register.actions.deciding import require_meeting
from accounts.register.forms.deciding import DecideForm, MeetingForm
from accounts.register.models import OfficialAccount
from accounts.register.views.account import find
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, page_status, refuse


@member_view(Duty.APPROVE_ACCOUNTS)
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    account = find(request, pk)
    if request.method != "POST":
        return redirect(account)
    form = DecideForm(request.POST, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            decided = carry_out(account, form, request)
        except RuleBroken as error:
            refused = refuse(form, error)
            account = find(request, pk)
            if isinstance(error, Stale):
                form.rebind(proposal=account.proposal)
        else:
            messages.success(request, f"{decided}: your decision is recorded.")
            return redirect(decided)
    context = account_context(account, request.membership, form)
    context["form"] = form
    status = page_status(form, refused)
    return render(request, "accounts/register/detail.html", context, status=status)


def carry_out(
    account: OfficialAccount, form: DecideForm, request: MemberRequest
) -> OfficialAccount:
    """Approves or refuses, as the form says; raises RuleBroken or Stale."""
    number: int = form.cleaned_data["proposal"]
    if form.cleaned_data["outcome"] == form.APPROVE:
        return approve_account(account=account, proposal=number, actor=request.user)
    reason: str = form.cleaned_data["reason"]
    return refuse_account(account=account, proposal=number, reason=reason, actor=request.user)


@member_view(Duty.KEEP_REGISTER)
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Records whether a meeting approved the account."""
    account = find(request, pk)
    if request.method == "GET":
        require_meeting(account)
    form = MeetingForm(
        request.POST or None, council=request.council, initial={"proposal": account.proposal}
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            carry_out_meeting(account, form, request)
        except RuleBroken as error:
            refused = refuse(form, error)
            if isinstance(error, Stale):
                form.rebind(proposal=find(request, pk).proposal)
        else:
            messages.success(request, "The meeting’s decision is recorded.")
            return redirect(account)
    source = request.council.rulebook.source_if_set("new_account")
    context = {"form": form, "account": account, "source": source}
    return render(
        request, "accounts/register/meeting.html", context, status=page_status(form, refused)
    )


def carry_out_meeting(account: OfficialAccount, form: MeetingForm, request: MemberRequest) -> None:
    """Records what the meeting decided, as the form says; raises RuleBroken or Stale."""
    values = dict(form.cleaned_data)
    outcome, reason = values.pop("outcome"), values.pop("reason")
    if outcome == form.APPROVED:
        record_meeting_approval(account=account, actor=request.user, **values)
    else:
        record_meeting_refusal(account=account, reason=reason, actor=request.user, **values)
