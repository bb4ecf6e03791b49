"""The register as a list, and that it is empty. `accounts/paper` has it on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.people.models import Membership
from accounts.register.actions import state_no_accounts
from accounts.register.facts import facts_of
from accounts.register.forms.deciding import NoAccountsForm
from accounts.register.gaps import find_gaps
from accounts.register.models import OfficialAccount
from accounts.register.models.account import OfficialAccountQuerySet
from accounts.register.opening import waiting_for
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse

_S = OfficialAccount.Status
#: What the list can be cut down to. Without it: all but those that are over.
SHOWN = {"": "In use or proposed", "all": "All", **dict(_S.choices)}
#: For those who approve accounts: what waits for their own approval.
TO_APPROVE = "to_approve"
OVER = (_S.CLOSED, _S.REFUSED)


@member_view(Duty.SUBMIT_DRAFTS)
def register_list(request: MemberRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = keyset_page(chosen(request, state), request, order=("name", "pk"))
    context: dict[str, Any] = {
        "page": page,
        "rows": rows(request, page.items),
        "state": state,
        "shown": shown_to(request.membership),
        "keeps": request.membership.allows(Duty.KEEP_REGISTER),
    }
    if not page.items and not state:
        context |= empty(request)
    return render(request, "accounts/register/list.html", context)


@member_view(Duty.KEEP_REGISTER)
def none(request: MemberRequest) -> HttpResponse:
    """The statement that the council has no accounts, with its minute."""
    form = NoAccountsForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            state_no_accounts(council=request.council, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "It is on record that the council has no accounts.")
            return redirect("register:list", request.council.slug)
    status = page_status(form, refused)
    return render(request, "accounts/register/none.html", {"form": form}, status=status)


def chosen(request: MemberRequest, state: str) -> OfficialAccountQuerySet:
    """The council's accounts in a state, with what a row shows of them."""
    accounts = request.council.official_accounts.with_last_check().select_related("owner")
    if state == TO_APPROVE:
        return waiting_for(request.membership, accounts)
    if state in _S.values:
        return accounts.filter(status=state)
    return accounts if state == "all" else accounts.exclude(status__in=OVER)


def shown_to(viewer: Membership) -> dict[str, str]:
    """What somebody can cut the list down to."""
    mine = {TO_APPROVE: "Waiting for your approval"}
    return SHOWN | (mine if viewer.allows(Duty.APPROVE_ACCOUNTS) else {})


def rows(request: MemberRequest, accounts: list[OfficialAccount]) -> list[dict[str, Any]]:
    """What the list shows of each account (four queries)."""
    if not accounts:
        return []
    for account in accounts:
        account.council = request.council
    facts = facts_of(request.council, accounts)
    gaps = find_gaps(facts)
    return [
        {
            "account": one.account,
            "people": len(one.people),
            "open": sum(not gap.is_accepted for gap in gaps.get(one.account.pk, [])),
            "accepted": sum(gap.is_accepted for gap in gaps.get(one.account.pk, [])),
        }
        for one in facts.accounts
    ]


def empty(request: MemberRequest) -> dict[str, Any]:
    """What an empty list says: that there is none, by minute, or how to begin."""
    council = request.council
    statements = council.no_accounts_statements.filter(ends_on__isnull=True)
    return {
        "statement": statements.select_related("recorded_by").first(),
        "any_over": council.official_accounts.exists(),
    }
