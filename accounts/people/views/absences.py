"""Who is away and who acts meanwhile; recording, changing and ending an absence."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.councils.models import Council
from accounts.people.absence_forms import AbsenceForm, NewAbsenceForm
from accounts.people.absences import away_or_soon, cover_today, recordable_by, who_acts
from accounts.people.actions import absences as actions
from accounts.people.models import Absence
from accounts.people.models.cover import order_of_cover
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def absences(request: MemberRequest) -> HttpResponse:
    council, viewer = request.council, request.membership
    theirs = set(recordable_by(viewer).values_list("pk", flat=True))
    context = {
        "rows": [(row, row.membership_id in theirs) for row in away_or_soon(council)],
        "covered": cover_today(council),
        "order": order_in_words(council),
        "may_manage_rules": viewer.allows(Duty.MANAGE_RULES),
    }
    return render(request, "accounts/people/absences.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def new(request: MemberRequest) -> HttpResponse:
    start = {"membership": request.GET.get("membership", "") or request.membership.pk}
    form = NewAbsenceForm(
        request.POST or None, council=request.council, actor=request.membership, initial=start
    )
    refused = 0
    if form.is_valid():
        try:
            absence = actions.record_absence(actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"Recorded: {absence}. {who_acts(absence)}".strip())
            return redirect(absence)
    return _page(request, form, refused)


@member_view(Duty.SUBMIT_DRAFTS)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    absence = find(request, pk)
    start = {name: getattr(absence, name) for name in ("starts_on", "ends_on", "reason")}
    form = AbsenceForm(request.POST or None, council=request.council, initial=start)
    refused = 0
    if form.is_valid():
        try:
            actions.change_absence(absence=absence, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The absence is changed.")
            return redirect(absence)
    return _page(request, form, refused, absence)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    absence = actions.end_absence(absence=find(request, pk), actor=request.user)
    said = "is called off" if absence.called_off_on else "has ended: they are back today"
    messages.success(request, f"The absence of {absence.membership.person} {said}.")
    return redirect(absence)


def order_in_words(council: Council) -> list[str]:
    """The titles of the offices that act for each other, in their order."""
    return [council.rulebook.title(key) for key in order_of_cover(council.rulebook)]


def find(request: MemberRequest, pk: int) -> Absence:
    """An absence that this person may change; 404 for any other."""
    rows = request.council.absences.filter(membership__in=recordable_by(request.membership))
    return get_object_or_404(rows.select_related("membership__person"), pk=pk)


def _page(
    request: MemberRequest,
    form: AbsenceForm,
    refused: int,
    absence: Absence | None = None,
) -> HttpResponse:
    context = {"form": form, "absence": absence, "order": order_in_words(request.council)}
    status = page_status(form, refused)
    return render(request, "accounts/people/absence.html", context, status=status)
