"""The pages of training: who has done what, the courses, and recording that one was done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.dates import today
from accounts.people.models import Membership
from accounts.training import actions
from accounts.training.beside import beside
from accounts.training.forms import CompletionForm, CourseForm
from accounts.training.models import Course
from accounts.training.questions import courses_on, rows
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse

#: Whoever holds one of these sees everybody's training; others see their own.
SEE_ALL = (Duty.MANAGE_PEOPLE, Duty.APPOINT_TEAM, Duty.READ_TRAIL)


@member_view(Duty.SUBMIT_DRAFTS)
def training_list(request: MemberRequest) -> HttpResponse:
    council = request.council
    people = council.memberships.in_force(today()).select_related("person").by_name()
    sees_all = any(request.membership.allows(duty) for duty in SEE_ALL)
    if not sees_all:
        people = people.filter(pk=request.membership.pk)
    courses = courses_on(council, today())
    lacking = request.GET.get("show") == "lacking"
    # Who lacks something is known only of everybody at once; as many as Home counts.
    page = None if lacking else keyset_page(people, request, order=("name", "pk"))
    members = page.items if page else list(people)
    told = beside(council, members, today())
    shown = [
        (row, [(name, column.get(row.membership.pk)) for name, column in told.items()])
        for row in rows(council, members, courses=courses)
    ]
    if lacking:
        shown = [(row, others) for row, others in shown if row.missing]
    context = {
        "page": page,
        "lacking": lacking,
        "courses": courses,
        "beside": list(told),
        "columns": 1 + len(courses) + len(told),
        "rows": shown,
        "sees_all": sees_all,
        "may_record": request.membership.allows(Duty.MANAGE_PEOPLE),
    }
    return render(request, "accounts/training/list.html", context)


@member_view(Duty.MANAGE_PEOPLE)
def add(request: MemberRequest) -> HttpResponse:
    form = CourseForm(request.POST or None, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            course = actions.add_course(
                council=request.council, actor=request.user, **form.course()
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{course} is added.")
            return redirect("training:list", request.council.slug)
    status = page_status(form, refused)
    return render(request, "accounts/training/add.html", {"form": form}, status=status)


@member_view(Duty.MANAGE_PEOPLE)
def course(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.council.courses, pk=pk)
    form = CourseForm(request.POST or None, council=request.council, initial=CourseForm.of(found))
    refused = 0
    if form.is_valid():
        try:
            actions.change_course(course=found, actor=request.user, **form.course())
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The course is changed.")
            return redirect("training:list", request.council.slug)
    return course_page(request, found, form, page_status(form, refused))


def course_page(
    request: MemberRequest, found: Course, form: CourseForm, status: int
) -> HttpResponse:
    done = found.completions.select_related("membership__person", "certificate")
    page = keyset_page(done, request, order=("-completed_on", "-pk"))
    context = {"course": found, "form": form, "page": page, "events": timeline(found)}
    return render(request, "accounts/training/course.html", context, status=status)


@require_POST
@member_view(Duty.MANAGE_PEOPLE)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.council.courses, pk=pk)
    actions.end_course(course=found, actor=request.user)
    messages.success(request, f"{found} has ended. What was done stays on record.")
    return redirect("training:list", request.council.slug)


@member_view(Duty.MANAGE_PEOPLE)
def record(request: MemberRequest) -> HttpResponse:
    council = request.council
    if request.method != "POST":
        # What a link on the list names already; a choice field drops what is not the council's.
        initial = {name: request.GET.get(name, "") for name in ("course", "membership")}
        return record_page(request, CompletionForm(council=council, initial=initial))
    form = CompletionForm(request.POST, request.FILES, council=council)
    form.keep_files(request.user)
    if not form.is_valid():
        return record_page(request, form)
    try:
        done = actions.record_completion(actor=request.user, **form.cleaned_data)
    except RuleBroken as error:
        return record_page(request, form, refuse(form, error))
    who: Membership = done.membership
    messages.success(request, f"Recorded: {who.goes_by}, {done.course}.")
    return redirect("training:list", council.slug)


def record_page(request: MemberRequest, form: CompletionForm, refused: int = 0) -> HttpResponse:
    status = page_status(form, refused)
    return render(request, "accounts/training/record.html", {"form": form}, status=status)
