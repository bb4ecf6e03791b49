"""Standing approvals: the list, asking for one, deciding, ending and using it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.councils.rulebook import Kind
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.drafts.actions.standing import propose_standing, report_on_example
from moderation.drafts.actions.standing_deciding import (
    approve_standing,
    approve_standing_again,
    end_standing,
    refuse_standing,
    require_may_end,
)
from moderation.drafts.actions.standing_use import (
    require_in_force,
    start_from_standing,
    use_standing,
)
from moderation.drafts.authority import authority_for
from moderation.drafts.consulting import to_consult_on
from moderation.drafts.forms.standing import (
    DecideStandingForm,
    EndStandingForm,
    ProposeForm,
)
from moderation.drafts.forms.standing_use import UseForm
from moderation.drafts.lapsed import has_lapsed, lapsed_since, to_look_at_again
from moderation.drafts.models import StandingApproval
from moderation.drafts.queue import standing_waiting_for

#: What the list can be cut down to by those who decide.
SHOWN = {"": "All", "decide": "Yours to decide", "again": "To look at again"}
#: As many uses as its page shows, the newest.
USES_SHOWN = 25


@member_view(Duty.SUBMIT_DRAFTS)
def standing_list(request: MemberRequest) -> HttpResponse:
    """All of them; with `?show=` those that wait for this person, or to be looked at again."""
    show = request.GET.get("show", "")
    rows = request.council.standing_approvals.all()
    if show == "decide":
        rows = standing_waiting_for(request.membership)
    elif show == "again":
        rows = to_look_at_again(request.membership)
    rows = rows.select_related("author").prefetch_related("accounts")
    page = keyset_page(rows, request, order=("-pk",))
    decides = request.membership.allows(Duty.AUTHORISE_POSTS)
    context = {"page": page, "show": show, "shown": SHOWN if decides else {}}
    return render(request, "moderation/drafts/standing_list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def propose(request: MemberRequest) -> HttpResponse:
    form = ProposeForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "kind": Kind(form.cleaned_data["kind"])}
        try:
            standing = propose_standing(council=request.council, actor=request.user, **values)
        except AlreadyDone as twice:
            asked = twice.there
            messages.info(request, f"You have asked for {asked.reference} with that page already.")
            return redirect(asked)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{standing.reference} is with those who may approve it.")
            return redirect(standing)
    return render(
        request,
        "moderation/drafts/standing_new.html",
        {"form": form},
        status=page_status(form, refused),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    standing = find(request, number)
    form = DecideStandingForm(council=request.council, initial={"digest": standing.digest})
    return page(request, standing, form)


@member_view(Duty.AUTHORISE_POSTS)
def decide(request: MemberRequest, number: int) -> HttpResponse:
    standing = find(request, number)
    if request.method != "POST":
        return redirect(standing)
    form = DecideStandingForm(request.POST, council=request.council)
    form.ask_consulted(to_consult_on(request.council, Kind(standing.kind), request.user))
    refused = 0
    if form.is_valid():
        digest, note = form.cleaned_data["digest"], form.cleaned_data["note"]
        try:
            if form.cleaned_data["outcome"] == form.APPROVE:
                waits = standing.status == StandingApproval.Status.WAITING
                approve = approve_standing if waits else approve_standing_again
                asked = form.consulted()
                approve(standing=standing, digest=digest, actor=request.user, consulted=asked)
            else:
                refuse_standing(standing=standing, digest=digest, note=note, actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
            standing = find(request, number)
        else:
            messages.success(request, f"{standing.reference}: your decision is recorded.")
            return redirect(standing)
    return page(request, standing, form, refused)


@member_view(Duty.SUBMIT_DRAFTS)
def end(request: MemberRequest, number: int) -> HttpResponse:
    standing = find(request, number)
    require_may_end(standing, request.user)
    form = EndStandingForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            end_standing(standing=standing, reason=form.cleaned_data["reason"], actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(
                request, f"{standing.reference} has ended. Nothing more is approved under it."
            )
            return redirect(standing)
    context = {"standing": standing, "form": form}
    return render(
        request, "moderation/drafts/standing_end.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def use(request: MemberRequest, number: int) -> HttpResponse:
    """The blanks, the accounts and the window: what fits is approved at once."""
    standing = find(request, number)
    if request.method != "POST":
        require_in_force(standing)
    form = UseForm(request.POST or None, council=request.council, standing=standing)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            return carry_out(request, standing, form)
        except AlreadyDone as twice:
            made = twice.there
            messages.info(request, f"You have made {made.reference} with that page already.")
            return redirect(made)
        except RuleBroken as error:
            refused = refuse(form, error)
    context = {"standing": standing, "form": form}
    return render(
        request, "moderation/drafts/standing_use.html", context, status=page_status(form, refused)
    )


def carry_out(request: MemberRequest, standing: StandingApproval, form: UseForm) -> HttpResponse:
    content, typed = form.content(), form.working_copy()
    form_key = form.cleaned_data["form_key"]
    if request.POST.get("do") == "change":
        draft = start_from_standing(
            standing=standing,
            title=content.title,
            working_copy=typed,
            actor=request.user,
            form_key=form_key,
        )
        messages.info(request, "Other words than these wait for approval as any draft does.")
        return redirect(reverse("drafts:edit", args=[request.council.slug, draft.number]))
    draft, reasons = use_standing(
        standing=standing,
        content=content,
        working_copy=typed,
        actor=request.user,
        form_key=form_key,
    )
    if reasons:
        why = " ".join(reasons)
        messages.warning(
            request,
            f"{draft.reference} waits for approval, because {standing.reference} does not cover "
            f"it: {why}",
        )
    else:
        messages.success(request, f"{draft.reference} is approved under {standing.reference}.")
    return redirect(draft)


def find(request: MemberRequest, number: int) -> StandingApproval:
    rows = request.council.standing_approvals.select_related(
        "author", "decider", "office", "ended_by", "rulebook_version"
    )
    return get_object_or_404(rows, number=number)


def page(
    request: MemberRequest, standing: StandingApproval, form: DecideStandingForm, refused: int = 0
) -> HttpResponse:
    accounts = list(standing.accounts.all())
    waits = standing.status == StandingApproval.Status.WAITING
    lapsed = has_lapsed(standing)
    may_decide, refusal = False, None
    if request.membership.allows(Duty.AUTHORISE_POSTS):
        try:
            authority_for(
                council=request.council,
                kind=Kind(standing.kind),
                author_id=standing.author_id,
                actor=request.user,
            )
            may_decide = True
        except RuleBroken as error:
            refusal = error
    if may_decide and not form.is_bound:
        form.ask_consulted(to_consult_on(request.council, Kind(standing.kind), request.user))
    context = {
        "standing": standing,
        "accounts": accounts,
        "form": form,
        "waits": waits,
        "lapsed": lapsed,
        "lapsed_since": lapsed_since(standing) if lapsed else None,
        "may_decide": may_decide,
        "refusal": refusal,
        "may_end": may_decide or standing.author_id == request.user.pk,
        "report": report_on_example(standing, accounts) if waits and may_decide else None,
        "uses": standing.drafts.visible_to(request.membership)
        .select_related("author")
        .order_by("-pk")[:USES_SHOWN],
        "events": timeline(standing),
    }
    return render(
        request, "moderation/drafts/standing.html", context, status=page_status(form, refused)
    )
