"""The pages of reviews: when each policy is due, what came of its reviews, and recording one."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from policies.documents.models import Policy
from policies.reviews.actions import call_for_review, record_review
from policies.reviews.forms import ReviewForm, TriggerForm
from policies.reviews.models import Review
from policies.reviews.questions import ReviewState, open_triggers, state_of

#: So many reviews the page of a policy shows; there is one every year or so.
SHOWN = 50


@member_view(Duty.SUBMIT_DRAFTS)
def review_list(request: MemberRequest) -> HttpResponse:
    """Every policy with its review, the most urgent first: also to print for a meeting."""
    context = {
        "states": state_of(request.council, today()),
        "keeps": request.membership.allows(Duty.MANAGE_RULES),
        "proper_officer": seen_to_by(request),
    }
    return render(request, "policies/reviews/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def history(request: MemberRequest, policy: str) -> HttpResponse:
    """One policy: when it is reviewed next and why, what calls for it, what came of others."""
    found = find_policy(request, policy)
    reviews = found.reviews.select_related("version", "opened", "recorded_by", "office")
    shown = with_policy(list(reviews.prefetch_related("triggers")[:SHOWN]), found)
    context = {
        "policy": found,
        "state": state_of_one(request, found),
        "triggers": open_triggers(found),
        "reviews": shown,
        "amends": next((one.opened for one in shown if one.opened and one.opened.is_in_work), None),
        "keeps": request.membership.allows(Duty.MANAGE_RULES),
        "proper_officer": seen_to_by(request),
    }
    return render(request, "policies/reviews/history.html", context)


@member_view(Duty.MANAGE_RULES)
def record(request: MemberRequest, policy: str) -> HttpResponse:
    """Records what came of a review."""
    found = find_policy(request, policy)
    if found.withdrawn_on and request.method != "POST":
        return redirect("reviews:history", request.council.slug, found.slug)
    form = ReviewForm(request.POST or None, council=request.council, policy=found)
    return take_step(
        request,
        form,
        partial(record_review, policy=found, actor=request.user),
        "policies/reviews/record.html",
        said=what_follows,
        policy=found,
        state=state_of_one(request, found),
    )


@member_view(Duty.MANAGE_RULES)
def trigger(request: MemberRequest, policy: str) -> HttpResponse:
    """Records what calls for a review before its time."""
    found = find_policy(request, policy)
    if found.withdrawn_on and request.method != "POST":
        return redirect("reviews:history", request.council.slug, found.slug)
    return take_step(
        request,
        TriggerForm(request.POST or None, council=request.council),
        partial(call_for_review, policy=found, actor=request.user),
        "policies/reviews/trigger.html",
        said="The review is on the list, due on the day you gave.",
        policy=found,
        state=state_of_one(request, found),
    )


def find_policy(request: MemberRequest, slug: str) -> Policy:
    """The council's policy of that address; 404 where there is none."""
    policy: Policy = get_object_or_404(request.council.policies.select_related("owner"), slug=slug)
    policy.council = request.council
    return policy


def state_of_one(request: MemberRequest, policy: Policy) -> ReviewState | None:
    """Where the review of one policy stands; None once it was withdrawn."""
    states = state_of(request.council, today())
    return next((state for state in states if state.policy == policy), None)


def with_policy(reviews: list[Review], policy: Policy) -> list[Review]:
    """The same reviews, each knowing its policy without another question."""
    for review in reviews:
        review.policy = policy
        for version in filter(None, (review.version, review.opened)):
            version.policy, version.council = policy, policy.council
    return reviews


def what_follows(review: Review) -> str:
    """What the next page says of a review that was recorded."""
    if review.outcome == Review.Outcome.AMEND and review.opened:
        return f"The review is on record. Write the changes into {review.opened.label}."
    if review.outcome == Review.Outcome.WITHDRAW:
        return f"The review is on record, and {review.policy} is withdrawn."
    return "The review is on record."


def seen_to_by(request: MemberRequest) -> str:
    """The title of the office that sees to reviews where a policy names none."""
    book = request.council.rulebook
    return book.title(book.proper_officer)
