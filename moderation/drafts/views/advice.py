"""“I’m not sure”: the question, the answer, and the questions that wait for somebody."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.councils.models import Council
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.drafts.actions.advice import (
    answer_advice,
    ask_advice,
    require_may_ask,
    source_of_advice,
    vacant_today,
)
from moderation.drafts.forms.advice import AnswerForm, AskForm
from moderation.drafts.views.writing import find


@member_view(Duty.SUBMIT_DRAFTS)
def ask(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    require_may_ask(draft, request.user)
    form = AskForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            advice = ask_advice(
                draft=draft, question=form.cleaned_data["question"], actor=request.user
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(
                request,
                f"Your question is with the {advice.asked_of}. Nothing is approved or posted until "
                "there is an answer.",
            )
            return redirect(draft)
    context = {
        "draft": draft,
        "form": form,
        **offices_asked(request.council),
        "source": source_of_advice(draft),
    }
    return render(
        request, "moderation/drafts/advice_ask.html", context, status=page_status(form, refused)
    )


def offices_asked(council: Council) -> dict[str, Any]:
    """Whom a question goes to, by title, and which of those offices nobody holds today."""
    book = council.rulebook
    keys = book.rules.advice.value or (book.proper_officer,)
    vacant = [key for key in keys if vacant_today(council, key)]
    held = [key for key in keys if key not in vacant]
    return {
        "titles": [book.title(key) for key in held or (book.proper_officer,)],
        "vacant": [book.title(key) for key in vacant if held or key != book.proper_officer],
    }


@member_view(Duty.SUBMIT_DRAFTS)
def answer(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    advice = draft.advice.select_related("asked_by").prefetch_related("offices").last()
    if advice is None or (request.method != "POST" and not advice.is_open):
        return redirect(draft)
    form = AnswerForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            answer_advice(advice=advice, answer=form.cleaned_data["answer"], actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{draft.reference}: your answer is with {advice.asked_by}.")
            return redirect(draft)
    context = {
        "draft": draft,
        "advice": advice,
        "form": form,
        "targets": draft.current.targets.with_posts() if draft.current else [],
        "words": draft.working_copy.get("text", []) if draft.is_open else [],
        "may_answer": advice.advisers().filter(pk=request.user.pk).exists(),
    }
    return render(
        request, "moderation/drafts/advice_answer.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def questions(request: MemberRequest) -> HttpResponse:
    """What waits for this person's answer, newest first; with `?answered=1` what was answered."""
    asked = request.council.advice
    answered = bool(request.GET.get("answered"))
    old = asked.for_member(request.membership).filter(answered_at__isnull=False)
    rows = (old if answered else asked.open_for(request.membership)).select_related(
        "draft", "asked_by", "answered_by"
    )
    page = keyset_page(rows, request, order=("-pk",))
    return render(
        request, "moderation/drafts/advice_list.html", {"page": page, "answered": answered}
    )
