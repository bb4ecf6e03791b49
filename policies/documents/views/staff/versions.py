"""A version: read, begun, written, its clauses, discarded."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.tenancy import CouncilForm
from policies.documents.actions import (
    change_version,
    discard_version,
    put_in_words,
    remove_clause,
    set_clause,
    start_version,
)
from policies.documents.clauses import clauses_of
from policies.documents.digest import shown_of
from policies.documents.forms.versions import ClauseForm, NewVersionForm, VersionForm, WordsForm
from policies.documents.models import Version
from policies.documents.questions import rules_to_look_at, silent, unasked, version_before
from policies.documents.text import to_html
from policies.documents.views.staff.common import find_policy, find_version, keeps, step


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Its words, how it was adopted, and what is still to do."""
    found = find_version(request, policy, version)
    keeper = keeps(request)
    day = today()
    adopted = found.state == Version.State.APPROVED
    current = found.policy.version_on(day)
    asked = list(found.asked.order_by("asked_on", "pk"))
    context = {
        "policy": found.policy,
        "version": found,
        "html": to_html(found.text),
        "clauses": clauses_of(found),
        "before": version_before(found),
        "current": current,
        "is_old": adopted and current != found and (found.effective_from or day) <= day,
        "today": day,
        "asked": asked,
        "silent": silent(found),
        "unasked": unasked(found) if found.is_in_work else [],
        "to_look_at": len(rules_to_look_at(found)) if keeper and adopted else 0,
        "keeps": keeper,
        "events": timeline(found),
    }
    return render(request, "policies/documents/version.html", context)


@member_view(Duty.MANAGE_RULES)
def new(request: MemberRequest, policy: str) -> HttpResponse:
    """A version is begun, as a copy of the latest."""
    found = find_policy(request, policy)
    form = NewVersionForm(request.POST or None, council=request.council)
    latest = found.versions.adopted().order_by("-effective_from").first()
    return step(
        request,
        found,
        form,
        partial(start_version, policy=found, actor=request.user),
        "new_version",
        lambda version: f"{version.label} is begun.",
        latest=latest,
        in_work=found.versions.in_work().only("label", "slug").first(),
    )


@member_view(Duty.MANAGE_RULES)
def edit(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Its words."""
    found = find_version(request, policy, version)
    if request.method != "POST" and not found.is_in_work:
        return redirect(found)
    form = VersionForm(
        request.POST or None,
        request.FILES or None,
        council=request.council,
        version=found,
        initial=VersionForm.of(found),
    )
    act = partial(change_version, version=found, actor=request.user)
    return step(request, found, form, act, "edit_version", "The version is saved.")


@member_view(Duty.MANAGE_RULES)
def words(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """The words of a version that came with the rulebook."""
    found = find_version(request, policy, version)
    if request.method != "POST" and not found.awaits_words:
        return redirect(found)
    form = WordsForm(request.POST or None, request.FILES or None, council=request.council)
    act = partial(put_in_words, version=found, actor=request.user)
    return step(request, found, form, act, "put_in_words", _put_in)


def _put_in(version: Version) -> str:
    return f"The words of {version.label} are put in. Whoever must read it is asked from today."


@member_view(Duty.MANAGE_RULES)
def clauses(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Its clauses: one is added, or with `?ref=` changed or taken out."""
    found = find_version(request, policy, version)
    if request.method != "POST" and not found.is_in_work:
        return redirect(found)
    ref = request.GET.get("ref", "")
    there = clauses_of(found)
    one = next((clause for clause in there if clause.ref == ref), None)
    if ref and one is None and request.method != "POST":
        raise Http404
    if ref and request.POST.get("do") == "remove":
        shown = request.POST.get("shown") or None
        remove_clause(version=found, ref=ref, actor=request.user, shown=shown)
        messages.success(request, f"{ref} is taken out of {found.label}.")
        return redirect("documents:clauses", request.council.slug, policy, version)
    initial = {**(one.model_dump() if one else {}), "shown": shown_of(found)}
    form = ClauseForm(request.POST or None, council=request.council, initial=initial)
    return step(
        request,
        found,
        form,
        partial(set_clause, version=found, was=ref, actor=request.user),
        "clauses",
        "The clause is saved.",
        then=f"{found.get_absolute_url()}clauses/",
        clauses=there,
        one=one,
    )


@member_view(Duty.MANAGE_RULES)
def discard(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """A draft comes to nothing."""
    found = find_version(request, policy, version)
    if request.method != "POST" and not found.is_in_work:
        return redirect(found)
    form = CouncilForm(request.POST if request.method == "POST" else None, council=request.council)
    return step(
        request,
        found,
        form,
        partial(discard_version, version=found, actor=request.user),
        "discard",
        f"{found.label} is discarded. It stays on record.",
        then=found.policy,
    )
