"""The pages that show restricted cases, each only to those whom it is for."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.people.models import Person
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from moderation.cases.handlers import offices_acting, offices_left, source_of
from moderation.cases.kinds import breach_source
from moderation.cases.models import Case, CaseEntry
from moderation.cases.next_step import next_step
from moderation.cases.questions import keepers_apart, opened_by, own_cases, visible_to
from moderation.cases.register import posted_of, referrals_as_csv, time_between
from moderation.log.actions.putting_right import REVERSIBLE

#: Lines that somebody wrote in their own words.
ERASABLE = ("note", "said", "advice", "referred")
#: What the page of a case names.
NAMES = ("council", "account", "affected", "about", "goes_to", "opened_by", "office")


@member_view(Duty.SUBMIT_DRAFTS)
def case_list(request: MemberRequest) -> HttpResponse:
    """The open cases that somebody may read, or all of them; and those they are affected by."""
    show = "all" if request.GET.get("show") == "all" else ""
    rows = visible_to(request.membership)
    page = keyset_page(rows if show else rows.open(), request, order=("-number",))
    own = own_cases(request.membership).order_by("-number")
    read = {case.pk for case in page.items}
    context = {"page": page, "show": show, "own": [case for case in own if case.pk not in read]}
    return render(request, "moderation/cases/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    """A case, whole for those who may read it; for the person affected what is theirs."""
    case = visible_to(request.membership).filter(number=number).select_related(*NAMES).first()
    if case is not None:
        return render(request, "moderation/cases/detail.html", whole(request, case))
    case = own_cases(request.membership).filter(number=number).select_related("council").first()
    if case is not None:
        return render(request, "moderation/cases/own.html", theirs(request.user, case))
    if opened_by(request.membership).filter(number=number).exists():
        return redirect("cases:received", request.council.slug, number)
    raise Http404


def whole(request: MemberRequest, case: Case) -> dict[str, Any]:
    """What somebody reads who may read all of a case."""
    book = request.council.rulebook
    entries = list(case.entries.select_related("by", "office", "referral"))
    referrals = list(case.referrals.select_related("entry__by"))
    advised = any(entry.kind == CaseEntry.Kind.ADVICE for entry in entries)
    told = {referral.body for referral in referrals}
    left = offices_left(case) if case.about else []
    acting = offices_acting(book, case.kind)
    named = case.readers.filter(ended_at=None).select_related("person", "added_by")
    return {
        "case": case,
        "speed": f"{time_between(case.seen_at, case.reported_at)} after it was seen",
        "next": next_step(case, told=told, advised=advised),
        "entries": entries,
        "referrals": referrals,
        "posted": posted_of(case),
        "reversible": REVERSIBLE,
        "erasable": ERASABLE,
        "readers": list(named.order_by("pk")),
        "offices": left if case.about else [book.title(key) for key in acting],
        "offices_left": left,
        "keepers": keepers_apart(case),
        "source": source_of(book, case.kind),
        "clock_source": breach_source(book),
        "evidence_to_confirm": book.rules.evidence_confirmed.value is True,
    }


def theirs(person: Person, case: Case) -> dict[str, Any]:
    """What the person affected reads: what they said, the advice and how it stands."""
    said = [CaseEntry.Kind.SAID, CaseEntry.Kind.ADVICE]
    mine = case.entries.filter(kind__in=said).select_related("office").order_by("at", "pk")
    return {
        "case": case,
        "entries": [entry for entry in mine if entry.kind == "advice" or entry.by_id == person.pk],
        "what": case.what if case.opened_by_id == person.pk else "",
    }


@member_view(Duty.SUBMIT_DRAFTS)
@require_GET
def received(request: MemberRequest, number: int) -> HttpResponse:
    """That a case arrived and whom to call meanwhile: for who opened it and may not read it."""
    mine = opened_by(request.membership).select_related("council", "goes_to")
    case = get_object_or_404(mine, number=number)
    context = {"case": case, "offices": offices_left(case)}
    return render(request, "moderation/cases/received.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
@require_GET
def referrals(request: MemberRequest, number: int) -> HttpResponseBase:
    """The referrals of a case as a spreadsheet (DTC-3.2-b)."""
    case = get_object_or_404(visible_to(request.membership), number=number)
    return referrals_as_csv(case)
