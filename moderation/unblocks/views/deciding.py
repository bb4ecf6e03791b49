"""A request is decided on two pages: what and why, then the letter that says so."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.once import Sending
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.blocks.readers import only_with
from moderation.log.readers import READERS as LOG_READERS
from moderation.unblocks.actions.answering import record_answered, send_letter_again, ways_for
from moderation.unblocks.actions.deciding import (
    CaseChanged,
    decide_request,
    judge,
    require_undecided,
)
from moderation.unblocks.before import before, decisions_about
from moderation.unblocks.deciders import standing_to
from moderation.unblocks.forms.deciding import DecideForm, LetterForm
from moderation.unblocks.letters import joined, opening_of, paragraphs, rest_of, split
from moderation.unblocks.models import UnblockDecision, UnblockRequest
from moderation.unblocks.readers import PREPARING
from moderation.unblocks.views.reading import block_of, case_of, find, made_of, who_decides

Outcome = UnblockDecision.Outcome


@member_view(Duty.DECIDE_UNBLOCKS)
def decide(request: MemberRequest, number: int) -> HttpResponse:
    """What is decided and why; nothing is until the letter is read and sent."""
    asked = find(request, number)
    require_undecided(asked)
    page = page_of(request, asked)
    form = DecideForm(request.POST or None, request=asked, decider=page["decider"])
    going_back = "back" in request.POST
    if not form.is_valid() or going_back:
        return decide_page(request, form, page)
    try:
        judge(asked, form.verdict, request.user, seen=seen_by(request))
    except RuleBroken as error:
        return decide_page(request, form, page, refused=refuse(form, error))
    verdict = form.verdict
    words = opening_of(asked, verdict.answer)
    ways = ways_for(asked, verdict.outcome, verdict.holder)
    letter_form = LetterForm(request=asked, ways=ways, initial={"letter_words": words})
    return letter_page(request, asked, letter_form, words, decided=form)


@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*PREPARING)
def letter(request: MemberRequest, number: int) -> HttpResponse:
    """The letter: read, changed and sent with the decision; or sent again afterwards."""
    asked = find(request, number)
    if "outcome" in request.POST:
        return decide_and_send(request, asked)
    if made_of(asked) is None:
        return redirect("unblocks:decide", request.council.slug, number)
    return send_again(request, asked)


def decide_and_send(request: MemberRequest, asked: UnblockRequest) -> HttpResponse:
    """Decides with the letter as it was read; shows either form again where something is wrong."""
    if not request.membership.allows(Duty.DECIDE_UNBLOCKS):
        raise PermissionDenied(Duty.DECIDE_UNBLOCKS.label)
    ways = ways_for(asked, request.POST["outcome"], request.POST.get("holder", ""))
    letter_form = LetterForm(request.POST, request=asked, ways=ways)
    words = request.POST.get("letter_words", "")
    try:
        require_undecided(asked)
    except RuleBroken as error:  # somebody was faster: what was typed stays on the page
        refused = refuse(letter_form, error)
        return letter_page(request, asked, letter_form, words, late=str(error), refused=refused)
    page = page_of(request, asked)
    form = DecideForm(request.POST, request=asked, decider=page["decider"])
    if not form.is_valid():
        return decide_page(request, form, page)
    if "preview" in request.POST or not letter_form.is_valid():
        return letter_page(request, asked, letter_form, words, decided=form)
    try:
        decision = decide_request(
            request=asked,
            verdict=form.verdict,
            seen=seen_by(request),
            actor=request.user,
            **letter_form.cleaned_data,
        )
    except CaseChanged as error:  # it is read again, with all that was typed, the letter too
        changed = page_of(request, find(request, asked.number))
        form = DecideForm(request.POST, request=changed["asked"], decider=changed["decider"])
        return decide_page(request, form, changed, refused=refuse(form, error))
    except RuleBroken as error:
        refused = refuse(letter_form, error)
        return letter_page(request, asked, letter_form, words, decided=form, refused=refused)
    messages.success(request, f"{asked.reference} decided: {decision.get_outcome_display()}.")
    return redirect(asked)


def send_again(request: MemberRequest, asked: UnblockRequest) -> HttpResponse:
    """The letter goes once more, or another way; its words change by who may decide alone."""
    last = asked.letters.latest("pk")
    membership, decision = request.membership, asked.decision
    writes = (
        membership.allows(Duty.DECIDE_UNBLOCKS)
        and not standing_to(membership, decisions_about(asked)).refused
    )
    opening, rest = split(last.words)
    form = LetterForm(
        request.POST or None,
        request=asked,
        ways=ways_for(asked, decision.outcome, decision.holder),
        last=last.pk,
        fixed=not writes,
        initial={"letter_words": opening},
    )
    words = request.POST.get("letter_words", opening) if writes else opening
    refused = 0
    if form.is_valid() and "preview" not in request.POST:
        sent, sending = form.cleaned_data, Sending(request)
        try:
            send_letter_again(
                request=asked,
                words=sent.get("letter_words"),
                way=sent["way"],
                after=sent["after"],
                actor=request.user,
            )
        except RuleBroken as error:
            if isinstance(error, AlreadyDone) and sending.is_repeated:
                return redirect(asked)
            sending.refused()
            refused = refuse(form, error)
        else:
            messages.success(request, f"The answer to {asked.reference} is written again.")
            return redirect(asked)
    return letter_page(request, asked, form, words, rest=rest, refused=refused)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*PREPARING)
def answered(request: MemberRequest, number: int) -> HttpResponse:
    """A letter on paper was posted or handed over, or its words were told."""
    asked = find(request, number)
    record_answered(request=asked, actor=request.user)
    messages.success(request, f"{asked.reference} is answered.")
    return redirect(asked)


def page_of(request: MemberRequest, asked: UnblockRequest) -> dict[str, Any]:
    """What lies before whoever decides: this case alone, whoever else asked and was answered."""
    case = before(asked)
    about = block_of(case)
    book = request.council.rulebook
    return {
        **case_of(asked),
        **about,
        "facts": case.facts,
        "seen": case.seen,
        "matched_before": any(row.block_id != asked.block_id for row in case.decisions),
        **who_decides(request),
        "reads_log": any(map(request.membership.allows, LOG_READERS)),
        "decider": standing_to(request.membership, case.decisions),
        "alone_source": book.source_of("unblock_alone") if book.rules.unblock_alone.value else "",
    }


def seen_by(request: MemberRequest) -> str:
    """The case as the page showed it on which something was typed."""
    return request.POST.get("seen", "")


def decide_page(
    request: MemberRequest, form: DecideForm, page: dict[str, Any], *, refused: int = 0
) -> HttpResponse:
    """The form beside what lies before whoever decides; no form where they may not.

    The letter as it was written, where there is one already, stays on the page to be copied.
    """
    if form.is_bound and seen_by(request) != page["seen"] and not refused:
        refused = refuse(form, CaseChanged("It changed after you opened this page. Read it again."))
    context = {**page, "form": form, "letter_before": request.POST.get("letter_words", "")}
    status = page_status(form, refused)
    return render(request, "moderation/unblocks/decide.html", context, status=status)


def letter_page(
    request: MemberRequest,
    asked: UnblockRequest,
    form: LetterForm,
    words: str,
    *,
    rest: str = "",
    decided: DecideForm | None = None,
    late: str = "",
    refused: int = 0,
) -> HttpResponse:
    """The letter as it will be read, and a box to change it.

    Args:
        words: how it begins.
        rest: what follows, where it is decided.
        decided: what goes with it, where it is not decided yet.
        late: that somebody else has decided, so that this letter goes nowhere.
    """
    if decided:
        rest = rest_of(asked, decided.verdict.answer, request.membership)
    context = {
        "asked": asked,
        "form": form,
        "paragraphs": paragraphs(joined(words, rest)),
        "decided": decided,
        "late": late,
        "decision": made_of(asked),
        "seen": seen_by(request),
        "outcome": Outcome(decided.verdict.outcome).label if decided else "",
    }
    status = page_status(form, refused)
    return render(request, "moderation/unblocks/letter.html", context, status=status)
