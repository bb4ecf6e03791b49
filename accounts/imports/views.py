"""Choosing a kind, uploading a file, its preview, and what became of it: one page for each file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.imports.actions import discard_import, start_import
from accounts.imports.forms import FileForm
from accounts.imports.kinds import KINDS, Kind
from accounts.imports.listed import left_out_lines, shown, template_lines
from accounts.imports.models import FileImport, FileRow
from accounts.imports.reading import FileUnreadable
from accounts.imports.uploading import take_in_file
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import page_status
from councilsm.spreadsheets import csv_response

_O, _S = FileRow.Outcome, FileImport.State


@member_view(Duty.SUBMIT_DRAFTS)
def choose(request: MemberRequest) -> HttpResponse:
    """The kinds of file, and the files that were uploaded before."""
    kinds = [kind for kind in KINDS.values() if kind.is_open_to(request.membership)]
    if not kinds:
        raise PermissionDenied(Duty.KEEP_REGISTER.label)
    files = request.council.file_imports.filter(kind__in=[kind.slug for kind in kinds])
    page = keyset_page(files.select_related("uploaded_by"), request, order=("-pk",))
    with_titles = [(file, KINDS[file.kind].title) for file in page.items]
    context = {"kinds": kinds, "page": page, "files": with_titles}
    return render(request, "accounts/imports/choose.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def upload(request: MemberRequest, kind: str) -> HttpResponse:
    """What the columns are, and the form that takes the file."""
    chosen = kind_of(request, kind)
    if request.method != "POST":
        return upload_page(request, chosen, FileForm(council=request.council))
    form = FileForm(request.POST, request.FILES, council=request.council)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            file = take_in_file(
                council=request.council,
                kind=chosen,
                name=sent.name,
                data=sent.read(),
                actor=request.user,
            )
        except FileUnreadable as error:
            form.add_error("file", error.sentence)
        else:
            return redirect(file)
    return upload_page(request, chosen, form)


def upload_page(request: MemberRequest, kind: Kind[Any, Any], form: FileForm) -> HttpResponse:
    context = {"kind": kind, "form": form, "back": reverse(kind.back, args=[request.council.slug])}
    return render(request, "accounts/imports/upload.html", context, status=page_status(form))


@member_view(Duty.SUBMIT_DRAFTS)
def template(request: MemberRequest, kind: str) -> StreamingHttpResponse:
    chosen = kind_of(request, kind)
    return csv_response(f"{chosen.slug}.csv", template_lines(chosen))


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """A file: its preview, how far it is, or what became of each row."""
    file = file_of(request, pk)
    counts = file.counts()
    show = request.GET.get("show", "")
    chosen = show if show in _O.values else first_shown(file, counts)
    rows = file.rows.filter(outcome=chosen)
    page = keyset_page(rows, request, order=("number", "pk"))
    kind = KINDS[file.kind]
    before = request.council.file_imports.filter(
        kind=file.kind, digest=file.digest, state__in=[_S.RUNNING, _S.DONE]
    )
    context = {
        "file": file,
        "kind": kind,
        "back": reverse("imports:upload", args=[request.council.slug, kind.slug]),
        "home": reverse(kind.back, args=[request.council.slug]),
        "counts": counts,
        "total": sum(counts.values()),
        "to_mend": counts[_O.WRONG] + counts[_O.LEFT_OUT],
        "filters": [(code, label, counts[code]) for code, label in ROWS.items() if counts[code]],
        "chosen": chosen,
        "chosen_label": ROWS[chosen],
        "page": page,
        "rows": shown(file, page.items),
        "before": before.select_related("started_by").first() if file.state == _S.PREVIEW else None,
    }
    return render(request, f"accounts/imports/{PAGES[file.state]}.html", context)


#: What rows of each outcome are called as a list.
ROWS: dict[str, str] = {
    _O.WRONG: "Errors",
    _O.LEFT_OUT: "Left out",
    _O.GOOD: "Will be added",
    _O.DONE: "Added",
    _O.THERE: "Already there",
}

#: Which page shows a file in which state.
PAGES: dict[str, str] = {
    _S.PREVIEW: "preview",
    _S.RUNNING: "progress",
    _S.DONE: "result",
    _S.DISCARDED: "discarded",
}


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def start(request: MemberRequest, pk: int) -> HttpResponse:
    file = start_import(file=file_of(request, pk), actor=request.user)
    return redirect(file)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    file = discard_import(file=file_of(request, pk), actor=request.user)
    messages.success(request, f"What the rows of {file} said is deleted.")
    return redirect("imports:upload", request.council.slug, file.kind)


@member_view(Duty.SUBMIT_DRAFTS)
def left_out(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were not imported, to be mended and imported again."""
    file = file_of(request, pk)
    return csv_response(f"{file.kind}-{file.pk}-to-mend.csv", left_out_lines(file))


def kind_of(request: MemberRequest, slug: str) -> Kind[Any, Any]:
    """A kind that the member may import.

    Raises:
        Http404: there is no such kind.
        PermissionDenied: it is not theirs to import.
    """
    if slug not in KINDS:
        raise Http404
    kind = KINDS[slug]
    if not kind.is_open_to(request.membership):
        raise PermissionDenied(kind.duties[0].label)
    return kind


def file_of(request: MemberRequest, pk: int) -> FileImport:
    """One of the council's files, of a kind that the member may import."""
    files = request.council.file_imports.select_related("uploaded_by", "started_by")
    file = get_object_or_404(files, pk=pk)
    file.council = request.council
    kind_of(request, file.kind)
    return file


def first_shown(file: FileImport, counts: dict[str, int]) -> str:
    """Which rows are shown first: what must be mended, else what will be or was added."""
    order = (_O.LEFT_OUT, _O.WRONG, _O.GOOD, _O.DONE, _O.THERE)
    return next((one.value for one in order if counts[one]), _O.GOOD.value)
