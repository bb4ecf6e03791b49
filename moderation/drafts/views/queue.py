"""The approver's lists: what waits, and what was decided."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html

from accounts.councils.silence import authority_context
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from moderation.drafts.authority import is_theirs, nobody_named
from moderation.drafts.models import Draft
from moderation.drafts.models.listing import bring_accounts
from moderation.drafts.presence import forget_reader, readers_of
from moderation.drafts.queue import (
    SOON,
    counts,
    next_after,
    next_to_go_out,
    row_of,
    undecidable,
    waiting_for,
)


@member_view(Duty.AUTHORISE_POSTS)
def queue(request: MemberRequest) -> HttpResponse:
    """What waits for this person; everything that waits with `?show=all`.

    With `?show=soon` what must be out within 24 hours, with `?show=later` the rest, as on Home.
    """
    member, show = request.membership, request.GET.get("show")
    everything = show == "all"
    tab, found = "all" if everything else "mine", counts(member)
    drafts = request.council.drafts.waiting() if everything else waiting_for(member)
    total = found[tab]
    if show in ("soon", "later"):
        line, total = timezone.now() + SOON, ""
        drafts = drafts.filter(Q(not_after__lte=line) if show == "soon" else Q(not_after__gt=line))
    page = keyset_page(drafts.for_queue(), request, order=("not_after", "pk"), total=total)
    bring_accounts(page.items)
    readers, now = readers_of(page.items, request.user), timezone.now()
    context = {
        "page": page,
        "rows": [
            row_of(
                draft,
                member,
                now,
                readers.get(draft.pk, []),
                theirs=not everything or is_theirs(draft, member),
            )
            for draft in page.items
        ],
        "tab": tab,
        "show": show,
        "counts": found,
    }
    if everything:
        context["undecidable"] = undecidable(page.items, request.council)
    if nobody_named(request.council):
        context |= {"nobody_named": True, **authority_context(request.membership)}
    if request.council.rulebook.rules.urgent_alone.value:
        unchecked = request.council.decisions.to_look_at().exclude(author=request.user)
        context["unchecked"] = list(unchecked.select_related("draft__council")[:5])
    if not page.items:
        context["next_post"] = next_to_go_out(request.membership, now)
    return render(request, "moderation/drafts/queue.html", context)


@member_view(Duty.AUTHORISE_POSTS)
def decided(request: MemberRequest) -> HttpResponse:
    """What was decided, newest first."""
    decisions = request.council.decisions.for_page().select_related("draft__author")
    context = {
        "page": keyset_page(decisions, request, order=("-pk",)),
        "tab": "decided",
        "counts": counts(request.membership),
    }
    return render(request, "moderation/drafts/decided.html", context)


@member_view(Duty.AUTHORISE_POSTS)
def next_waiting(request: MemberRequest) -> HttpResponse:
    """Straight to the next draft, `?after=` the one just skipped."""
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    passed = request.council.drafts.filter(number=number, not_after__isnull=False).first()
    if passed:
        forget_reader(passed, request.user)
    return go_on(request, next_after(passed, request.membership))


def go_on(request: MemberRequest, number: int | None) -> HttpResponse:
    """To a draft that waits; to the queue, now clear, where none does."""
    if number is None:
        return redirect("drafts:queue", request.council.slug)
    return redirect("drafts:decide", request.council.slug, number)


def go_on_saying(request: MemberRequest, draft: Draft, said: str) -> HttpResponse:
    """On to the next after one that was decided, and says what was done and what comes."""
    following = next_after(draft, request.membership)
    coming = f" Next: D-{following:04}." if following else ""
    done = format_html(
        '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a> {}.{}',
        *(draft.get_absolute_url(), draft.reference, said, coming),
    )
    messages.success(request, done)
    return go_on(request, following)
