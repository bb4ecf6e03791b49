"""The register as a list: on screen, on paper, for a spreadsheet; and that it is empty."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render

from accounts.dates import today
from accounts.register.actions import state_no_accounts
from accounts.register.export import COLUMNS, cells
from accounts.register.facts import facts_of
from accounts.register.forms.deciding import NoAccountsForm
from accounts.register.gaps import find_gaps
from accounts.register.models import OfficialAccount
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.spreadsheets import csv_lines, csv_response

_S = OfficialAccount.Status
#: What the list can be cut down to. Without it: all but those that are over.
SHOWN = {"": "In use or proposed", "all": "All", **dict(_S.choices)}
OVER = (_S.CLOSED, _S.REFUSED)


@member_view(Duty.SUBMIT_DRAFTS)
def register_list(request: MemberRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = keyset_page(chosen(request, state), request, order=("name", "pk"))
    context: dict[str, Any] = {
        "page": page,
        "rows": rows(request, page.items),
        "state": state,
        "shown": SHOWN,
        "keeps": request.membership.allows(Duty.KEEP_REGISTER),
    }
    if not page.items and not state:
        context |= empty(request)
    return render(request, "accounts/register/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def print_register(request: MemberRequest) -> HttpResponse:
    """All accounts, closed ones too, on one page for paper."""
    accounts = list(chosen(request, "all").order_by("platform", "name", "pk"))
    context = {"rows": rows(request, accounts), "day": today()}
    return render(request, "accounts/register/print.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def export(request: MemberRequest) -> StreamingHttpResponse:
    """The whole register as it is today, closed accounts too (FTC-6.2-i)."""
    accounts = chosen(request, "all").order_by("platform", "name", "pk")
    facts = facts_of(request.council, accounts)
    name = f"{request.council.slug}-accounts-{today().isoformat()}.csv"
    return csv_response(name, csv_lines(COLUMNS, map(cells, facts.accounts)))


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


def chosen(request: MemberRequest, state: str) -> QuerySet[OfficialAccount]:
    """The council's accounts in a state, with what a row shows of them."""
    accounts = request.council.official_accounts.with_last_check().select_related(
        *("owner", "monitored_by", "successor")
    )
    if state in _S.values:
        return accounts.filter(status=state)
    return accounts if state == "all" else accounts.exclude(status__in=OVER)


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
            "names": list(one.people.values()),
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
