"""The author's pages: the list, the composer, the draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.forms import time_in_words
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.drafts.actions import (
    create_draft,
    save_working_copy,
    submit_draft,
    take_back_draft,
    withdraw_draft,
)
from moderation.drafts.authority import may_decide
from moderation.drafts.forms.composing import DraftForm, as_typed, typed_again
from moderation.drafts.models import Draft


@member_view(Duty.SUBMIT_DRAFTS)
def draft_list(request: MemberRequest) -> HttpResponse:
    drafts = request.council.drafts.visible_to(request.membership).for_list()
    status = request.GET.get("status", "")
    if status in Draft.Status.values:
        drafts = drafts.filter(status=status)
    page = keyset_page(drafts, request, order=("-pk",))
    return render(
        request,
        "moderation/drafts/list.html",
        {"page": page, "status": status, "statuses": Draft.Status.choices},
    )


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    return render(
        request,
        "moderation/drafts/detail.html",
        {
            "draft": draft,
            "targets": draft.current.targets.with_posts() if draft.current else [],
            "decision": draft.decisions.latest_of(draft.current_id),
            "may_take_back": draft.may_be_taken_back,
            "mine": draft.author_id == request.user.pk,
            "may_decide": may_decide(draft, request.user),
            "typed": typed_again(DraftForm, draft.working_copy),
            "may_record": request.membership.allows(Duty.RECORD_POSTS),
            "events": timeline(draft),
        },
    )


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    form = DraftForm(request.POST or None, council=request.council)
    if request.method != "POST":
        return compose(request, form)
    if wants_to_submit(request) and not form.is_valid():
        return compose(request, form)
    draft = create_draft(
        council=request.council,
        title=typed_title(request),
        working_copy=as_typed(request.POST),
        actor=request.user,
    )
    if wants_to_submit(request):
        return submit(request, draft, form, draft.version)
    messages.success(request, f"{draft.reference} saved.")
    return redirect(draft)


@member_view(Duty.SUBMIT_DRAFTS)
def edit(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    if request.method != "POST":
        draft.require_author(request.user)
        draft.require_status(*Draft.OPEN)
        initial = {**typed_again(DraftForm, draft.working_copy), "version": draft.version}
        return compose(request, DraftForm(initial=initial, council=request.council), draft)
    form = DraftForm(request.POST, council=request.council)
    if wants_to_submit(request) and form.is_valid():
        return submit(request, draft, form, typed_version(request))
    try:
        version = save(request, draft)
    except RuleBroken as error:
        return compose_again(request, draft, form, error)
    if wants_to_submit(request):
        form.rebind(version=version)
        return compose(request, form, draft)
    messages.success(request, f"{draft.reference} saved.")
    return redirect(draft)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def autosave_new(request: MemberRequest) -> HttpResponse:
    draft = create_draft(
        council=request.council,
        title=typed_title(request),
        working_copy=as_typed(request.POST),
        actor=request.user,
    )
    here = reverse("drafts:edit", args=[request.council.slug, draft.number])
    there = reverse("drafts:autosave", args=[request.council.slug, draft.number])
    return JsonResponse({**saved(draft.version), "page": here, "autosave_url": there})


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def autosave(request: MemberRequest, number: int) -> HttpResponse:
    drafts = request.council.drafts.visible_to(request.membership)
    draft = get_object_or_404(drafts, number=number)
    try:
        return JsonResponse(saved(save(request, draft)))
    except RuleBroken as error:
        return JsonResponse({"error": error.sentence}, status=409)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def take_back(request: MemberRequest, number: int) -> HttpResponse:
    draft = take_back_draft(draft=find(request, number), actor=request.user)
    messages.success(request, f"{draft.reference} is yours again. Change it, then submit it.")
    return redirect("drafts:edit", request.council.slug, draft.number)


@member_view(Duty.SUBMIT_DRAFTS)
def withdraw(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    if request.method != "POST":
        draft.require_author(request.user)
        return render(request, "moderation/drafts/withdraw.html", {"draft": draft})
    withdraw_draft(draft=draft, actor=request.user)
    messages.success(request, f"{draft.reference} withdrawn.")
    return redirect(draft)


def find(request: MemberRequest, number: int) -> Draft:
    """A draft this member may see, or 404: theirs, or any for those who decide or post."""
    drafts = request.council.drafts.visible_to(request.membership)
    return get_object_or_404(drafts.select_related("author", "current__author"), number=number)


def compose(
    request: MemberRequest, form: DraftForm, draft: Draft | None = None, refused: int = 0
) -> HttpResponse:
    asked = draft.decisions.latest_of(draft.current_id) if draft else None
    context = {"form": form, "draft": draft, "decision": asked}
    return render(
        request, "moderation/drafts/compose.html", context, status=page_status(form, refused)
    )


def submit(request: MemberRequest, draft: Draft, form: DraftForm, version: int) -> HttpResponse:
    try:
        submit_draft(
            draft=draft,
            content=form.content(),
            working_copy=as_typed(request.POST),
            version=version,
            actor=request.user,
        )
    except RuleBroken as error:
        return compose_again(request, draft, form, error)
    messages.success(request, f"{draft.reference} submitted for approval.")
    return redirect(draft)


def compose_again(
    request: MemberRequest, draft: Draft, form: DraftForm, error: RuleBroken
) -> HttpResponse:
    """The typed words again, on top of what is saved now; sending once more replaces that."""
    draft.refresh_from_db(fields=["version"])
    form.rebind(version=draft.version)
    return compose(request, form, draft, refuse(form, error))


def save(request: MemberRequest, draft: Draft) -> int:
    return save_working_copy(
        draft=draft,
        title=typed_title(request),
        working_copy=as_typed(request.POST),
        version=typed_version(request),
        actor=request.user,
    )


def saved(version: int) -> dict[str, Any]:
    return {"saved_at": time_in_words(timezone.localtime()), "version": version}


def typed_version(request: MemberRequest) -> int:
    """The save that the page was made from; 0, which is none, if that is no number."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def typed_title(request: MemberRequest) -> str:
    title = request.POST.get("title", "").replace("\x00", "")
    return " ".join(title.split()) or "Untitled"


def wants_to_submit(request: MemberRequest) -> bool:
    return request.POST.get("do") == "submit"
