"""Each standing register on screen and paper, as a PDF and for a spreadsheet, as at a day."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from accounts.as_at import AsAtForm
from accounts.paper.access_register import access_register
from accounts.paper.account_register import account_register
from accounts.paper.register import NOT_KNOWN, Register, imprint
from accounts.paper.team import team_register
from accounts.team.questions import sees_all
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.pdf import pdf_response
from councilsm.refusals import page_status
from councilsm.spreadsheets import csv_lines, csv_response

#: By what the address calls them: the list to which a register belongs, and its name there.
LISTS = {
    "accounts": ("register:list", "Accounts"),
    "access": ("grants:list", "Access"),
    "team": ("team:list", "Team"),
}
#: So many rows at most become a PDF: setting them takes about five seconds and 150 MB.
MOST_ROWS = 500


@member_view(Duty.SUBMIT_DRAFTS)
def page(request: MemberRequest, name: str) -> HttpResponse:
    """The register of that name, to read and to print."""
    form, context = asked(request, name)
    return render(
        request, "accounts/paper/register.html", context | {"form": form}, status=page_status(form)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def pdf(request: MemberRequest, name: str) -> HttpResponse:
    """The same as a PDF; the page where no such day can be shown, or it is too long."""
    form, context = asked(request, name)
    register: Register = context["register"]
    if not form.errors and len(register.rows) > MOST_ROWS:
        form.add_error(None, f"A PDF holds {MOST_ROWS:,} rows at most. Use the page or the CSV.")
    if form.errors:
        again = context | {"form": form}
        return render(request, "accounts/paper/register.html", again, status=422)
    file_name = called(request, name, register.day, "pdf")
    return pdf_response(request, "accounts/paper/pdf.html", context, name=file_name)


@member_view(Duty.SUBMIT_DRAFTS)
def sheet(request: MemberRequest, name: str) -> HttpResponseBase:
    """The same as CSV, with the day it speaks of and the trail's last entry in each row."""
    form, context = asked(request, name)
    if form.errors:
        again = context | {"form": form}
        return render(request, "accounts/paper/register.html", again, status=422)
    register: Register = context["register"]
    columns, rows = register.sheet
    whence = [register.day.isoformat(), str(context["imprint"].entry)]
    lines = csv_lines([*columns, "As at", "Trail entry"], ([*row, *whence] for row in rows))
    return csv_response(called(request, name, register.day, "csv"), lines)


def asked(request: MemberRequest, name: str) -> tuple[AsAtForm, dict[str, Any]]:
    """The form that says of which day, and what a page shows of the register then."""
    if name not in LISTS:
        raise Http404
    form = AsAtForm.asked(request.GET, request.council)
    over = request.GET.get("over") == "1"
    register = read(request, name, form.day, over)
    list_name, label = LISTS[name]
    query = request.GET.copy()
    query["on"] = register.day.isoformat()
    context = {
        "register": register,
        "imprint": imprint(request.membership, request.user),
        "name": name,
        "not_known": NOT_KNOWN,
        "page_class": "app-sheet",
        "over": over,
        "may_ask_over": name == "access",
        "back_url": reverse(list_name, args=[request.council.slug]),
        "back_label": label,
        "query": query.urlencode(),
    }
    return form, context


def read(request: MemberRequest, name: str, day: date, over: bool) -> Register:
    match name:
        case "accounts":
            return account_register(request.council, day)
        case "access":
            return access_register(request.council, day, over=over)
    return team_register(request.council, day, all_of_it=sees_all(request.membership))


def called(request: MemberRequest, name: str, day: date, ending: str) -> str:
    """The name of a file that is downloaded."""
    return f"{request.council.slug}-{name}-{day.isoformat()}.{ending}"
