"""The undertaking: its words, giving it, and recording it from paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.dates import today
from accounts.team import actions
from accounts.team.actions.changing import who_decides
from accounts.team.forms import GiveForm, PaperForm, WordsForm
from accounts.team.questions import owes_undertaking, team_name, text_on
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse

#: What the page for its words offers first.
SUGGESTION = (
    "I keep my passwords and sign-in details for the council’s accounts to myself.\n"
    "I let nobody else into an official account unless the {decider} agrees.\n"
    "I say at once if a device is lost, or if somebody may have got into an account."
)


@member_view(Duty.SUBMIT_DRAFTS)
def undertaking(request: MemberRequest) -> HttpResponse:
    """Its words; for whoever owes it, the box to give it."""
    council = request.council
    text = text_on(council, today())
    form = GiveForm(request.POST or None, council=council)
    refused = 0
    if form.is_valid() and text:
        shown = get_object_or_404(council.undertaking_texts, number=number_in(request))
        try:
            actions.give_undertaking(text=shown, membership=request.membership, actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "Your undertaking is recorded.")
            return redirect("team:list", council.slug)
    own = text.given.filter(membership=request.membership).first() if text else None
    context = {
        "form": form,
        "text": text,
        "own": own,
        "owes": owes_undertaking(request.membership),
        "may_word": request.membership.allows(Duty.APPOINT_TEAM),
        "team_name": team_name(council),
    }
    status = page_status(form, refused)
    return render(request, "accounts/team/undertaking.html", context, status=status)


@member_view(Duty.APPOINT_TEAM)
def words(request: MemberRequest) -> HttpResponse:
    council = request.council
    text = text_on(council, today())
    suggestion = text.words if text else SUGGESTION.format(decider=who_decides(council))
    form = WordsForm(request.POST or None, council=council, initial={"words": suggestion})
    refused = 0
    if form.is_valid():
        try:
            actions.word_undertaking(council=council, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The undertaking has its words. The team is asked for it.")
            return redirect("team:list", council.slug)
    context = {"form": form, "text": text}
    status = page_status(form, refused)
    return render(request, "accounts/team/words.html", context, status=status)


@member_view(Duty.APPOINT_TEAM)
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    council = request.council
    seats = council.team_members.select_related("membership__person", "membership__council")
    seat = get_object_or_404(seats, pk=pk)
    text = text_on(council, today())
    if text is None:
        raise RuleBroken("The undertaking has no words yet. Write them first.")
    form = PaperForm(request.POST or None, council=council)
    refused = 0
    if form.is_valid():
        shown = get_object_or_404(council.undertaking_texts, number=number_in(request))
        try:
            actions.record_undertaking(
                text=shown, membership=seat.membership, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"The undertaking of {seat.membership.goes_by} is recorded.")
            return redirect("team:list", council.slug)
    context = {"form": form, "seat": seat, "text": text}
    status = page_status(form, refused)
    return render(request, "accounts/team/paper.html", context, status=status)


def number_in(request: MemberRequest) -> int:
    """The version of the words that was on the page; 0 where none is named."""
    number = request.POST.get("number", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
