"""Taking stock: who can get in today, written down as the platforms show it, then sorted out."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.councils.actions.going_live import latest, move_go_live
from accounts.grants import actions
from accounts.grants.actions import KEEPERS
from accounts.grants.actions.common import property_of, source
from accounts.grants.actions.judging import others_administering
from accounts.grants.forms.stock import FoundForm, GoLiveForm, KeepForm, MatchForm, OfficeForm
from accounts.grants.lacking import lacking
from accounts.grants.levels import where_shown
from accounts.grants.models import AccessGrant
from accounts.grants.stock import stock_of
from accounts.grants.views.common import act, address_of, find, find_what, may_keep, require_any
from accounts.register.levels import ADMINISTERS
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def stock(request: MemberRequest) -> HttpResponse:
    require_any(request, *KEEPERS, Duty.MANAGE_RULES)
    found = request.council.access_grants.shown().filter(status=AccessGrant.Status.FOUND)
    context = {
        "stock": stock_of(request.council),
        "page": keyset_page(found, request, order=("-number",)),
        "may_move": request.membership.allows(Duty.MANAGE_RULES),
        "may_keep": may_keep(request),
    }
    return render(request, "accounts/grants/stock.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def found(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Writes down one person whom the platform shows; the next one keeps day and source."""
    require_any(request, *KEEPERS)
    what = find_what(request, kind, pk)
    form = FoundForm(
        request.POST or None,
        council=request.council,
        what=what,
        initial={"found_source": request.GET.get("source", "")[:200]},
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            grant = actions.record_found(what=what, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{grant.found_name} is written down as {grant.reference}.")
            if request.POST.get("do") == "more":
                query = urlencode({"source": grant.found_source})
                return redirect(f"{request.path}?{query}")
            return redirect("grants:stock", request.council.slug)
    rows = request.council.access_grants.shown().exclude(status=AccessGrant.Status.REFUSED)
    context = {
        "what": what,
        "form": form,
        "kind": kind,
        "there": rows.there().filter(**actions.naming(what)),
        "where": where_shown(what),
    }
    return render(request, "accounts/grants/found.html", context, status=page_status(form, refused))


@member_view(Duty.SUBMIT_DRAFTS)
def match(request: MemberRequest, number: int) -> HttpResponse:
    require_any(request, *KEEPERS)
    grant = find(request, number)
    return act(
        request,
        grant,
        MatchForm(request.POST or None, council=request.council),
        actions.match_found,
        said=f"{grant.reference} belongs to somebody now. Confirm it or end it.",
        heading=f"Who is {grant.found_name}?",
        template="match",
        may_add=request.membership.allows(Duty.MANAGE_PEOPLE),
        may_end=request.membership.allows(Duty.GRANT_ACCESS),
        button="Save",
    )


@member_view(Duty.GRANT_ACCESS)
def keep(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    most = request.council.rulebook.rules.administrators.value
    others = others_administering(grant, decided_only=True)
    too_many = most is not None and grant.level in ADMINISTERS and others >= most
    return act(
        request,
        grant,
        KeepForm(request.POST or None, council=request.council, too_many=too_many),
        actions.keep_found,
        said=f"{grant.reference} is confirmed: {grant.who} keeps it.",
        template="keep",
        lacks=lacking(grant),
        own=grant.membership_id == request.membership.pk,
        too_many=too_many,
        others=others,
        most=most,
    )


@member_view(Duty.SUBMIT_DRAFTS)
def office(request: MemberRequest, number: int) -> HttpResponse:
    """A found one that its holder has by office."""
    require_any(request, *KEEPERS)
    grant = find(request, number)
    form = OfficeForm(
        request.POST or None,
        council=request.council,
        what=property_of(grant),
        initial={
            "membership": grant.membership_id,
            "level": grant.level,
            "clause": source(request.council)[:150],
        },
    )
    return office_page(request, form, found=grant)


@member_view(Duty.SUBMIT_DRAFTS)
def office_for(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Access by office that was found nowhere: the clerk's own on a new account."""
    require_any(request, *KEEPERS)
    form = OfficeForm(
        request.POST or None,
        council=request.council,
        what=find_what(request, kind, pk),
        initial={"clause": source(request.council)[:150]},
    )
    return office_page(request, form, found=None)


def office_page(
    request: MemberRequest, form: OfficeForm, found: AccessGrant | None
) -> HttpResponse:
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            grant = recorded(request, form, found)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{grant.reference} is recorded as held by the office.")
            return redirect(grant)
    kind, pk = address_of(form.what)
    back = found.get_absolute_url() if found else ""
    context = {
        "what": form.what,
        "form": form,
        "back": back or reverse("grants:found", args=[request.council.slug, kind, pk]),
    }
    return render(
        request, "accounts/grants/office.html", context, status=page_status(form, refused)
    )


def recorded(request: MemberRequest, form: OfficeForm, found: AccessGrant | None) -> AccessGrant:
    """Carries the form out: what was found is kept, what was not is written down."""
    if found:
        return actions.keep_by_office(grant=found, actor=request.user, **form.cleaned_data)
    return actions.record_by_office(what=form.what, actor=request.user, **form.cleaned_data)


@member_view(Duty.MANAGE_RULES)
def go_live(request: MemberRequest) -> HttpResponse:
    council = request.council
    shown = council.go_live_on
    form = GoLiveForm(
        request.POST or None,
        council=council,
        initial={"to": shown, "before": shown.isoformat() if shown else ""},
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            move_go_live(
                council=council,
                to=answers["to"],
                reason=answers["reason"],
                before=read_day(answers["before"]),
                actor=request.user,
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The go-live date is moved.")
            return redirect("grants:stock", council.slug)
    context = {"form": form, "furthest": latest(council)}
    return render(
        request, "accounts/grants/go_live.html", context, status=page_status(form, refused)
    )


def read_day(text: str) -> date | None:
    """The day that a page showed; None for none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
