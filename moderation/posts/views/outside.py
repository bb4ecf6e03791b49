"""Posts made outside councilsm: recorded by anybody, decided by those who authorise."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.posts.actions import (
    accept_outside_post,
    order_outside_post_down,
    record_outside_post,
    set_outside_post_aside,
)
from moderation.posts.actions.outside import why_not_accept
from moderation.posts.forms.outside import OutsidePostForm, ReviewForm
from moderation.posts.models import Post
from moderation.posts.views.archive import find


@member_view(Duty.SUBMIT_DRAFTS)
def outside(request: MemberRequest) -> HttpResponse:
    form = OutsidePostForm(
        request.POST or None, request.FILES or None, council=request.council, actor=request.user
    )
    refused, known = 0, None
    if request.method == "POST":
        form.keep_files(request.user)
        if form.is_valid():
            try:
                post = record_outside_post(actor=request.user, **form.cleaned_data)
            except AlreadyDone as error:
                refused, known = refuse(form, error), error.there
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                messages.success(request, f"{post.reference} recorded.")
                return redirect(post)
    context = {"form": form, "known": known}
    return render(
        request, "moderation/posts/outside.html", context, status=page_status(form, refused)
    )


@member_view(Duty.AUTHORISE_POSTS)
def review(request: MemberRequest, number: int) -> HttpResponse:
    post = find(request, number)
    form = ReviewForm(
        request.POST or None, request.FILES or None, council=request.council, post=post
    )
    refused = 0
    if request.method == "POST":
        form.keep_files(request.user)
        if form.is_valid():
            try:
                messages.success(request, decide(request, post, form))
                return redirect(post)
            except RuleBroken as error:
                refused = refuse(form, error)
    elif not post.waits_for_review:
        return redirect(post)
    refusal = why_not_accept(post, request.user)
    if refusal:
        form.leave_out_accept()
    context = {"form": form, "post": post, "refusal": refusal}
    return render(
        request, "moderation/posts/review.html", context, status=page_status(form, refused)
    )


def decide(request: MemberRequest, post: Post, form: ReviewForm) -> str:
    """Carries the decision out; returns what to say."""
    answers = form.cleaned_data
    if answers["outcome"] == ReviewForm.ACCEPT:
        accept_outside_post(
            post=post,
            note=answers["note"],
            for_a_party=answers["for_a_party"],
            actor=request.user,
        )
        return f"{post.reference} accepted as the council’s."
    if answers["outcome"] == ReviewForm.DOWN:
        order_outside_post_down(
            post=post,
            reason=answers["reason"],
            record_copy=answers["record_copy"],
            record_copy_file=answers["record_copy_file"],
            actor=request.user,
        )
        return f"{post.reference} is to be taken down. Confirm it once it is gone."
    set_outside_post_aside(post=post, reason=answers["why"], actor=request.user)
    return f"{post.reference} is marked as recorded by mistake."
