"""Destroying evidence: who asks, who agrees, and the list of what was destroyed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.councils.wording import either
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.steps import take_step
from moderation.evidence.actions import (
    agree_to_destruction,
    ask_destruction,
    refuse_destruction,
)
from moderation.evidence.actions.destroying import same_bytes
from moderation.evidence.forms import AnswerForm, DestroyForm
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import (
    READERS,
    acts_by,
    require_one_of,
    require_sight,
    second_people,
    seconds,
)
from moderation.evidence.views.opening import evidence_to_see, sent


@member_view(Duty.SUBMIT_DRAFTS)
def ask(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Asks that evidence is destroyed, or takes back what was asked."""
    evidence = evidence_to_see(request, uid)
    if (waiting := evidence.destructions.waiting().first()) and request.method != "POST":
        return redirect(waiting)
    by_moderator = not request.membership.allows(Duty.DESTROY_EVIDENCE)
    others = second_people(request.council, request.user.pk, by_moderator=by_moderator)
    alone = not (by_moderator or others.exists())
    said = "Destroyed." if alone else "Asked. Somebody else must agree before it is destroyed."
    return take_step(
        request,
        DestroyForm(sent(request), council=request.council),
        lambda **said: ask_destruction(evidence=evidence, actor=request.user, **said),
        "moderation/evidence/ask.html",
        said=said,
        then=reverse("evidence:list", args=[request.council.slug]),
        evidence=evidence,
        item=evidence.item,
        alone=alone,
        seconds=either([person.name for person in others]),
        same=same_elsewhere(evidence),
    )


def same_elsewhere(evidence: Evidence) -> list[Evidence]:
    """Other evidence with the same bytes that all moderators see."""
    rows = same_bytes(evidence).for_everyone().exclude(pk=evidence.pk)
    return list(rows.select_related("item"))


@member_view(Duty.SUBMIT_DRAFTS)
def answer(request: MemberRequest, number: int) -> HttpResponse:
    """One destruction: what was asked and answered; the answer, for who may give it."""
    rows = request.council.destructions.select_related(
        "evidence__item", "evidence__captured_by", "asked_by", "office", "decided_by"
    )
    destruction = get_object_or_404(rows, number=number)
    destruction.council = request.council
    require_sight(request.membership, destruction.evidence, *READERS)

    def act(agree: str, answer: str) -> Destruction:
        if agree == "yes":
            return agree_to_destruction(destruction=destruction, actor=request.user)
        return refuse_destruction(destruction=destruction, answer=answer, actor=request.user)

    is_asker = destruction.asked_by_id == request.user.pk
    by_moderator = destruction.by_moderator
    others = second_people(request.council, destruction.asked_by_id, by_moderator=by_moderator)
    able = acts_by(request.membership, *seconds(by_moderator=by_moderator)) is not None
    form = AnswerForm(sent(request), council=request.council)
    if is_asker:
        form.offer_choices("agree", [("no", "Take it back and keep the evidence")])
    page: dict[str, Any] = {
        "destruction": destruction,
        "evidence": destruction.evidence,
        "item": destruction.evidence.item,
        "is_asker": is_asker,
        "may_answer": destruction.agreed is None and (able or is_asker),
        "same": same_elsewhere(destruction.evidence),
        "seconds": either([person.name for person in others]),
    }
    if request.method != "POST":
        return render(request, "moderation/evidence/destruction.html", {"form": form, **page})
    return take_step(
        request,
        form,
        act,
        "moderation/evidence/destruction.html",
        said="Answered.",
        then=destruction,
        **page,
    )


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """Evidence to see to, and what was destroyed; `?show=alone` for a meeting of the council."""
    require_one_of(request.membership, *READERS)
    rows = request.council.destructions.for_everyone()
    rows = rows.select_related("evidence__item", "asked_by", "decided_by")
    spoiled = request.council.evidence.for_everyone()
    alone = request.GET.get("show") == "alone"
    answered = rows.filter(agreed=True, alone=True) if alone else rows.exclude(agreed=None)
    page = {
        "alone": alone,
        "waiting": [] if alone else rows.waiting().order_by("pk")[:100],
        "spoiled": []
        if alone
        else spoiled.filter(spoiled_at__isnull=False)
        .select_related("item", "captured_by")
        .order_by("pk")[:100],
        "page": keyset_page(answered, request, order=["-number"]),
    }
    return render(request, "moderation/evidence/list.html", page)
