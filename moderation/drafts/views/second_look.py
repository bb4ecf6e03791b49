"""A second look: after an approval without second check, and after a rejection."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import COUNTED, keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.drafts.actions.second_look import (
    answer_review,
    ask_review,
    check_after,
    require_reviewer,
    require_stands,
    reviewers_of,
    reviews_for,
)
from moderation.drafts.authority import authority_to_post
from moderation.drafts.forms.second_look import AnswerReviewForm, AskReviewForm, SecondCheckForm
from moderation.drafts.models import Decision, Draft
from moderation.drafts.queue import unseen_by
from moderation.drafts.views.writing import find


@member_view(Duty.AUTHORISE_POSTS)
def to_look_at(request: MemberRequest) -> HttpResponse:
    """What waits for this person's second look, as Home counts it."""
    unseen = unseen_by(request.membership).select_related("draft", "decider", "author")
    page = keyset_page(unseen, request, order=("pk",))
    reviews = reviews_for(request.membership, COUNTED)
    return render(
        request,
        "moderation/drafts/second_look_list.html",
        {"page": page, "reviews": reviews},
    )


@member_view(Duty.AUTHORISE_POSTS)
def second_check(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    decision = get_object_or_404(
        draft.decisions.exclude(without_second_check="").select_related(
            "decider", "author", "office", "revision"
        ),
        revision=draft.current_id,
    )
    form = SecondCheckForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            check_after(decision=decision, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{draft.reference}: your look at it is recorded.")
            return redirect(draft)
    context = {
        "draft": draft,
        "decision": decision,
        "revision": decision.revision,
        "targets": decision.revision.targets.with_posts(),
        "form": form,
        "done": getattr(decision, "second_check", None),
        "refusal": None if refused else why_not_look(draft, decision, request),
    }
    return render(
        request,
        "moderation/drafts/second_look_check.html",
        context,
        status=page_status(form, refused),
    )


def why_not_look(draft: Draft, decision: Decision, request: MemberRequest) -> RuleBroken | None:
    """What stands between this person and a look at it; None where nothing does."""
    if request.user.pk in {decision.decider_id, decision.author_id}:
        return RuleBroken("You wrote or approved this, so a different person must look at it.")
    try:
        require_stands(draft, decision)
        authority_to_post(draft=draft, revision=decision.revision, actor=request.user)
    except RuleBroken as error:
        return error
    return None


@member_view(Duty.SUBMIT_DRAFTS)
def ask_for_review(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    form = AskReviewForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            ask_review(draft=draft, reasons=form.cleaned_data["reasons"], actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{draft.reference}: you asked for another look.")
            return redirect(draft)
    elif request.method != "POST":
        draft.require_author(request.user)
        draft.require_status(Draft.Status.REJECTED)
    decision = draft.decisions.latest_of(draft.current_id)
    context = {
        "draft": draft,
        "form": form,
        "decision": decision,
        "same_person": decision is not None and answers_alone(draft, decision),
    }
    return render(
        request,
        "moderation/drafts/second_look_ask.html",
        context,
        status=page_status(form, refused),
    )


@member_view(Duty.AUTHORISE_POSTS)
def answer_to_review(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    reviews = request.council.review_requests.select_related(
        "asked_by", "answered_by", "decision__decider", "decision__revision"
    )
    review = get_object_or_404(reviews, decision__draft=draft, decision__revision=draft.current_id)
    form = AnswerReviewForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            answer_review(review=review, draft=draft, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{draft.reference}: your answer is with {review.asked_by}.")
            return redirect(draft)
    refusal: Any = None
    try:
        require_reviewer(draft, review, request.user)
    except RuleBroken as error:
        refusal = error
    context = {
        "draft": draft,
        "review": review,
        "decision": review.decision,
        "targets": review.decision.revision.targets.with_posts(),
        "form": form,
        "refusal": refusal,
        "same_person": answers_alone(draft, review.decision),
    }
    return render(
        request,
        "moderation/drafts/second_look_answer.html",
        context,
        status=page_status(form, refused),
    )


def answers_alone(draft: Draft, decision: Decision) -> bool:
    """Whether nobody but the person who rejected a draft can look at it again."""
    return reviewers_of(draft, decision).filter(pk=decision.decider_id).exists()
