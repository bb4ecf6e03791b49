"""The composer: every button of the page saves what is typed, and one also submits it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.councils.rulebook import Kind
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import time_in_words
from councilsm.once import sent_key
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.checks.findings import Report, run_checks
from moderation.drafts.actions import (
    MustFix,
    create_draft,
    save_working_copy,
    submit_draft,
)
from moderation.drafts.deciders import why_nobody
from moderation.drafts.forms.composing import DraftForm
from moderation.drafts.forms.layout import Layout
from moderation.drafts.forms.typed import as_typed, notes_in, typed_again
from moderation.drafts.models import Draft
from moderation.drafts.views.adding import with_pictures
from moderation.drafts.views.writing import find


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request, DraftForm(council=request.council))
    return receive(request, None)


@member_view(Duty.SUBMIT_DRAFTS)
def edit(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    if request.method == "POST":
        return receive(request, draft)
    draft.require_author(request.user)
    draft.require_status(*Draft.OPEN)
    form = typed_again(request.council, draft.working_copy, version=draft.version)
    report = report_on(form)
    form.errors.clear()  # nobody has asked to submit it yet
    return page(request, form, draft, report=report)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def autosave_new(request: MemberRequest) -> HttpResponse:
    form = DraftForm(request.POST, council=request.council)
    try:
        draft = start(request, form)
    except AlreadyDone as again:  # the answer to the first was lost on the way
        draft = again.there
        if draft.working_copy != as_typed(form):
            return JsonResponse({"error": again.sentence}, status=409)
    here = reverse("drafts:edit", args=[request.council.slug, draft.number])
    there = reverse("drafts:autosave", args=[request.council.slug, draft.number])
    return JsonResponse({**saved(form, draft.version), "page": here, "autosave_url": there})


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def autosave(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    form = DraftForm(request.POST, council=request.council)
    try:
        return JsonResponse(saved(form, save(request, draft, form)))
    except RuleBroken as error:
        return JsonResponse({"error": error.sentence}, status=409)


def receive(request: MemberRequest, draft: Draft | None) -> HttpResponse:
    """Takes in new pictures, then submits what was sent, or keeps it as it is."""
    data, refusals = with_pictures(request)
    form = DraftForm(data, council=request.council)
    submits = request.POST.get("do") == "submit"
    try:
        if submits and form.is_valid() and not refusals:
            return submit(request, draft, form)
        if submits and draft is None and not refusals:
            return unfinished(request, None, form)
        if draft is None:
            draft = start(request, form)
            version = draft.version
        else:
            version = save(request, draft, form)
    except AlreadyDone as again:
        return sent_again(request, again, form)
    except RuleBroken as error:
        return page_again(request, draft, form, error)
    if refusals or submits:
        form.show("add_pictures", refusals, only=not submits)
        form.rebind(version=version)
        return unfinished(request, draft, form) if submits else page(request, form, draft)
    messages.success(request, f"{draft.reference} saved.")
    return redirect(draft if request.POST.get("do", "save") == "save" else edit_url(draft))


def unfinished(request: MemberRequest, draft: Draft | None, form: DraftForm) -> HttpResponse:
    """What cannot be submitted as it is: all that stands in the way at once."""
    report = run_checks(form.content(), request.council)
    form.show_facts(report)
    return page(request, form, draft, report=report)


def submit(request: MemberRequest, draft: Draft | None, form: DraftForm) -> HttpResponse:
    version = typed_version(request) if draft else 1
    draft = draft or start(request, form)
    typed = as_typed(form)
    try:
        submit_draft(
            draft=draft,
            content=form.content(),
            working_copy=typed,
            version=version,
            notes=notes_in(typed),
            actor=request.user,
        )
    except MustFix as error:
        return keep_unfixed(request, draft, form, version, error)
    except RuleBroken as error:
        return page_again(request, draft, form, error)
    messages.success(request, f"{draft.reference} submitted for approval.")
    return redirect(draft)


def keep_unfixed(
    request: MemberRequest, draft: Draft, form: DraftForm, version: int, error: MustFix
) -> HttpResponse:
    """Saves what a policy check stopped, and shows what must be fixed by the fields."""
    try:
        form.rebind(version=save(request, draft, form, version))
    except RuleBroken as stale:
        return page_again(request, draft, form, stale)
    form.show_facts(error.report)
    return page(request, form, draft, report=error.report)


def sent_again(request: MemberRequest, again: AlreadyDone, form: DraftForm) -> HttpResponse:
    """A second click goes to what the first one started; other words stay on the page."""
    draft = request.council.drafts.get(pk=again.there.pk)
    if draft.working_copy == as_typed(form):
        started_only = draft.status == Draft.Status.DRAFT and draft.current_id is None
        if started_only and request.POST.get("do") == "submit":
            return submit(request, draft, form)  # what took the first one ended half-way
        return redirect(draft)
    return page_again(request, draft, form, again)


def page_again(
    request: MemberRequest, draft: Draft | None, form: DraftForm, error: RuleBroken
) -> HttpResponse:
    """The typed words again, on top of what is saved now; sending once more replaces that."""
    if draft:
        draft.refresh_from_db(fields=["version"])
        form.rebind(version=draft.version)
    return page(request, form, draft, refused=refuse(form, error))


def page(
    request: MemberRequest,
    form: DraftForm,
    draft: Draft | None = None,
    refused: int = 0,
    report: Report | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "form_key": sent_key(request) or uuid4(),
        "nobody": why_nobody(request.council, typed_kind(form), request.user.pk),
        "report": report,
        "layout": Layout(form),
        "decision": draft.decisions.latest_of(draft.current_id) if draft else None,
    }
    return render(
        request, "moderation/drafts/compose.html", context, status=page_status(form, refused)
    )


def report_on(form: DraftForm) -> Report | None:
    """What the policy checks say of it; None while it could not be submitted anyway."""
    return run_checks(form.content(), form.council) if form.is_valid() else None


def start(request: MemberRequest, form: DraftForm) -> Draft:
    return create_draft(
        council=request.council,
        title=typed_title(request),
        working_copy=as_typed(form),
        actor=request.user,
        form_key=sent_key(request),
    )


def save(request: MemberRequest, draft: Draft, form: DraftForm, version: int = 0) -> int:
    return save_working_copy(
        draft=draft,
        title=typed_title(request),
        working_copy=as_typed(form),
        version=version or typed_version(request),
        actor=request.user,
    )


def saved(form: DraftForm, version: int) -> dict[str, Any]:
    """The answer to the page\u2019s script: when it was saved, and what the checks say now."""
    report = report_on(form)
    checks = render_to_string("moderation/drafts/checks.html", {"report": report, "form": form})
    return {
        "saved_at": time_in_words(timezone.localtime()),
        "version": version,
        "checks": checks if report else "",
    }


def edit_url(draft: Draft) -> str:
    return reverse("drafts:edit", args=[draft.council.slug, draft.number]) + "#pictures"


def typed_version(request: MemberRequest) -> int:
    """The save that the page was made from; 0, which is none, if that is no number."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def typed_kind(form: DraftForm) -> Kind:
    """What it is said to be; a new post while that is nothing known."""
    typed = form["kind"].value()
    return next((kind for kind in Kind if kind == typed), Kind.NEW_POST)


def typed_title(request: MemberRequest) -> str:
    title = request.POST.get("title", "").replace("\x00", "")
    return " ".join(title.split()) or "Untitled"
