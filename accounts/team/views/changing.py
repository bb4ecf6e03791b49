"""The team on a day, joining and leaving it, and a second look at each change."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.as_at import AsAtForm
from accounts.dates import today
from accounts.people.models import Membership
from accounts.people.untold import leave_out_ending
from accounts.team import actions
from accounts.team.actions.changing import who_decides, who_reviews
from accounts.team.forms import JoinForm, LeaveForm, ReviewForm
from accounts.team.models import TeamChange
from accounts.team.questions import sees_all, team_name, team_on
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def team_list(request: MemberRequest) -> HttpResponse:
    council, viewer = request.council, request.membership
    form = AsAtForm.asked(request.GET, council)
    day = form.day
    team = team_on(council, day)
    leave_out_ending(viewer, [one.seat for one in team.members])
    whole = sees_all(viewer)
    awaiting = council.team_changes.filter(review=TeamChange.Review.AWAITING)
    context = {
        "team": team,
        "on_form": form,
        "form": form,
        "is_today": day == today(),
        "sees_all": whole,
        "may_change": may_change(viewer),
        "may_appoint": viewer.allows(Duty.APPOINT_TEAM),
        "may_review": viewer.allows(Duty.REVIEW_TEAM_CHANGES),
        "reviewer": who_reviews(council),
        "awaiting": with_names(awaiting.order_by("made_at")) if whole else [],
        "undertaking_first": bool(council.rulebook.rules.undertaking_first.value),
        "owes": team.owed_by(viewer) if day == today() else None,
    }
    return render(request, "accounts/team/list.html", context, status=page_status(form))


@member_view(Duty.SUBMIT_DRAFTS)
def join(request: MemberRequest) -> HttpResponse:
    require_change(request.membership)
    council = request.council
    form = JoinForm(
        request.POST or None,
        initial={"membership": request.GET.get("membership", "")},
        **deciding(request),
    )
    refused = 0
    if form.is_valid():
        try:
            change = actions.join_team(actor=request.user, **form.change())
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, said(change))
            return redirect("team:list", council.slug)
    context = {"form": form, **names(request)}
    status = page_status(form, refused)
    return render(request, "accounts/team/join.html", context, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    require_change(request.membership)
    seats = request.council.team_members.select_related("membership__person")
    seat = get_object_or_404(seats, pk=pk)
    form = LeaveForm(request.POST or None, **deciding(request))
    refused = 0
    if form.is_valid():
        try:
            change = actions.leave_team(seat=seat, actor=request.user, **form.change())
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, said(change))
            return redirect("team:list", request.council.slug)
    context = {"form": form, "seat": seat, **names(request)}
    status = page_status(form, refused)
    return render(request, "accounts/team/leave.html", context, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def changes(request: MemberRequest) -> HttpResponse:
    if not sees_all(request.membership):
        raise PermissionDenied
    page = keyset_page(with_names(request.council.team_changes), request, order=("-pk",))
    may_review = request.membership.allows(Duty.REVIEW_TEAM_CHANGES)
    context = {"page": page, "may_review": may_review, **names(request)}
    return render(request, "accounts/team/changes.html", context)


@member_view(Duty.REVIEW_TEAM_CHANGES)
def review(request: MemberRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(with_names(request.council.team_changes), pk=pk)
    form = ReviewForm(request.POST or None, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            actions.review_change(change=change, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            done = "confirmed" if form.cleaned_data["outcome"] == "confirmed" else "reversed"
            messages.success(request, f"The change is {done}.")
            return redirect("team:list", request.council.slug)
    is_open = change.review == TeamChange.Review.AWAITING
    own = change.made_by_id == request.user.pk
    context = {"form": form, "change": change, "is_open": is_open, "own": own, **names(request)}
    status = page_status(form, refused)
    return render(request, "accounts/team/review.html", context, status=status)


def may_change(membership: Membership) -> bool:
    """Whether somebody may change the team, if only where it is urgent."""
    return membership.allows(Duty.APPOINT_TEAM) or membership.allows(Duty.URGENT_TEAM_CHANGES)


def require_change(membership: Membership) -> None:
    if not may_change(membership):
        raise PermissionDenied(Duty.APPOINT_TEAM.label)


def names(request: MemberRequest) -> dict[str, Any]:
    """What the council calls its team, and who decides about it."""
    return {"team_name": team_name(request.council), "decider": who_decides(request.council)}


def deciding(request: MemberRequest) -> dict[str, Any]:
    """What the forms of a change need to know."""
    council = request.council
    return {"council": council, "viewer": request.membership, "decider": who_decides(council)}


def with_names(found: Any) -> Any:
    """Changes with everybody they name, in one query."""
    return found.select_related(
        "seat__membership__person", "made_by", "reviewed_by", "office", "council"
    )


def said(change: TeamChange) -> str:
    """What a change came to, and what it waits for."""
    person = change.seat.membership.person
    if change.kind == TeamChange.Kind.ENDED:
        words = f"{person} leaves the team on the day you gave."
    elif change.seat.is_waiting:
        words = f"{person} joins the team once the undertaking is given."
    else:
        words = f"{person} is on the team."
    awaits = change.review == TeamChange.Review.AWAITING
    return f"{words} It now awaits review." if awaits else words
