"""Asking for access and deciding about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.dates import today
from accounts.grants.actions import grant_access, refuse_access, request_access
from accounts.grants.actions.judging import others_administering
from accounts.grants.forms.asking import DecideForm, RequestForm
from accounts.grants.lacking import lacking
from accounts.grants.models import AccessGrant
from accounts.grants.offices import granting
from accounts.grants.views.common import find, find_what
from accounts.register.levels import ADMINISTERS
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def ask(request: MemberRequest) -> HttpResponse:
    """Which account or way in: their levels differ, so this is asked first."""
    context = {
        "accounts": request.council.official_accounts.running(),
        "ways_in": request.council.ways_in.in_use(),
    }
    return render(request, "accounts/grants/ask.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def ask_for(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    what = find_what(request, kind, pk)
    form = RequestForm(
        request.POST or None,
        council=request.council,
        what=what,
        initial={"membership": request.GET.get("for") or request.membership.pk},
        member=request.membership,
        others=request.membership.allows(Duty.GRANT_ACCESS),
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            grant = request_access(what=what, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            said = who_decides(request, grant)
            messages.success(request, f"{grant.reference} asked for. {said}")
            return redirect(grant)
    context = {"what": what, "form": form, "alone": alone(request), "kind": kind}
    return render(
        request, "accounts/grants/ask_for.html", context, status=page_status(form, refused)
    )


def alone(request: MemberRequest) -> bool:
    """Whether the member grants access and nobody else does, so nobody could grant them theirs."""
    grants = request.membership.allows(Duty.GRANT_ACCESS)
    return grants and not granting(request.council, request.user).exists()


def who_decides(request: MemberRequest, grant: AccessGrant) -> str:
    """What comes next, for whoever has asked."""
    if grant.membership_id != request.membership.pk:
        return "You can decide it now."
    return "Nobody else here grants access." if alone(request) else "Somebody else decides."


@member_view(Duty.GRANT_ACCESS)
def decide(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    devices = list(grant.devices.all())
    most = request.council.rulebook.rules.administrators.value
    others = others_administering(grant, decided_only=False)
    form = DecideForm(
        request.POST or None,
        council=request.council,
        too_many=most is not None and grant.level in ADMINISTERS and others >= most,
        initial={"ends_on": grant.ends_on},
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            carry_out(request, grant, form)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            return redirect(grant)
    context = {
        "grant": grant,
        "form": form,
        "devices": devices,
        "lacks": lacking(grant, devices),
        "own": grant.membership_id == request.membership.pk,
        "administers": grant.level in ADMINISTERS,
        "others": others,
        "most": most,
        "decided": grant.status != AccessGrant.Status.REQUESTED,
    }
    return render(
        request, "accounts/grants/decide.html", context, status=page_status(form, refused)
    )


def carry_out(request: MemberRequest, grant: AccessGrant, form: DecideForm) -> None:
    """Carries the decision out and says what follows from it."""
    answers = form.cleaned_data
    if answers["outcome"] == DecideForm.REFUSE:
        refuse_access(grant=grant, reason=answers["refusal"], actor=request.user)
        messages.success(request, f"{grant.reference} refused. {grant.who} is told why.")
        return
    decided = grant_access(
        grant=grant,
        ends_on=answers["ends_on"],
        reason=answers.get("reason", ""),
        actor=request.user,
    )
    told = (
        f"A message with account and level is on its way to {grant.who}."
        if decided.told
        else f"{grant.who} has no e-mail address: tell them on paper."
    )
    first = "" if decided.starts_on <= today() else f" on {when_in_words(decided.starts_on)}"
    now = f"Set it up on the platform{first}."
    messages.success(request, f"{grant.reference} granted. {told} {now}")
    warn_of(request, grant)


def warn_of(request: MemberRequest, grant: AccessGrant) -> None:
    """What is missing, which is refused once the council has gone live."""
    for one in lacking(grant, list(grant.devices.all())):
        messages.warning(request, f"{grant.who} still lacks {one.what}.")
