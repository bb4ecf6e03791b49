"""Copy as new draft, and several dated drafts of one wording."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from moderation.drafts.actions.copying import copy_draft, copy_post
from moderation.drafts.models import Draft


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def copy(request: MemberRequest, number: int) -> HttpResponse:
    drafts = request.council.drafts.visible_to(request.membership)
    draft = get_object_or_404(drafts.select_related("current"), number=number)
    return to_composer(request, copy_draft(draft=draft, actor=request.user), draft.reference)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def copy_of_post(request: MemberRequest, number: int) -> HttpResponse:
    posts = request.council.posts.select_related("account", "target__revision")
    post = get_object_or_404(posts, number=number)
    return to_composer(request, copy_post(post=post, actor=request.user), post.reference)


def to_composer(request: MemberRequest, draft: Draft, source: str) -> HttpResponse:
    messages.success(
        request,
        f"{draft.reference} is your copy of {source}. Change what you like, then submit it.",
    )
    return redirect("drafts:edit", request.council.slug, draft.number)
