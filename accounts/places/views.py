"""The pages of places that the council watches: everybody at the council sees them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.councils.rulebook import Places
from accounts.councils.wording import source_in_words, value_in_words
from accounts.places.actions import add_place, end_place, record_place_post
from accounts.places.forms import EndForm, PlaceForm, PlacePostForm
from accounts.places.models import Place, PlacePost
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.spreadsheets import csv_lines, csv_response

COLUMNS = (
    *("Place", "Posted", "Posted by", "Ground", "Words", "Address", "Authority", "Leads to"),
    *("Rule not set", "Recorded by", "Recorded on"),
)


@member_view(Duty.SUBMIT_DRAFTS)
def place_list(request: MemberRequest) -> HttpResponse:
    ended = request.GET.get("show") == "ended"
    rows = request.council.places.filter(ended_on__isnull=not ended)
    page = keyset_page(rows, request, order=("name", "pk"))
    context = {"page": page, "ended": ended, "keeps": keeps(request), **rule(request)}
    return render(request, "accounts/places/list.html", context)


@member_view(Duty.KEEP_REGISTER)
def new(request: MemberRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = PlaceForm(sent, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            place = add_place(council=request.council, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{place} is watched.")
            return redirect(place)
    status = page_status(form, refused)
    return render(request, "accounts/places/new.html", {"form": form}, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    place = place_of(request, pk)
    posts = place.posts.select_related("author__person", "channel", "recorded_by")
    context = {
        "place": place,
        "page": keyset_page(posts, request, order=("-posted_at", "-pk")),
        "events": timeline(place),
        "keeps": keeps(request),
        **rule(request),
    }
    return render(request, "accounts/places/detail.html", context)


@member_view(Duty.KEEP_REGISTER)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    place = place_of(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            end_place(place=place, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{place} is no longer watched.")
            return redirect("places:list", request.council.slug)
    context = {"place": place, "form": form}
    status = page_status(form, refused)
    return render(request, "accounts/places/end.html", context, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def record(request: MemberRequest, pk: int) -> HttpResponse:
    place = place_of(request, pk)
    sent: Any = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlacePostForm(
        *sent, council=request.council, membership=request.membership, keeps=keeps(request)
    )
    refused = 0
    if sent:
        form.keep_files(request.user)
    if form.is_valid():
        try:
            record_place_post(place=place, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"Post in {place} recorded.")
            return redirect(place)
    context = {"place": place, "form": form, **rule(request)}
    status = page_status(form, refused)
    return render(request, "accounts/places/record.html", context, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def posts(request: MemberRequest) -> HttpResponse:
    rows = request.council.place_posts.select_related(
        "place", "author__person", "channel", "recorded_by"
    )
    page = keyset_page(rows, request, order=("-posted_at", "-pk"))
    return render(request, "accounts/places/posts.html", {"page": page, **rule(request)})


@member_view(Duty.SUBMIT_DRAFTS)
def export(request: MemberRequest) -> HttpResponseBase:
    rows = request.council.place_posts.select_related("place", "author__person", "recorded_by")
    lines = csv_lines(COLUMNS, map(cells, rows.iterator(chunk_size=200)))
    return csv_response(f"{request.council.slug}-posts-in-places.csv", lines)


def cells(post: PlacePost) -> Iterator[str]:
    """One row, in the order of `COLUMNS`."""
    yield post.place.name
    yield when_in_words(post.posted_at)
    yield str(post.author.person)
    yield post.get_ground_display() if post.ground else ""
    yield post.words
    yield post.url
    yield post.authority
    yield post.leads_to
    yield "Yes" if post.rule_not_set else ""
    yield str(post.recorded_by)
    yield when_in_words(post.recorded_at)


def place_of(request: MemberRequest, pk: int) -> Place:
    return get_object_or_404(request.council.places.select_related("council"), pk=pk)


def keeps(request: MemberRequest) -> bool:
    return request.membership.allows(Duty.KEEP_REGISTER)


def rule(request: MemberRequest) -> dict[str, Any]:
    """What the council's rules say of posting in such places, with the source."""
    book = request.council.rulebook
    value = book.rules.places.value
    return {
        "rule_words": value_in_words(book, "places"),
        "rule_source": source_in_words(book, "places") if value else "",
        "never": value == Places.NEVER,
        "rule_unset": value is None,
        "proper_officer": book.title(book.proper_officer),
    }
