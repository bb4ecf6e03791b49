"""The council's rules: what they say, why, what they said before, and changing one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.councils.actions import change_rules
from accounts.councils.forms import ChangeRuleForm, changed_meanwhile
from accounts.councils.rulebook import Rules
from accounts.councils.silence import scope_context
from accounts.councils.statements import (
    coming,
    grouped,
    latest_version,
    statement,
    with_changes,
)
from accounts.councils.titles import TITLES
from accounts.dates import today
from accounts.people.authorisers import nobody_able
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def rules(request: MemberRequest) -> HttpResponse:
    """What every rule says; only those that are not set with `?show=not_set`, as Home counts."""
    later, book = coming(request.council), request.council.rulebook
    only_unset = request.GET.get("show") == "not_set"
    groups = [
        (heading, [said for said in group if not (only_unset and said.is_set)])
        for heading, group in grouped(book)
    ]
    context = {
        **scope_context(book),
        "unable": nobody_able(request.council, book, request.membership),
        "only_unset": only_unset,
        "groups": [
            (heading, [(said, later.get(said.name, [])) for said in group])
            for heading, group in groups
            if group
        ],
        "version": request.council.rulebook_versions.in_force(today()).first(),
        "may_change": request.membership.allows(Duty.MANAGE_RULES),
    }
    return render(request, "accounts/councils/rules.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def history(request: MemberRequest) -> HttpResponse:
    versions = request.council.rulebook_versions.select_related("made_by")
    page = keyset_page(versions, request, order=("-number",))
    context = {"page": page, "versions": with_changes(page.items), "today": today()}
    return render(request, "accounts/councils/rules_history.html", context)


@member_view(Duty.MANAGE_RULES)
def edit(request: MemberRequest, rule: str) -> HttpResponse:
    name = rule.replace("-", "_")
    if name not in Rules.model_fields or "_" in rule:
        raise Http404
    version = latest_version(request.council)
    form = ChangeRuleForm(
        request.POST or None, council=request.council, book=version.rulebook, rules=(name,)
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            return change(request, name, form)
        except RuleBroken as error:
            refused = refuse(form, error)
            version = latest_version(request.council)
    refused = refused or changed_meanwhile(form, version.number)
    form.show(version.number)
    return rule_page(request, name, form, refused)


def change(request: MemberRequest, name: str, form: ChangeRuleForm) -> HttpResponse:
    version = change_rules(
        council=request.council,
        changes=form.changes(),
        clauses=form.new_clauses,
        offices=form.new_offices,
        in_force_from=form.cleaned_data["in_force_from"],
        why=form.cleaned_data["why"],
        based_on=form.cleaned_data["based_on"],
        actor=request.user,
    )
    day = when_in_words(version.in_force_from)
    messages.success(request, f"{TITLES[name]}: changed from {day} on.")
    if version.in_force_from > today():  # what holds today, the page of rules says
        for one in nobody_able(request.council, version.rulebook):
            messages.warning(request, f"From {day} on: {one.sentence} There is none today.")
    return redirect("councils:rules", request.council.slug)


def rule_page(
    request: MemberRequest, name: str, form: ChangeRuleForm, refused: int
) -> HttpResponse:
    context = {
        "said": statement(request.council.rulebook, name),
        "coming": coming(request.council).get(name, []),
        "form": form,
    }
    status = page_status(form, refused)
    return render(request, "accounts/councils/rule.html", context, status=status)
