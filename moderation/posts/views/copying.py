"""Copy as new draft, from the archive."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.once import sent_key
from councilsm.refusals import AlreadyDone
from moderation.posts.actions.copying import copy_post


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def copy(request: MemberRequest, number: int) -> HttpResponse:
    posts = request.council.posts.select_related("account", "target__revision")
    post = get_object_or_404(posts, number=number)
    try:
        made = copy_post(post=post, actor=request.user, form_key=sent_key(request))
    except AlreadyDone as twice:
        made = twice.there
        messages.info(
            request,
            f"{made.reference} is your copy of {post.reference}, made from that page already.",
        )
        if not made.is_open:
            return redirect(made)
    else:
        messages.success(
            request,
            f"{made.reference} is your copy of {post.reference}. "
            "Change what you like, then submit it.",
        )
    return redirect("drafts:edit", request.council.slug, made.number)
