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
    ask_erasure,
    refuse_destruction,
)
from moderation.evidence.checking import how_compared
from moderation.evidence.due import apart_to_answer
from moderation.evidence.erase_page import EraseForm, who_agrees
from moderation.evidence.forms import AnswerForm, DestroyForm
from moderation.evidence.models import Destruction
from moderation.evidence.seeing import (
    READERS,
    looks_at,
    may_second,
    require_one_of,
    require_sight,
    second_people,
)
from moderation.evidence.twins import same_bytes
from moderation.evidence.views.opening import evidence_to_see, sent
from moderation.items.models import Item


@member_view(Duty.SUBMIT_DRAFTS)
def ask(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Asks that evidence is destroyed, or leads to what was asked."""
    evidence = evidence_to_see(request, uid)
    if (waiting := evidence.destructions.waiting().first()) and request.method != "POST":
        return redirect(waiting)
    return take_step(
        request,
        DestroyForm(sent(request), council=request.council),
        lambda **said: ask_destruction(evidence=evidence, actor=request.user, **said),
        "moderation/evidence/ask.html",
        evidence=evidence,
        item=evidence.item,
        same=same_bytes(evidence),
        **who_agrees(request, evidence),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def erase(request: MemberRequest, number: int) -> HttpResponse:
    """Asks that the words of an item are erased, or leads to what was asked."""
    item: Item = get_object_or_404(request.council.items, number=number)
    item.council = request.council
    require_sight(request.membership, item)
    waiting = item.erasures.waiting().first()
    if waiting and request.method != "POST":
        return redirect(waiting)
    return take_step(
        request,
        EraseForm(sent(request), council=request.council),
        lambda **said: ask_erasure(thing=item, actor=request.user, **said),
        "moderation/evidence/erase.html",
        thing=item,
        back_url=item_page(request, item),
        **who_agrees(request, item),
    )


def item_page(request: MemberRequest, item: Item) -> str:
    """The item's page, for whoever reads the log; of the others' the list of what was destroyed."""
    reads_log = any(map(request.membership.allows, (Duty.LOG_MODERATION, Duty.READ_TRAIL)))
    if reads_log and not item.restricted:
        return item.get_absolute_url()
    return reverse("evidence:list", args=[request.council.slug])


@member_view(Duty.SUBMIT_DRAFTS)
def answer(request: MemberRequest, number: int) -> HttpResponse:
    """One destruction: what was asked and answered; the answer, for who may give it."""
    rows = request.council.destructions.select_related(
        *("evidence__item", "evidence__captured_by", "item", "report", "asked_by", "office"),
        *("decided_by", "replaced_by"),
    )
    destruction = get_object_or_404(rows, number=number)
    thing = destruction.thing
    destruction.council = thing.council = request.council
    require_sight(request.membership, thing, *READERS)

    def act(agree: str, answer: str) -> Destruction:
        if agree == "yes":
            return agree_to_destruction(destruction=destruction, actor=request.user)
        return refuse_destruction(destruction=destruction, answer=answer, actor=request.user)

    asker, by = destruction.asked_by_id, destruction.by_moderator
    is_asker = asker == request.user.pk
    form = AnswerForm(sent(request), council=request.council)
    if is_asker:
        form.offer_choices("agree", [("no", "Take it back: nothing goes")])
    is_open = destruction.agreed is None
    page: dict[str, Any] = {
        "destruction": destruction,
        "evidence": destruction.evidence,
        "item": destruction.of_item,
        "is_asker": is_asker,
        "may_answer": is_open
        and (is_asker or may_second(request.membership, thing, asker, by_moderator=by)),
        # Whoever decides reads what is to go.
        "words": thing.words
        if is_open and not destruction.evidence and looks_at(request.membership, thing)
        else "",
        "same": same_bytes(destruction.evidence) if destruction.evidence else [],
        "seconds": either([one.name for one in second_people(thing, asker, by_moderator=by)])
        if is_open
        else "",
    }
    if request.method != "POST":
        return render(request, "moderation/evidence/destruction.html", {"form": form, **page})
    gone = "Destroyed for good." if destruction.evidence else "Erased for good."
    return take_step(
        request,
        form,
        act,
        "moderation/evidence/destruction.html",
        said=gone if request.POST.get("agree") == "yes" else "Kept, and your reason is noted.",
        then=destruction,
        **page,
    )


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """Evidence to see to, and what was destroyed; `?show=alone` for a meeting of the council."""
    require_one_of(request.membership, *READERS)
    rows = request.council.destructions.for_everyone()
    rows = rows.select_related("evidence__item", "item", "asked_by", "decided_by", "replaced_by")
    spoiled = request.council.evidence.for_everyone()
    alone = request.GET.get("show") == "alone"
    answered = rows.filter(agreed=True, alone=True) if alone else rows.exclude(agreed=None)
    page = {
        "alone": alone,
        "compared": "" if alone else how_compared(request.council),
        "waiting": []
        if alone
        else [*rows.waiting().order_by("pk")[:100], *apart_to_answer(request.membership)],
        "spoiled": []
        if alone
        else spoiled.filter(spoiled_at__isnull=False)
        .select_related("item", "captured_by")
        .order_by("pk")[:100],
        "page": keyset_page(answered, request, order=["-number"]),
    }
    return render(request, "moderation/evidence/list.html", page)
