"""The author's pages: the list and the draft. The composer is in `composing`."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from moderation.drafts.actions import take_back_draft, withdraw_draft
from moderation.drafts.authority import may_decide, may_go_alone, may_read, may_withdraw_approval
from moderation.drafts.differences import in_words
from moderation.drafts.models import Draft, Target
from moderation.drafts.models.listing import bring_accounts
from moderation.drafts.queue import unchecked_among


@member_view(Duty.SUBMIT_DRAFTS)
def draft_list(request: MemberRequest) -> HttpResponse:
    drafts = request.council.drafts.visible_to(request.membership).for_list()
    status = request.GET.get("status", "")
    if status in Draft.Status.values:
        drafts = drafts.filter(status=status)
    page = keyset_page(drafts, request, order=("-pk",))
    bring_accounts(page.items)
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
    targets = list(draft.current.targets.with_posts()) if draft.current else []
    may_record = request.membership.allows(Duty.RECORD_POSTS)
    to_record = [t for t in targets if may_record and t.state == Target.State.TO_POST]
    return render(
        request,
        "moderation/drafts/detail.html",
        {
            "draft": draft,
            "targets": targets,
            "to_record": next(iter(to_record), None),
            "missed": draft.tag["label"] == "Missed time",
            "said": in_words(draft.current.particulars) if draft.current else {},
            "decision": draft.decisions.latest_of(draft.current_id),
            "may_take_back": draft.may_be_taken_back,
            "mine": draft.author_id == request.user.pk,
            "may_decide": may_decide(draft, request.user),
            "may_go_alone": may_go_alone(draft, request.user),
            "may_withdraw_approval": may_withdraw_approval(draft, request.user),
            "typed_words": first_words(draft.working_copy),
            "may_record": may_record,
            "events": timeline(draft),
        },
    )


@member_view(Duty.SUBMIT_DRAFTS)
def take_back(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    if request.method != "POST":
        draft.require_author(request.user)
        return render(request, "moderation/drafts/take_back.html", {"draft": draft})
    draft = take_back_draft(draft=draft, actor=request.user)
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
    drafts = request.council.drafts.select_related("author", "current__author")
    draft = get_object_or_404(drafts, number=number)
    if not may_read(draft, request.membership):
        raise Http404
    return draft


def first_words(typed: dict[str, list[str]]) -> str:
    """The words of a working copy."""
    return next(iter(typed.get("text", [])), "")
