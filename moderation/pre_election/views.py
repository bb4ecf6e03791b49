"""Looking at what falls in a pre-election period."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.register.models import OfficialAccount
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.checks.findings import run_checks
from moderation.drafts.models import Draft, Target
from moderation.pre_election.actions import look_at_account, look_at_draft, look_at_post
from moderation.pre_election.beside import where_from
from moderation.pre_election.forms import AccountLookForm, LookForm, StayForm
from moderation.pre_election.models import PeriodLook
from policies.elections.models import Period


@member_view(Duty.AUTHORISE_POSTS)
def look_draft(request: MemberRequest, number: int, draft: int) -> HttpResponse:
    """An approved draft that may go out in a period."""
    period = period_of(request, number)
    drafts = request.council.drafts.select_related("author", "current__author")
    found = get_object_or_404(drafts, number=draft)
    found.require_status(Draft.Status.APPROVED)
    revision = found.current
    assert revision is not None  # the database holds it: draft_waiting_has_revision
    content = revision.content
    report = run_checks(content, request.council, known=revision.findings)
    scheduled = [
        target.account
        for target in revision.targets.filter(state=Target.State.SCHEDULED)
        .select_related("account")
        .order_by("pk")
    ]
    form = LookForm(request.POST or None, council=request.council)
    form.initial["digest"] = revision.digest
    form.initial["dates_set_at"] = period.dates_set_at.isoformat()
    return take_step(
        request,
        form,
        partial(look_at_draft, period=period, draft=found, actor=request.user),
        "moderation/pre_election/draft.html",
        said=lambda look: came_of(look, found, scheduled),
        then=period.get_absolute_url(),
        period=period,
        draft=found,
        scheduled=scheduled,
        wordings=content.accounts_by_words.items(),
        report=report,
        revision=revision,
        source=where_from(request.council),
    )


def came_of(look: PeriodLook, draft: Draft, scheduled: Sequence[OfficialAccount]) -> str:
    """What a look did, and what is left to do where a platform has the draft.

    Args:
        scheduled: the accounts whose platform would put it out by itself.
    """
    if look.kept:
        return f"{draft.reference} may go out in this period."
    said = f"Approval of {draft.reference} withdrawn."
    if scheduled:
        places = " and ".join(map(str, scheduled))
        said += f" It is still scheduled on {places}: cancel it there, then say so under Posts."
    return said


@member_view(Duty.AUTHORISE_POSTS)
def look_post(request: MemberRequest, number: int, post: int) -> HttpResponse:
    """A post that went out in a period, or still stands in it."""
    period = period_of(request, number)
    found = get_object_or_404(request.council.posts.for_list(), number=post)
    found.council = request.council
    form = StayForm(request.POST or None, council=request.council)
    form.initial["dates_set_at"] = period.dates_set_at.isoformat()
    return take_step(
        request,
        form,
        partial(look_at_post, period=period, post=found, actor=request.user),
        "moderation/pre_election/post.html",
        said=f"{found.reference} may stay.",
        then=period.get_absolute_url(),
        period=period,
        post=found,
        source=where_from(request.council),
    )


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def accounts(request: MemberRequest, number: int) -> HttpResponse:
    """The live accounts, and on which of them somebody has looked for what is pinned."""
    period = period_of(request, number)
    looks = {look.account_id: look for look in period.pinned_looks.select_related("looked_by")}
    rows = [(one, looks.get(one.pk)) for one in request.council.official_accounts.live()]
    context = {
        "period": period,
        "rows": rows,
        "records": request.membership.allows(Duty.RECORD_POSTS),
        "source": request.council.rulebook.source_if_set("no_promotion"),
    }
    return render(request, "moderation/pre_election/accounts.html", context)


@member_view(Duty.RECORD_POSTS)
def account(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """What is pinned or promoted on one account."""
    period = period_of(request, number)
    found = get_object_or_404(request.council.official_accounts.live(), pk=pk)
    found.council = request.council
    return take_step(
        request,
        AccountLookForm(request.POST or None, council=request.council),
        partial(look_at_account, period=period, account=found, actor=request.user),
        "moderation/pre_election/account.html",
        said=f"Looked at {found}.",
        then=reverse("pre_election:accounts", args=[request.council.slug, number]),
        period=period,
        account=found,
    )


def period_of(request: MemberRequest, number: int) -> Period:
    """A period of the council's that was not called off, or 404."""
    period: Period = get_object_or_404(request.council.election_periods.standing(), number=number)
    period.council = request.council
    return period
