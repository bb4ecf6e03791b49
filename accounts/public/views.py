"""Pages for everybody: the official accounts, and whether an account is one of them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.councils.front import FrontRequest, council_at, enter, front_file, front_page
from accounts.public import listed
from accounts.public.answering import answer
from accounts.public.forms import CheckForm
from councilsm.access import public
from councilsm.refusals import page_status
from councilsm.spreadsheets import csv_lines, csv_response

#: How long copies of the list may be kept, in seconds.
KEPT = 300


@require_safe
@front_page
def official_accounts(request: FrontRequest) -> HttpResponse:
    accounts = list(listed.shown(request.council))
    context = {
        "platforms": listed.by_platform(accounts),
        "none": None if accounts else listed.no_accounts(request.council),
        "warnings": listed.warnings(request.council),
    }
    return render(request, "accounts/public/official_accounts.html", context)


@require_safe
@public
@never_cache
def check(request: HttpRequest, council: str) -> HttpResponse:
    """Answers about one link or name, read from the address so that an answer can be passed on.

    A front page, but its council comes with the answer: that is one question, not two.
    """
    form = CheckForm(request.GET if "account" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        answers = answer(council, form.cleaned_data["account"])
        enter(request, answers.council if answers else None)
        context["answers"] = answers
    else:
        enter(request, council_at(council))
    return render(request, "accounts/public/check.html", context, status=page_status(form))


@require_safe
@front_file
def as_json(request: FrontRequest) -> HttpResponseBase:
    """The list for programs of anybody's (docs/official-accounts.md)."""
    council = request.council
    page = settings.BASE_URL + reverse("public:official_accounts", args=[council.slug])
    body = listed.as_json(council, list(listed.shown(council)), page)
    etag = listed.etag_of(body)
    whole = HttpResponse(body, content_type="application/json")
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response.headers["ETag"] = etag
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@require_safe
@front_file
def as_csv(request: FrontRequest) -> HttpResponseBase:
    lines = csv_lines(listed.COLUMNS, listed.as_rows(list(listed.shown(request.council))))
    return csv_response(f"{request.council.slug}-official-accounts.csv", lines)
