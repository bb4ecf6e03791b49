"""Setup: the questions that a new council answers, one a page, whenever it likes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.councils.actions import answer_setup, change_council
from accounts.councils.forms import LEAVE, ParticularsForm, SetupForm, changed_meanwhile
from accounts.councils.models import RulebookVersion
from accounts.councils.progress import next_question, open_rules, step, steps
from accounts.councils.questions import BY_KEY, Question
from accounts.councils.silence import scope_context
from accounts.councils.statements import latest_version, statement
from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.MANAGE_RULES)
def overview(request: MemberRequest) -> HttpResponse:
    book = latest_version(request.council).rulebook
    found = steps(request.council, book)
    context = {
        **scope_context(book),
        "steps": found,
        "next": next_question(request.council),
        "done": len(found) - len(request.council.setup_left),
    }
    return render(request, "accounts/councils/setup.html", context)


@member_view(Duty.MANAGE_RULES)
def ask(request: MemberRequest, question: str) -> HttpResponse:
    asked = BY_KEY.get(question)
    if asked is None:
        raise Http404
    version = latest_version(request.council)
    form = setup_form(request, asked, version)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            return answer(request, asked, form)
        except RuleBroken as error:
            refused = refuse(form, error)
            version = latest_version(request.council)
            request.council.refresh_from_db(fields=["setup_left"])
    return question_page(request, asked, form, version, refused)


def setup_form(request: MemberRequest, asked: Question, version: RulebookVersion) -> SetupForm:
    """The form for what the question still leaves open, or for all of it."""
    return SetupForm(
        request.POST or None,
        council=request.council,
        book=version.rulebook,
        rules=open_rules(version.rulebook, asked) or asked.rules,
    )


def answer(request: MemberRequest, asked: Question, form: SetupForm) -> HttpResponse:
    council = answer_setup(
        council=request.council,
        question=asked.key,
        changes=form.changes(),
        clauses=form.new_clauses,
        offices=form.new_offices,
        why=f"Setup: {asked.title}",
        based_on=form.cleaned_data["based_on"],
        actor=request.user,
    )
    put_off = form.cleaned_data["source"] == LEAVE and not form.is_set
    messages.success(request, f"{'Left for later' if put_off else 'Saved'}: {asked.title}")
    following = next_question(council, after=asked.key)
    if following is None:
        return redirect("councils:setup", council.slug)
    return redirect("councils:setup_question", council.slug, following.key)


def question_page(
    request: MemberRequest, asked: Question, form: SetupForm, version: RulebookVersion, refused: int
) -> HttpResponse:
    refused = refused or changed_meanwhile(form, version.number)
    form.show(version.number)
    standing = step(request.council, version.rulebook, asked)
    context = {
        **scope_context(version.rulebook),
        "question": asked,
        "step": standing,
        "form": form,
        "holds_from": max(version.in_force_from, today()),
        "today": today(),
        "asks": form.is_bound or not standing.answered,
        "rules": [statement(version.rulebook, name) for name in asked.rules],
        "partly": 0 < len(open_rules(version.rulebook, asked)) < len(asked.rules),
    }
    status = page_status(form, refused)
    return render(request, "accounts/councils/setup_question.html", context, status=status)


@member_view(Duty.MANAGE_RULES)
def particulars(request: MemberRequest) -> HttpResponse:
    form = ParticularsForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            council = change_council(
                council=request.council, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"The particulars of {council.name} are saved.")
            return redirect("councils:setup", council.slug)
    status = page_status(form, refused)
    return render(
        request, "accounts/councils/setup_particulars.html", {"form": form}, status=status
    )
