"""The pages of permissions: who may be shown, on what proof, and who no longer agrees."""

from django.contrib import messages
from django.db.models import Q
from django.forms import BaseFormSet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.inbox.due import counted
from councilsm.paging import keyset_page
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.permissions.actions import Followed, record_permission, withdraw_permission
from moderation.permissions.forms import (
    MOST_PEOPLE,
    People,
    PermissionForm,
    PersonForm,
    WithdrawForm,
    agreed,
)
from moderation.permissions.uses import ending_soon, uses_of


@member_view(Duty.SUBMIT_DRAFTS)
def permission_list(request: MemberRequest) -> HttpResponse:
    permissions = request.council.permissions.prefetch_related("subjects")
    ending = request.GET.get("show") == "ending"
    if ending:
        permissions = permissions.filter(pk__in=ending_soon(request.council).values("pk"))
    words = request.GET.get("q", "").strip()[:100]
    if words:
        named = request.council.subjects.filter(name__icontains=words).values("permission")
        permissions = permissions.filter(Q(scope__icontains=words) | Q(pk__in=named))
    page = keyset_page(permissions, request, order=("-pk",))
    context = {"page": page, "q": words, "ending": ending}
    return render(request, "moderation/permissions/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, PermissionForm(council=request.council), People(prefix="people"))
    form = PermissionForm(request.POST, request.FILES, council=request.council)
    people = People(with_another_row(request), prefix="people")
    form.keep_files(request.user)
    if request.POST.get("do") == "more":
        form.forget_errors()
        for row in people.forms:
            row.errors.clear()
        return form_page(request, form, people)
    if not (form.is_valid() & people.is_valid()):
        return form_page(request, form, people)
    try:
        permission = record_permission(
            council=request.council,
            people=agreed(people),
            actor=request.user,
            **form.cleaned_data,
        )
    except AlreadyDone as twice:
        recorded = twice.there
        messages.info(
            request,
            f"You have recorded {recorded.reference} with that page already. "
            "To record another, start a new one.",
        )
        return redirect(recorded)
    except RuleBroken as error:
        return form_page(request, form, people, refuse(form, error))
    reference = permission.reference
    messages.success(request, f"{reference} recorded. Enter {reference} in the drafts it is for.")
    return redirect(permission)


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    permissions = request.council.permissions.select_related("evidence", "recorded_by")
    permission = get_object_or_404(permissions, number=number)
    people = list(permission.subjects.select_related("council"))
    context = {
        "permission": permission,
        "people": people,
        "uses": uses_of(people),
        "events": timeline(permission),
    }
    return render(request, "moderation/permissions/detail.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def withdraw(request: MemberRequest, number: int, subject: int) -> HttpResponse:
    subjects = request.council.subjects.select_related("permission", "council")
    found = get_object_or_404(subjects, permission__number=number, pk=subject)
    form = WithdrawForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            followed = withdraw_permission(subject=found, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, what_follows(found.name, followed))
            return redirect(found.permission)
    context = {"subject": found, "form": form, "uses": uses_of([found])}
    return render(
        request, "moderation/permissions/withdraw.html", context, status=page_status(form, refused)
    )


def what_follows(name: str, followed: Followed) -> str:
    """What was done, and what people still have to do on the platforms."""
    opened, scheduled = len(followed.take_downs), len(followed.to_cancel)
    parts = [f"Permission to show {name} withdrawn."]
    if followed.stopped:
        parts.append(f"{counted(len(followed.stopped), 'draft is', 'drafts are')} stopped.")
    if opened:
        parts.append(f"{counted(opened, 'post has', 'posts have')} to come down.")
    if scheduled:
        to_cancel = counted(scheduled, "scheduled post has", "scheduled posts have")
        parts.append(f"{to_cancel} to be cancelled on the platform.")
    if not opened and not scheduled:
        parts.append("Nothing that is out shows them.")
    return " ".join(parts)


def with_another_row(request: MemberRequest) -> QueryDict:
    """What was sent; with room for one person more where that was asked for."""
    data = request.POST.copy()
    total = data.get("people-TOTAL_FORMS", "")
    rows = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 1
    more = request.POST.get("do") == "more"
    data["people-TOTAL_FORMS"] = str(max(1, min(MOST_PEOPLE, rows + more)))
    data["people-INITIAL_FORMS"] = "0"
    return data


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
