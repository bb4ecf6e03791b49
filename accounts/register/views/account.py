"""One account: its page, what has become of it, and checks of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.register.account_page import account_context
from accounts.register.actions import change_state, check_account
from accounts.register.forms.deciding import CheckForm, StateForm
from accounts.register.models import OfficialAccount
from accounts.register.platforms import platform_for
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    context = account_context(find(request, pk), request.membership)
    return render(request, "accounts/register/detail.html", context)


@member_view(Duty.KEEP_REGISTER)
def state(request: MemberRequest, pk: int) -> HttpResponse:
    account = find(request, pk)
    form = StateForm(request.POST or None, council=request.council, account=account)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_state(account=account, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{changed}: {changed.get_status_display().lower()}.")
            return redirect(changed)
    context = {"account": account, "form": form}
    return render(
        request, "accounts/register/state.html", context, status=page_status(form, refused)
    )


@member_view(Duty.KEEP_REGISTER)
def check(request: MemberRequest, pk: int) -> HttpResponse:
    account = find(request, pk)
    form = CheckForm(request.POST or None, request.FILES or None, council=request.council)
    refused = 0
    if request.method == "POST":
        form.keep_files(request.user)
        if form.is_valid():
            values: dict[str, Any] = dict(form.cleaned_data)
            same = values.pop("found") == form.SAME
            try:
                check_account(account=account, as_registered=same, actor=request.user, **values)
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                then = "" if same else " What differs stands among the gaps until it is mended."
                messages.success(request, f"Check of {account} recorded.{then}")
                return redirect(account)
    context = {"form": form, **account_context(account, request.membership, history=False)}
    context["settings"] = platform_for(account).access_settings
    return render(
        request, "accounts/register/check.html", context, status=page_status(form, refused)
    )


def find(request: MemberRequest, pk: int) -> OfficialAccount:
    """One account of the council with what its pages show of it, or 404."""
    accounts = request.council.official_accounts.with_last_check().select_related(
        "owner", "second_owner", "monitored_by", "successor", "proposed_by"
    )
    account: OfficialAccount = get_object_or_404(accounts, pk=pk)
    account.council = request.council
    return account
