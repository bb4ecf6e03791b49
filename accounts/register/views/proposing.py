"""A new account: its proposal, changing or taking that back, and opening it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.dates import today
from accounts.register.account_page import may_change
from accounts.register.actions import (
    change_account,
    open_account,
    propose_account,
    withdraw_proposal,
)
from accounts.register.actions.proposing import require_approved
from accounts.register.forms.deciding import OpenForm, WithdrawForm
from accounts.register.forms.particulars import ProposalForm
from accounts.register.models import OfficialAccount
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
    context = {"form": form, "source": request.council.rulebook.source_if_set("new_account")}
    return render(
        request, "accounts/register/propose.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Changes a proposal; approvals of it so far no longer count."""
    account = find_own(request, pk)
    form = ProposalForm(request.POST or None, council=request.council, account=account)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            change_account(account=account, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
            if isinstance(error, Stale):
                account = find(request, pk)
                form.rebind(proposal=account.proposal)
        else:
            messages.success(request, "The proposal is changed. It needs every approval anew.")
            return redirect(account)
    context = {"form": form, "account": account}
    return render(
        request, "accounts/register/propose.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes a proposal back, by whoever made it or keeps the register."""
    account = find_own(request, pk)
    form = WithdrawForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_proposal(account=account, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The proposal is taken back. Changing it proposes it again.")
            return redirect(account)
    context = {"form": form, "account": account}
    return render(
        request, "accounts/register/withdraw.html", context, status=page_status(form, refused)
    )


@member_view(Duty.KEEP_REGISTER)
def open_it(request: MemberRequest, pk: int) -> HttpResponse:
    """Records that an approved account exists now."""
    account = find(request, pk)
    if request.method == "GET":
        require_approved(account)
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


def find_own(request: MemberRequest, pk: int) -> OfficialAccount:
    """A proposal that the viewer made, or any for whoever keeps the register.

    Raises:
        RuleBroken: it exists and is approved; its particulars are kept in the admin site.
        PermissionDenied: somebody else made it.
    """
    account = find(request, pk)
    if not account.is_proposal:
        raise RuleBroken(
            f"{account} is no proposal. Whoever keeps the register changes its particulars."
        )
    if not may_change(account, request.membership):
        raise PermissionDenied(Duty.KEEP_REGISTER.label)
    return account
