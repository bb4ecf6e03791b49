"""The moderation log: the list, by filters, and the same list as CSV."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import page_status
from councilsm.spreadsheets import csv_response
from moderation.log.exporting import MOST, as_csv, export_entries
from moderation.log.finding import find, midnight
from moderation.log.forms.finding import FREE, FindingForm
from moderation.log.readers import log_readers
from moderation.log.rows import list_rows, values_of
from moderation.log.searches import address_of, asked_in

CURSORS = {"after", "before"}
FORGOTTEN = "What you searched for is not kept any more. Enter it again."


@member_view(Duty.SUBMIT_DRAFTS)
@log_readers
def log_list(request: MemberRequest) -> HttpResponse:
    """The entries, newest first; a search is sent by POST, and the list then has its address."""
    if request.method == "POST":
        return search(request, request.POST)
    if any(request.GET.get(name) for name in ("reference", *FREE)):
        return search(request, request.GET)
    asked = asked_in(request.session, request.council, request.GET)
    if asked is None:
        return search_page(request, FindingForm(council=request.council), FORGOTTEN)
    # Nothing is asked of most lists, and the form alone would take as long as their rows.
    form = FindingForm(asked, council=request.council) if asked.keys() - CURSORS else None
    if form and (request.GET.get("search") == "on" or not form.is_valid()):
        return search_page(request, form)
    filters = form.filters if form else {}
    found = find(request.council, **filters)
    page = keyset_page(values_of(found.entries), request, order=("-happened_at", "-pk"))
    query = request.GET.copy()
    for cursor in CURSORS:
        query.pop(cursor, None)
    week = midnight(today() - timedelta(days=6))
    newest = None if page.newer_url or filters or not page.items else page.items[0].happened_at
    context: dict[str, Any] = {
        "asked": form.in_words if form else [],
        "filters": filters,
        "query": query.urlencode(),
        "said": found.said,
        "page": page,
        "rows": list(list_rows(request.council, page.items)) if page.items else [],
        "quiet": newest is not None and newest < week,
        "logs": request.membership.allows(Duty.LOG_MODERATION),
        "most": MOST,
    }
    return render(request, "moderation/log/list.html", context)


def search(request: MemberRequest, asked: QueryDict) -> HttpResponse:
    """Leads to the list that a search finds, or to the record with its reference."""
    form = FindingForm(asked, council=request.council)
    if not form.is_valid():
        return search_page(request, form)
    if number := form.cleaned_data["reference"]:
        return redirect("log:detail", request.council.slug, number)
    there = reverse("log:list", args=[request.council.slug])
    query = address_of(request.session, request.council, asked)
    return redirect(f"{there}?{query}" if query else there)


def search_page(request: MemberRequest, form: FindingForm, said: str = "") -> HttpResponse:
    """The search on a page of its own: its fields take longer than the whole list."""
    context = {"form": form, "said": said}
    return render(request, "moderation/log/search.html", context, status=page_status(form))


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
@log_readers
def export(request: MemberRequest) -> HttpResponseBase:
    """The entries as CSV, by the filters in the address. Taking it away is on the trail."""
    asked = asked_in(request.session, request.council, request.GET)
    if asked is None:
        return search_page(request, FindingForm(council=request.council), FORGOTTEN)
    form = FindingForm(asked, council=request.council)
    if not form.is_valid():
        return search_page(request, form)
    logs = request.membership.allows(Duty.LOG_MODERATION)
    export_entries(
        council=request.council,
        filters=form.filters,
        duty=Duty.LOG_MODERATION if logs else Duty.READ_TRAIL,
        actor=request.user,
    )
    found = find(request.council, **form.filters)
    name = f"{request.council.slug}-moderation-{today().isoformat()}.csv"
    return csv_response(name, as_csv(request.council, found.entries, found.said))
