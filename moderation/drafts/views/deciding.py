"""The approver's pages: the queue and the decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, Stale, page_status, refuse
from moderation.drafts.actions import approve_draft, reject_draft, request_changes
from moderation.drafts.authority import authority_to_post
from moderation.drafts.forms.deciding import DecideForm
from moderation.drafts.models import Draft


@member_view(Duty.AUTHORISE_POSTS)
def queue(request: MemberRequest) -> HttpResponse:
    waiting = request.council.drafts.waiting().for_list()
    page = keyset_page(waiting, request, order=("not_after", "pk"))
    return render(request, "moderation/drafts/queue.html", {"page": page, "now": timezone.now()})


@member_view(Duty.AUTHORISE_POSTS)
def next_waiting(request: MemberRequest) -> HttpResponse:
    """Straight to the next draft, `?after=` the one just skipped or decided."""
    waiting = request.council.drafts.waiting()
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    passed = request.council.drafts.filter(number=number, not_after__isnull=False).first()
    draft = waiting.beyond(passed).first() if passed else None
    draft = draft or waiting.exclude(number=number).first()
    if draft is None:
        return redirect("drafts:queue", request.council.slug)
    return redirect("drafts:decide", request.council.slug, draft.number)


@member_view(Duty.AUTHORISE_POSTS)
def decide(request: MemberRequest, number: int) -> HttpResponse:
    form = DecideForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        drafts = request.council.drafts.select_related("author", "current")
        draft = get_object_or_404(drafts, number=number)
        try:
            return carry_out(request, draft, form)
        except RuleBroken as error:
            refused = refuse(form, error)
    return decide_page(request, number, form, refused)


def decide_page(
    request: MemberRequest, number: int, form: DecideForm, refused: int
) -> HttpResponse:
    drafts = request.council.drafts.select_related("author", "current__author")
    draft = get_object_or_404(drafts, number=number)
    revision = draft.current
    if revision is None or (draft.status != Draft.Status.WAITING and not refused):
        return redirect(draft)
    shown = form.data.get("digest")
    if shown and not refused and shown != revision.digest:
        refused = refuse(form, Stale(f"{draft.reference} was changed while your page was open."))
    form.show(revision)
    try:
        refusal = None
        authority_to_post(draft=draft, revision=revision, actor=request.user)
    except RuleBroken as error:
        refusal = error
    context = {
        "draft": draft,
        "revision": revision,
        "targets": revision.targets.with_posts(),
        "form": form,
        "refusal": refusal,
        "waits": draft.status == Draft.Status.WAITING,
        "expired": revision.not_after <= timezone.now(),
        "events": timeline(draft),
    }
    return render(
        request, "moderation/drafts/decide.html", context, status=page_status(form, refused)
    )


def carry_out(request: MemberRequest, draft: Draft, form: DecideForm) -> HttpResponse:
    outcome, digest = form.cleaned_data["outcome"], form.cleaned_data["digest"]
    if outcome == DecideForm.APPROVE:
        approve_draft(draft=draft, digest=digest, actor=request.user)
        said = "approved"
    else:
        verb = request_changes if outcome == DecideForm.CHANGES else reject_draft
        verb(draft=draft, digest=digest, reason=form.reason(), note=form.note(), actor=request.user)
        said = "sent back for changes" if outcome == DecideForm.CHANGES else "rejected"
    messages.success(request, f"{draft.reference} {said}.")
    following = reverse("drafts:next", args=[request.council.slug])
    return redirect(f"{following}?after={draft.number}")
