"""Who looks at which account when, and the button that says: I have looked."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm
from moderation.enquiries.actions import add_watch, end_watch, look_at
from moderation.enquiries.forms.keeping import LookForm, WatchForm
from moderation.enquiries.rota import looked, may_look_at


@member_view(Duty.SUBMIT_DRAFTS)
def looking(request: MemberRequest) -> HttpResponse:
    """The live accounts by how long ago somebody looked; those chosen here were looked at now."""
    mine = may_look_at(request.membership)
    sent = request.POST if request.method == "POST" else None
    form = LookForm(sent, council=request.council, mine=mine)
    refused = 0
    if form.is_valid():
        try:
            looks = look_at(accounts=list(form.cleaned_data["accounts"]), actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            words = "1 account" if len(looks) == 1 else f"{len(looks)} accounts"
            messages.success(request, f"Looked at {words}.")
            return redirect("enquiries:looking", request.council.slug)
    book = request.council.rulebook
    rows = looked(request.council)
    context = {
        "form": form,
        "rows": [(row, mine is None or row.account.pk in mine) for row in rows],
        "late": sum(row.late for row in rows),
        "days": book.rules.watch_days.value,
        "source": book.source_if_set("watch_days"),
        "proper_officer": book.title(book.proper_officer),
        "looks": mine is None or bool(mine),
        "keeps": request.membership.allows(Duty.LOG_MODERATION),
    }
    status = page_status(form, refused)
    return render(request, "moderation/enquiries/looking.html", context, status=status)


@member_view(Duty.LOG_MODERATION)
def add(request: MemberRequest) -> HttpResponse:
    return take_step(
        request,
        WatchForm(request.POST or None, council=request.council),
        partial(add_watch, actor=request.user),
        "moderation/enquiries/watch.html",
        said="Added to the rota.",
        heading="Add to the rota",
        button="Add",
    )


@member_view(Duty.LOG_MODERATION)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    watches = request.council.account_watches.select_related("council", "account", "office")
    watch = get_object_or_404(watches.select_related("member__person"), pk=pk)
    form = CouncilForm(request.POST if request.method == "POST" else None, council=request.council)
    return take_step(
        request,
        form,
        partial(end_watch, watch=watch, actor=request.user),
        "moderation/enquiries/watch.html",
        said="Taken off the rota.",
        watch=watch,
        heading="Take it off the rota",
        button="Take it off",
    )
