"""The pages of permissions: who may be shown, on what proof, and who no longer agrees."""

from django.contrib import messages
from django.db.models import Q
from django.forms import BaseFormSet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.files.fields import take_in_all
from councilsm.files.models import StoredFile
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.permissions.actions import record_permission, withdraw_permission
from moderation.permissions.forms import (
    MOST_PEOPLE,
    People,
    PermissionForm,
    PersonForm,
    WithdrawForm,
    agreed,
)


@member_view(Duty.SUBMIT_DRAFTS)
def permission_list(request: MemberRequest) -> HttpResponse:
    permissions = request.council.permissions.prefetch_related("subjects")
    words = request.GET.get("q", "").strip()[:100]
    if words:
        named = request.council.subjects.filter(name__icontains=words).values("permission")
        permissions = permissions.filter(Q(scope__icontains=words) | Q(pk__in=named))
    page = keyset_page(permissions, request, order=("-pk",))
    return render(request, "moderation/permissions/list.html", {"page": page, "q": words})


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, PermissionForm(council=request.council), People(prefix="people"))
    form = PermissionForm(request.POST, request.FILES, council=request.council)
    people = People(with_another_row(request), prefix="people")
    if request.POST.get("do") == "more":
        form.errors.clear()
        for row in people.forms:
            row.errors.clear()
        return form_page(request, form, people)
    if not (form.is_valid() & people.is_valid()):
        return form_page(request, form, people)
    evidence, refused = taken_in(request)
    if refused:
        form.add_error("evidence", refused)
        return form_page(request, form, people)
    try:
        permission = record_permission(
            council=request.council,
            scope=form.cleaned_data["scope"],
            given_on=form.cleaned_data["given_on"],
            expires_on=form.cleaned_data["expires_on"],
            people=agreed(people),
            evidence=evidence,
            paper_reference=form.cleaned_data["paper_reference"],
            actor=request.user,
        )
    except RuleBroken as error:
        return form_page(request, form, people, refuse(form, error))
    messages.success(request, f"{permission.reference} recorded.")
    return redirect(permission)


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    permissions = request.council.permissions.select_related("evidence", "recorded_by")
    permission = get_object_or_404(permissions.prefetch_related("subjects"), number=number)
    context = {"permission": permission, "events": timeline(permission)}
    return render(request, "moderation/permissions/detail.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def withdraw(request: MemberRequest, number: int, subject: int) -> HttpResponse:
    subjects = request.council.subjects.select_related("permission", "council")
    found = get_object_or_404(subjects, permission__number=number, pk=subject)
    form = WithdrawForm(request.POST or None, council=request.council)
    if request.method == "POST" and form.is_valid():
        opened = withdraw_permission(
            subject=found, reason=form.cleaned_data["reason"], actor=request.user
        )
        messages.success(request, said(found.name, len(opened)))
        return redirect(found.permission)
    context = {"subject": found, "form": form}
    return render(
        request, "moderation/permissions/withdraw.html", context, status=page_status(form)
    )


def said(name: str, opened: int) -> str:
    posts = "1 post has" if opened == 1 else f"{opened} posts have"
    down = f" {posts} to come down." if opened else " No post shows them."
    return f"Permission to show {name} withdrawn.{down}"


def with_another_row(request: MemberRequest) -> QueryDict:
    """What was sent; with room for one person more where that was asked for."""
    data = request.POST.copy()
    total = data.get("people-TOTAL_FORMS", "")
    rows = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 1
    more = request.POST.get("do") == "more"
    data["people-TOTAL_FORMS"] = str(max(1, min(MOST_PEOPLE, rows + more)))
    data["people-INITIAL_FORMS"] = "0"
    return data


def taken_in(request: MemberRequest) -> tuple[StoredFile | None, str]:
    """The picture of the signed form, if one was sent and could be used; else why not."""
    uploads = request.FILES.getlist("evidence")[:1]
    stored, refused = take_in_all(uploads, council=request.council, actor=request.user)
    return next(iter(stored), None), next(iter(refused), "")


def form_page(
    request: MemberRequest,
    form: PermissionForm,
    people: "BaseFormSet[PersonForm]",
    refused: int = 0,
) -> HttpResponse:
    status = page_status(form, refused)
    if people.is_bound and status == 200 and any(people.errors):
        status = 422
    context = {"form": form, "people": people}
    return render(request, "moderation/permissions/new.html", context, status=status)
