"""The pages on which somebody does one thing about a case: one form each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.cases import actions, forms
from moderation.cases.actions.closing import is_advised
from moderation.cases.models import Case
from moderation.cases.questions import own_cases, visible_to
from moderation.evidence.add_page import add_page
from moderation.log.action_form import ActionForm
from moderation.log.looking import tell_of_link
from moderation.log.models import ModerationAction


@member_view(Duty.SUBMIT_DRAFTS)
def note(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    form = forms.NoteForm(*sent(request), council=request.council)
    form.asking("Your note", "Nobody edits it afterwards", "Write the note")
    return step(request, case, form, actions.add_note, "Add a note", "Add it", "Note added.")


@member_view(Duty.SUBMIT_DRAFTS)
def say(request: MemberRequest, number: int) -> HttpResponse:
    """For the person affected, on their own case."""
    own = own_cases(request.membership).select_related("council")
    case = get_object_or_404(own, number=number)
    form = words(request, "What do you want to add?", "Those who work on the case read it")
    return step(
        request, case, form, actions.say_as_affected, "Add what you know", "Add it", "Added."
    )


@member_view(Duty.SUBMIT_DRAFTS)
def advise(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    form = words(request, "What advice was given?", "The person affected will read it")
    return step(
        request, case, form, actions.record_advice, "Record advice", "Record it", "Advice recorded."
    )


@member_view(Duty.SUBMIT_DRAFTS)
def refer(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    body = request.GET.get("body", "")
    form = forms.ReferForm(*sent(request), council=request.council, initial={"body": body})
    return step(
        request, case, form, actions.refer_case, "Record a referral", "Record it", "Recorded."
    )


@member_view(Duty.SUBMIT_DRAFTS)
def not_told(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    form = words(
        request,
        "Why is a risk to people unlikely?",
        "Say whose data it was, how many people it was about, and what can come of it",
    )
    heading = "The Information Commissioner is not told"
    return step(request, case, form, actions.decide_not_to_tell, heading, "Record why", "Recorded.")


@member_view(Duty.SUBMIT_DRAFTS)
def hold(request: MemberRequest, number: int) -> HttpResponse:
    """Keeps it for legal action, or ends that."""
    case = case_of(request, number)
    if case.hold:
        form = words(request, "Why need it not be kept any more?")
        heading, label, act = "No longer kept for legal action", "End it", actions.release_case
    else:
        form = words(request, "Why is it kept?", "For example what the solicitor asked for")
        heading, label, act = "Keep it for legal action", "Keep it", actions.hold_case
    return step(request, case, form, act, heading, label, "Recorded.")


@member_view(Duty.SUBMIT_DRAFTS)
def concerns(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    form = forms.ConcernsForm(*sent(request), council=request.council)
    heading = "Say whom it concerns"
    return step(
        request, case, form, actions.say_whom_it_concerns, heading, "Record it", "Recorded."
    )


@member_view(Duty.SUBMIT_DRAFTS)
def add_person(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    form = forms.ReaderForm(
        *sent(request), council=request.council, initial={"person": request.GET.get("person")}
    )
    heading = "Let somebody read it"
    return step(
        request, case, form, actions.add_reader, heading, "Let them read it", "They were told."
    )


@member_view(Duty.SUBMIT_DRAFTS)
@require_POST
def end_person(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    case = case_of(request, number)
    reader = get_object_or_404(case.readers.select_related("case__council", "person"), pk=pk)
    actions.end_reader(reader=reader, actor=request.user)
    messages.success(request, "They may not read it by name any more.")
    if visible_to(request.membership).filter(pk=case.pk).exists():
        return redirect(case)
    return redirect("cases:list", request.council.slug)  # they took it from themself


@member_view(Duty.SUBMIT_DRAFTS)
def add_posted(request: MemberRequest, number: int) -> HttpResponse:
    """Something the public posted becomes part of the case."""
    case = case_of(request, number)
    form = forms.AddPostedForm(*sent(request), council=request.council)
    heading = "Add what was posted"

    def act(**typed: Any) -> Case:
        added = actions.add_item_to_case(**typed)
        tell_of_link(request, typed.get("url", ""))
        return added

    return step(request, case, form, act, heading, "Add it", "Added.", "add_posted.html")


@member_view(Duty.SUBMIT_DRAFTS)
def act(request: MemberRequest, number: int, item: int) -> HttpResponse:
    """What was done on the platform about something of the case."""
    case = case_of(request, number)
    link = get_object_or_404(case.items.select_related("item__author"), item__number=item)
    form = ActionForm(*sent(request), council=request.council, item=link.item)
    answer = step(
        request,
        case,
        form,
        lambda case, actor, **_: actions.act_on_item(
            case=case, item=link.item, actor=actor, **form.values
        ),
        f"Log what was done: {link.item.reference}",
        "Log it",
        "Logged.",
        "act.html",
        item=link.item,
    )
    # The page's script sends the form itself, and asks where to go on.
    asks = request.headers.get("Accept", "").startswith("application/json")
    if isinstance(answer, HttpResponseRedirect) and asks:
        return JsonResponse({"there": answer.url})
    return answer


@member_view(Duty.SUBMIT_DRAFTS)
def confirm(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """What was logged in the case is done on the platform."""
    case = case_of(request, number)
    entry = entry_of(request, case, pk)
    form = forms.ConfirmForm(*sent(request), council=request.council).for_entry(entry)
    do = partial(actions.confirm_in_case, entry=entry)
    heading = f"It is done on the platform: {entry.item.reference}"
    return step(
        request, case, form, do, heading, "Confirm it", "Confirmed.", "done.html", entry=entry
    )


@member_view(Duty.SUBMIT_DRAFTS)
def reverse(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """What was logged in the case is taken back."""
    case = case_of(request, number)
    entry = entry_of(request, case, pk)
    form = forms.ReverseForm(*sent(request), council=request.council)
    do = partial(actions.reverse_in_case, entry=entry)
    heading = f"Take it back: {entry.item.reference}"
    return step(
        request, case, form, do, heading, "Take it back", "Taken back.", "done.html", entry=entry
    )


@member_view(Duty.SUBMIT_DRAFTS)
def add_evidence(request: MemberRequest, number: int, item: int) -> HttpResponse:
    """More evidence of something of the case."""
    case = case_of(request, number)
    link = get_object_or_404(case.items.select_related("item"), item__number=item)
    return add_page(request, link.item, then=case.get_absolute_url())


@member_view(Duty.SUBMIT_DRAFTS)
def erase(request: MemberRequest, number: int, pk: int | None = None) -> HttpResponse:
    """Empties what the case began with, or one line, which may not be kept."""
    case = case_of(request, number)
    entry = get_object_or_404(case.entries, pk=pk) if pk else None
    hint = "For example “a medical letter was typed in by mistake”. Do not say it again"
    form = words(request, "Why may these words not be kept?", hint)
    del form.fields["form_key"]
    do = partial(actions.erase_from_case, entry=entry)
    shown = entry.words if entry else case.what
    heading = "Erase these words"
    return step(request, case, form, do, heading, heading, "Erased.", "erase.html", shown=shown)


@member_view(Duty.SUBMIT_DRAFTS)
def close(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    form = forms.CloseForm(*sent(request), council=request.council)
    form.for_case(case, advised=is_advised(case))
    return step(
        request, case, form, actions.close_case, "Close the case", "Close the case", "Closed."
    )


@member_view(Duty.SUBMIT_DRAFTS)
def reopen(request: MemberRequest, number: int) -> HttpResponse:
    case = case_of(request, number)
    form = words(request, "Why is it opened again?")
    return step(
        request, case, form, actions.reopen_case, "Open it again", "Open it again", "It is open."
    )


def case_of(request: MemberRequest, number: int) -> Case:
    """A case that this person may read; for everybody else it does not exist."""
    cases = visible_to(request.membership).select_related("council", "affected", "goes_to")
    return get_object_or_404(cases, number=number)


def entry_of(request: MemberRequest, case: Case, pk: int) -> ModerationAction:
    """An entry of the log about something of a case."""
    entries = request.council.moderation_actions.select_related("council", "item", "decided_by")
    return get_object_or_404(entries, pk=pk, item__of_case__case=case)


def sent(request: MemberRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def words(request: MemberRequest, label: str, hint: str = "") -> forms.WordsForm:
    return forms.WordsForm(*sent(request), council=request.council).asking(label, hint)


def step(
    request: MemberRequest,
    case: Case,
    form: django_forms.Form,
    act: Callable[..., Any],
    heading: str,
    label: str,
    said: str,
    template: str = "step.html",
    **page: Any,
) -> HttpResponse:
    """A page with one form about a case, and what it does."""
    return take_step(
        request,
        form,
        partial(act, case=case, actor=request.user),
        f"moderation/cases/{template}",
        said=said,
        then=case,
        case=case,
        heading=heading,
        label=label,
        **page,
    )
