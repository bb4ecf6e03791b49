"""The moderation log: the list, by filters, and the same list as CSV."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import page_status
from councilsm.spreadsheets import csv_response
from moderation.log.exporting import MOST, as_csv, export_entries
from moderation.log.finding import find, for_list, none_this_week, rows_of
from moderation.log.forms.finding import FindingForm
from moderation.log.readers import log_readers


@member_view(Duty.SUBMIT_DRAFTS)
@log_readers
def log_list(request: MemberRequest) -> HttpResponse:
    # Half of the time of the page would go into eleven fields that few look at.
    searches = request.GET.keys() - {"after", "before"}
    form = FindingForm(request.GET, council=request.council) if searches else None
    if form and not form.is_valid():
        return not_understood(request, form)
    if form and form.cleaned_data["reference"]:
        return redirect("log:detail", request.council.slug, form.cleaned_data["reference"])
    filters = form.filters if form else {}
    found = find(request.council, **filters)
    page = keyset_page(for_list(found.entries), request, order=("-happened_at", "-pk"))
    query = request.GET.copy()
    for cursor in ("after", "before"):
        query.pop(cursor, None)
    context: dict[str, Any] = {
        "form": form,
        "filters": filters,
        "query": query.urlencode(),
        "said": found.said,
        "page": page,
        "rows": list(rows_of(request.council, page.items)) if page.items else [],
        "quiet": not page.newer_url and not filters and none_this_week(request.council),
        "logs": request.membership.allows(Duty.LOG_MODERATION),
        "most": MOST,
    }
    return render(request, "moderation/log/list.html", context)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
@log_readers
def export(request: MemberRequest) -> HttpResponseBase:
    """The entries as CSV, by the filters in the address. Taking it away is on the trail."""
    form = FindingForm(request.GET, council=request.council)
    if not form.is_valid():
        return not_understood(request, form)
    logs = request.membership.allows(Duty.LOG_MODERATION)
    export_entries(
        council=request.council,
        filters=form.filters,
        duty=Duty.LOG_MODERATION if logs else Duty.READ_TRAIL,
        actor=request.user,
    )
    entries = find(request.council, **form.filters).entries
    name = f"{request.council.slug}-moderation-{today().isoformat()}.csv"
    return csv_response(name, as_csv(request.council, entries))


def not_understood(request: MemberRequest, form: FindingForm) -> HttpResponse:
    """The list's page with what is wrong about the filters."""
    context = {"form": form, "logs": request.membership.allows(Duty.LOG_MODERATION)}
    return render(request, "moderation/log/list.html", context, status=page_status(form))
