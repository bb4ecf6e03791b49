"""Copy as new draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.once import sent_key
from councilsm.refusals import AlreadyDone
from moderation.drafts.actions.copying import copy_draft


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def copy(request: MemberRequest, number: int) -> HttpResponse:
    drafts = request.council.drafts.visible_to(request.membership)
    draft = get_object_or_404(drafts.select_related("current"), number=number)
    try:
        made = copy_draft(draft=draft, actor=request.user, form_key=sent_key(request))
    except AlreadyDone as twice:
        made = twice.there
        messages.info(
            request,
            f"{made.reference} is your copy of {draft.reference}, made from that page already.",
        )
        if not made.is_open:
            return redirect(made)
    else:
        messages.success(
            request,
            f"{made.reference} is your copy of {draft.reference}. "
            "Change what you like, then submit it.",
        )
    return redirect("drafts:edit", request.council.slug, made.number)
