"""The author's pages: the list and the draft. The composer is in `composing`."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.councils.rulebook import Kind
from accounts.dates import LONDON
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.forms import EARLIEST, LATEST
from councilsm.paging import keyset_page
from councilsm.plain_fields import tidy
from moderation.checks.counting import with_link
from moderation.drafts.actions import take_back_draft, withdraw_draft
from moderation.drafts.authority import may_decide, may_go_alone, may_read, may_withdraw_approval
from moderation.drafts.deciders import Nobody, why_nobody
from moderation.drafts.differences import in_words
from moderation.drafts.models import Draft, Target
from moderation.drafts.models.listing import bring_accounts
from moderation.drafts.notices import notices
from moderation.drafts.outcomes import OUTCOMES, outcomes, with_outcome
from moderation.drafts.queue import unchecked_among
from moderation.pictures.models import Subject

#: What the list can be cut down to. What is out is in one list, however that came about.
STATUSES = [
    *(choice for choice in Draft.Status.choices if choice[0] != Draft.Status.OUT),
    *OUTCOMES.items(),
]


@member_view(Duty.SUBMIT_DRAFTS)
def draft_list(request: MemberRequest) -> HttpResponse:
    drafts = request.council.drafts.visible_to(request.membership).for_list()
    status, mine = request.GET.get("status", ""), request.GET.get("mine") == "1"
    if status in Draft.Status.values:
        drafts = drafts.filter(status=status)
    elif status in OUTCOMES:
        drafts = drafts.filter(pk__in=with_outcome(request.council, status).values("pk"))
    if mine:
        drafts = drafts.filter(author=request.user)
    days = days_asked(request) if status == "missed" else None
    if days:
        begins, ends = (datetime.combine(day, time(), tzinfo=LONDON) for day in days)
        drafts = drafts.filter(not_after__gte=begins, not_after__lt=ends + timedelta(days=1))
    page = keyset_page(drafts, request, order=("-pk",))
    bring_accounts(page.items)
    posts = request.membership.allows(Duty.RECORD_POSTS)
    return render(
        request,
        "moderation/drafts/list.html",
        {
            "page": page,
            "status": status,
            "mine": mine,
            "days": days,
            "statuses": STATUSES,
            "outcomes": outcomes(request.council) if posts and status in OUTCOMES else (),
            "unchecked": unchecked_among(page.items, request.council),
        },
    )


def days_asked(request: MemberRequest) -> tuple[date, date] | None:
    """The days `?since=2026-03-07&until=2026-03-08`; None where that is no two days."""
    try:
        since = date.fromisoformat(request.GET["since"])
        until = date.fromisoformat(request.GET["until"])
    except (KeyError, ValueError):
        return None
    return (since, until) if since.year >= EARLIEST and until.year <= LATEST else None


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    targets = list(draft.current.targets.with_posts()) if draft.current else []
    may_record = request.membership.allows(Duty.RECORD_POSTS)
    missed, question = draft.outcome == "missed", draft.advice.open().first()
    may_post = may_record and not missed and not question
    to_record = [t for t in targets if may_post and t.state == Target.State.TO_POST]
    return render(
        request,
        "moderation/drafts/detail.html",
        {
            "draft": draft,
            "targets": targets,
            "to_record": next(iter(to_record), None),
            "missed": missed,
            "question": question,
            "left": people_who_left(draft),
            "notices": notices(draft, request.membership),
            "said": in_words(draft.current.particulars) if draft.current else {},
            "decision": draft.decisions.latest_of(draft.current_id),
            "may_take_back": draft.may_be_taken_back,
            "mine": draft.author_id == request.user.pk,
            "may_decide": may_decide(draft, request.user),
            "may_go_alone": may_go_alone(draft, request.user),
            "may_withdraw_approval": may_withdraw_approval(draft, request.user),
            "typed_words": unsubmitted_words(draft, targets),
            "nobody": nobody_for(draft),
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


def unsubmitted_words(draft: Draft, targets: Sequence[Target]) -> str:
    """The words that its author is still writing; empty where they stand in what was submitted."""
    typed = draft.working_copy
    words = first_of(typed, "text")
    if not draft.is_open:
        return ""
    submitted = {target.text for target in targets}
    return "" if with_link(tidy(words), first_of(typed, "link")) in submitted else words


def people_who_left(draft: Draft) -> QuerySet[Subject] | None:
    """Those shown in a draft that is its author's again who no longer agree to it."""
    if not draft.is_open or draft.current_id is None:
        return None
    shown: QuerySet[Subject] = draft.council.subjects.filter(
        depicted__picture__revision=draft.current_id, withdrawn_on__isnull=False
    )
    return shown.select_related("withdrawal_recorded_by").distinct().order_by("pk")


def first_of(typed: dict[str, list[str]], name: str) -> str:
    """What stands in one field of a working copy."""
    return next(iter(typed.get(name, [])), "")


def nobody_for(draft: Draft) -> Nobody | None:
    """Why nobody could decide a draft that is being written, or waits; None where somebody can."""
    if not draft.is_open and draft.status != Draft.Status.WAITING:
        return None
    typed = first_of(draft.working_copy, "kind") if draft.is_open else draft.kind
    kind = next((kind for kind in Kind if kind == typed), Kind(draft.kind))
    return why_nobody(draft.council, kind, draft.author_id)
