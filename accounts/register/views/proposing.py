"""A new account from the proposal to its opening."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.dates import today
from accounts.register.account_page import account_context, may_change
from accounts.register.actions import (
    approve_account,
    change_account,
    open_account,
    propose_account,
    record_meeting_approval,
    refuse_account,
)
from accounts.register.forms.deciding import DecideForm, MeetingForm, OpenForm
from accounts.register.forms.particulars import ProposalForm
from accounts.register.models import OfficialAccount
from accounts.register.opening import source
from accounts.register.views.account import find
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def propose(request: MemberRequest) -> HttpResponse:
    form = ProposalForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            account = propose_account(
                council=request.council, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(
                request, f"{account} is proposed. Nobody opens it before it is approved."
            )
            return redirect(account)
    context = {"form": form, "source": source(request.council)}
    return render(
        request, "accounts/register/propose.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Changes a proposal; approvals of it so far hold no more."""
    account = find(request, pk)
    if not may_change(account, request.membership):
        require_a_proposal(account)
        raise PermissionDenied(Duty.KEEP_REGISTER.label)
    form = ProposalForm(request.POST or None, council=request.council, account=account)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            change_account(account=account, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The proposal is changed. It needs every approval anew.")
            return redirect(account)
    context = {"form": form, "account": account, "source": source(request.council)}
    return render(
        request, "accounts/register/propose.html", context, status=page_status(form, refused)
    )


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
    """Records that a meeting approved the account."""
    account = find(request, pk)
    form = MeetingForm(
        request.POST or None, council=request.council, initial={"proposal": account.proposal}
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            record_meeting_approval(account=account, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
            if isinstance(error, Stale):
                form.rebind(proposal=find(request, pk).proposal)
        else:
            messages.success(request, "The meeting’s approval is recorded.")
            return redirect(account)
    context = {"form": form, "account": account, "source": source(request.council)}
    return render(
        request, "accounts/register/meeting.html", context, status=page_status(form, refused)
    )


@member_view(Duty.KEEP_REGISTER)
def open_it(request: MemberRequest, pk: int) -> HttpResponse:
    """Records that an approved account exists now."""
    account = find(request, pk)
    known = {"handle": account.handle, "url": account.url, "opened_on": today()}
    form = OpenForm(request.POST or None, council=request.council, initial=known)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_account(account=account, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{opened} is live. Enter who has access to it next.")
            return redirect(opened)
    context = {"form": form, "account": account}
    return render(
        request, "accounts/register/open.html", context, status=page_status(form, refused)
    )


def require_a_proposal(account: OfficialAccount) -> None:
    """Asserts that an account is one whose proposal may be changed.

    Raises:
        RuleBroken: it exists and is approved; its particulars are kept in the admin site.
    """
    if account.status not in {*account.NOT_OPEN, *account.UNDECIDED}:
        raise RuleBroken(
            f"{account} is no proposal. Whoever keeps the register changes its particulars."
        )
