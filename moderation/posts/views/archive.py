"""The archive of posts: the list, one post, a period for a council meeting, and CSV."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.councils.rulebook import Kind
from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.differences import changed_words
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import page_status
from councilsm.spreadsheets import csv_response
from moderation.checks.sources import source
from moderation.posts.actions.changing import may_correct, may_edit
from moderation.posts.actions.common import may_decide_posts
from moderation.posts.actions.mistakes import may_help
from moderation.posts.archive import (
    as_csv,
    authority_of,
    change_in_words,
    matching,
    to_see_to,
)
from moderation.posts.forms.archive import ArchiveForm, PeriodForm
from moderation.posts.models import Post
from moderation.posts.notices import notices

#: Posts on a page that is printed; a longer period goes into several, or into the CSV.
PRINTED = 500


@member_view(Duty.SUBMIT_DRAFTS)
def post_list(request: MemberRequest) -> HttpResponse:
    form = ArchiveForm(request.GET or None, council=request.council)
    if form.is_bound and not form.is_valid():
        context: dict[str, Any] = {"form": form, "page": None}
        return render(request, "moderation/posts/list.html", context, status=page_status(form))
    filters = form.filters if form.is_bound else {}
    posts = matching(request.council, **filters).with_authority()
    page = keyset_page(posts, request, order=("-posted_at", "-pk"))
    query = request.GET.copy()
    for cursor in ("after", "before"):
        query.pop(cursor, None)
    context = {
        "form": form,
        "filters": filters,
        "query": query.urlencode(),
        "page": page,
        "rows": [{"post": post, "authority": authority_of(post)} for post in page.items],
        "waiting": to_see_to(request.council),
    }
    return render(request, "moderation/posts/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def export(request: MemberRequest) -> HttpResponse | StreamingHttpResponse:
    """The archive as CSV, by the same filters as the list."""
    form = ArchiveForm(request.GET, council=request.council)
    if not form.is_valid():
        context = {"form": form, "page": None}
        return render(request, "moderation/posts/list.html", context, status=page_status(form))
    name = f"{request.council.slug}-posts-{today().isoformat()}.csv"
    return csv_response(name, as_csv(matching(request.council, **form.filters)))


@member_view(Duty.SUBMIT_DRAFTS)
def period(request: MemberRequest) -> HttpResponse:
    """All posts between two days, oldest first and whole, to be printed for a meeting."""
    last = today()
    asked: dict[str, Any] = {"since": last - timedelta(days=30), "until": last}
    form = PeriodForm(request.GET or None, council=request.council, initial=asked)
    if form.is_bound:
        if not form.is_valid():
            context: dict[str, Any] = {"form": form}
            return render(
                request, "moderation/posts/period.html", context, status=page_status(form)
            )
        asked = form.cleaned_data
    posts = matching(request.council, **asked).with_authority()
    found = list(posts.order_by("posted_at", "pk")[: PRINTED + 1])
    context = {
        **asked,
        "form": form,
        "posts": [
            {
                "post": post,
                "authority": authority_of(post),
                "changes": [change_in_words(change) for change in post.each_change()],
            }
            for post in found[:PRINTED]
        ],
        "too_many": PRINTED if len(found) > PRINTED else 0,
    }
    return render(request, "moderation/posts/period.html", context)


def find(request: MemberRequest, number: int) -> Post:
    """One post of the council with everything its pages speak of, or 404."""
    posts = request.council.posts.for_list().select_related(
        *("office", "screenshot", "target__revision__draft__author"),
        *("outside_review__decider", "outside_review__office"),
        "outside_review__rulebook_version",
    )
    post: Post = get_object_or_404(posts, number=number)
    post.council = request.council
    return post


def corrected_post(post: Post) -> Post | None:
    """The post that a post corrects; None where it is no correction."""
    if post.kind != Kind.CORRECTION or post.target is None:
        return None
    corrected = post.council.posts.filter(changes__correction=post.target.revision.draft_id)
    return corrected.first()


@member_view(Duty.SUBMIT_DRAFTS)
def post_detail(request: MemberRequest, number: int) -> HttpResponse:
    post = find(request, number)
    membership = request.membership
    changes = post.changes.select_related(
        *("correction", "decider", "office", "confirmed_by", "confirmed_office"),
        *("proof", "record_copy_file", "subject__withdrawal_recorded_by"),
    ).order_by("pk")
    events = timeline(post)
    context: dict[str, Any] = {
        "post": post,
        "changes": changes,
        "permission_clause": source(request.council, "FTC-A-13"),
        "own_clause": source(request.council, "FTC-6-a"),
    }
    if post.target:
        revision = post.target.revision
        draft = revision.draft
        draft.council = request.council
        # What was refused and asked on the way is for those who may see the draft.
        sees_draft = request.council.drafts.visible_to(membership).filter(pk=draft.pk).exists()
        context |= {
            "draft": draft,
            "decision": draft.decisions.latest_of(revision.pk),
            "pictures": revision.pictures.select_related("file"),
            "corrects": corrected_post(post),
            "sees_draft": sees_draft,
            "pieces": changed_words(post.target.text, post.words) if post.difference else (),
        }
        if sees_draft:
            events = sorted([*events, *timeline(draft)], key=lambda event: event.at, reverse=True)
    people = ("told_by", "put_right_by", "agreed_with")
    mistakes = list(post.mistakes.select_related(*people).order_by("pk"))
    for mistake in mistakes:
        mistake.council = request.council
    context |= {
        "events": events,
        "notices": notices(post, membership),
        "mistakes": mistakes,
        "clerk": request.council.rulebook.title(request.council.rulebook.proper_officer),
        "to_put_right": [
            one for one in mistakes if not one.put_right_at and may_help(one, membership)
        ],
        "decides": may_decide_posts(membership),
        "may_correct": may_correct(post),
        "may_edit": may_edit(post, membership),
        "records": membership.allows(Duty.RECORD_POSTS),
    }
    return render(request, "moderation/posts/detail.html", context)
