"""What is not as it should be, and what the council lives with for a time."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.dates import today
from accounts.register.actions import accept_gap
from accounts.register.forms.deciding import AcceptGapForm
from accounts.register.gaps import UNCHECKED, Gap, gaps_of
from accounts.register.mending import shown
from accounts.register.models import OfficialAccount
from accounts.register.views.account import find
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse

#: What the list can be cut down to.
SHOWN: dict[str, Callable[[Gap], bool]] = {
    "open": lambda gap: not gap.is_accepted,
    UNCHECKED: lambda gap: gap.code == UNCHECKED and not gap.is_accepted,
}


@member_view(Duty.SUBMIT_DRAFTS)
def gap_list(request: MemberRequest) -> HttpResponse:
    """All of them, or those that Home counts."""
    accounts = list(request.council.official_accounts.running().with_last_check())
    for account in accounts:
        account.council = request.council
    found = gaps_of(request.council, accounts)
    every = [gap for gaps in found.values() for gap in gaps]
    keeps = request.membership.allows(Duty.KEEP_REGISTER)
    only = request.GET.get("show", "")
    shows = SHOWN.get(only, lambda gap: True)
    listed = {account: list(filter(shows, found[account.pk])) for account in accounts}
    context = {
        "rows": [
            (account, list(shown(gaps, request.council, keeps=keeps)))
            for account, gaps in listed.items()
            if gaps
        ],
        "only": only if only in SHOWN else "",
        "open": sum(not gap.is_accepted for gap in every),
        "accepted": sum(gap.is_accepted for gap in every),
        "accounts": len(accounts),
    }
    return render(request, "accounts/register/gaps.html", context)


@member_view(Duty.KEEP_REGISTER)
def accept(request: MemberRequest, pk: int, code: str, about: str = "") -> HttpResponse:
    """Records that the council accepts a gap until a day."""
    account = find(request, pk)
    gap = this_gap(account, code, about)
    form = AcceptGapForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            accepted = accept_gap(
                account=account, code=code, about=about, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            day = accepted.until
            messages.success(
                request, f"Accepted until {day.day} {day:%B %Y}. It is then asked again."
            )
            return redirect("register:gaps", request.council.slug)
    context = {"account": account, "gap": gap, "form": form, "today": today()}
    return render(
        request, "accounts/register/accept_gap.html", context, status=page_status(form, refused)
    )


def this_gap(account: OfficialAccount, code: str, about: str) -> Gap:
    """The gap that an address names; 404 where it is not (or no longer) there."""
    gaps = gaps_of(account.council, [account]).get(account.pk, [])
    for gap in gaps:
        if (gap.code, gap.about) == (code, about):
            return gap
    raise Http404
