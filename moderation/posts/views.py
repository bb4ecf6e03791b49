"""After approval: record what was posted by hand, and the archive of posts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.drafts.models import Draft, Target
from moderation.posts.actions import record_post
from moderation.posts.forms import RecordPostForm


@member_view(Duty.RECORD_POSTS)
def record(request: MemberRequest, number: int, target: int) -> HttpResponse:
    found: Target = get_object_or_404(
        request.council.targets.select_related("account", "revision__draft__author"),
        pk=target,
        revision__draft__number=number,
    )
    draft: Draft = found.revision.draft
    form = RecordPostForm(
        request.POST or None,
        council=request.council,
        initial={"digest": found.revision.digest, "posted_at": timezone.now()},
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            post = record_post(target=found, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{post.reference} recorded as posted on {found.account}.")
            if post.outside_window:
                messages.warning(
                    request, "It went out outside the approved time, and the record says so."
                )
            return redirect(draft)
    elif request.method != "POST":
        draft.require_status(Draft.Status.APPROVED)
    context = {"draft": draft, "target": found, "revision": found.revision, "form": form}
    return render(
        request, "moderation/posts/record.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def post_list(request: MemberRequest) -> HttpResponse:
    posts = request.council.posts.select_related(
        "target__account", "target__revision", "recorded_by"
    )
    page = keyset_page(posts, request, order=("-pk",))
    return render(request, "moderation/posts/list.html", {"page": page})


@member_view(Duty.SUBMIT_DRAFTS)
def post_detail(request: MemberRequest, number: int) -> HttpResponse:
    posts = request.council.posts.select_related(
        "target__account", "target__revision__draft__author", "recorded_by", "office"
    )
    post = get_object_or_404(posts, number=number)
    context: dict[str, Any] = {"post": post, "decision": None, "draft": None}
    if post.target:
        draft: Draft = post.target.revision.draft
        decision = draft.decisions.latest_of(post.target.revision_id)
        context |= {"decision": decision, "draft": draft}
    return render(request, "moderation/posts/detail.html", context)
