"""The approver's pages: the decision, what it is compared with, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.councils.rulebook import Kind
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.drafts.actions import (
    approve_draft,
    reject_draft,
    request_changes,
    withdraw_approval,
)
from moderation.drafts.authority import authority_to_post
from moderation.drafts.consulting import to_consult_on
from moderation.drafts.differences import between
from moderation.drafts.forms.deciding import DecideForm, WithdrawApprovalForm
from moderation.drafts.models import Draft
from moderation.drafts.presence import forget_all
from moderation.drafts.views.decide_page import decide_page
from moderation.drafts.views.months import on_the_list
from moderation.drafts.views.queue import go_on_saying


@member_view(Duty.AUTHORISE_POSTS)
def decide(request: MemberRequest, number: int) -> HttpResponse:
    form = DecideForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST":
        drafts = request.council.drafts.select_related("author", "current")
        draft = get_object_or_404(drafts, number=number)
        form.ask_consulted(to_consult_on(request.council, Kind(draft.kind), request.user))
        if form.is_valid():
            try:
                return carry_out(request, draft, form)
            except RuleBroken as error:
                refused = refuse(form, error)
    return decide_page(request, number, form, refused)


def carry_out(request: MemberRequest, draft: Draft, form: DecideForm) -> HttpResponse:
    outcome, digest = form.cleaned_data["outcome"], form.cleaned_data["digest"]
    if outcome == DecideForm.APPROVE:
        decision = approve_draft(draft=draft, digest=digest, actor=request.user, **form.approval())
        said = on_the_list(decision) if decision.own_authority else "approved"
    else:
        verb = request_changes if outcome == DecideForm.CHANGES else reject_draft
        verb(draft=draft, digest=digest, reason=form.reason(), note=form.note(), actor=request.user)
        said = "sent back for changes" if outcome == DecideForm.CHANGES else "rejected"
    forget_all(draft)
    return go_on_saying(request, draft, said)


@member_view(Duty.AUTHORISE_POSTS)
def withdraw(request: MemberRequest, number: int) -> HttpResponse:
    """Takes an approval back until it is posted."""
    drafts = request.council.drafts.select_related("author", "current")
    draft = get_object_or_404(drafts, number=number)
    form = WithdrawApprovalForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_approval(draft=draft, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"Approval of {draft.reference} withdrawn.")
            return redirect(draft)
    elif request.method != "POST":
        draft.require_status(Draft.Status.APPROVED)
        assert draft.current is not None  # the database holds it: draft_waiting_has_revision
        authority_to_post(draft=draft, revision=draft.current, actor=request.user)
        form.initial["digest"] = draft.current.digest
    context = {"draft": draft, "form": form}
    return render(
        request,
        "moderation/drafts/withdraw_approval.html",
        context,
        status=page_status(form, refused),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def compare(request: MemberRequest, number: int, before: int, after: int) -> HttpResponse:
    """Any two versions of a draft, side by side in one text."""
    drafts = request.council.drafts.visible_to(request.membership)
    draft = get_object_or_404(drafts, number=number)
    old = get_object_or_404(draft.revisions, number=before)
    new = get_object_or_404(draft.revisions, number=after)
    context = {
        "draft": draft,
        "before": old,
        "after": new,
        "changes": between(old, new),
        "versions": draft.revisions.order_by("number").values_list("number", flat=True),
    }
    return render(request, "moderation/drafts/compare.html", context)
