"""The author's pages: the list and the draft. The composer is in `composing`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from moderation.drafts.actions import take_back_draft, withdraw_draft
from moderation.drafts.authority import may_decide, may_go_alone, may_withdraw_approval
from moderation.drafts.differences import in_words
from moderation.drafts.models import Draft
from moderation.drafts.queue import unchecked_among


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
        {
            "page": page,
            "status": status,
            "statuses": Draft.Status.choices,
            "unchecked": unchecked_among(page.items, request.council),
        },
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
            "said": in_words(draft.current.particulars) if draft.current else {},
            "decision": draft.decisions.latest_of(draft.current_id),
            "may_take_back": draft.may_be_taken_back,
            "mine": draft.author_id == request.user.pk,
            "may_decide": may_decide(draft, request.user),
            "may_go_alone": may_go_alone(draft, request.user),
            "may_withdraw_approval": may_withdraw_approval(draft, request.user),
            "typed_words": first_words(draft.working_copy),
            "may_record": request.membership.allows(Duty.RECORD_POSTS),
            "events": timeline(draft),
        },
    )


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


def first_words(typed: dict[str, list[str]]) -> str:
    """The words of a working copy."""
    return next(iter(typed.get("text", [])), "")
