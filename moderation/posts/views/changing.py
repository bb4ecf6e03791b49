"""What is done about a post that is out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.checks.sources import source
from moderation.posts.actions import (
    confirm_change,
    edit_post,
    put_right,
    start_correction,
    take_down_post,
    tell_mistake,
)
from moderation.posts.actions.changing import corrections_in_writing
from moderation.posts.actions.common import require_up
from moderation.posts.actions.confirming import require_confirmer
from moderation.posts.actions.mistakes import require_helper, told_about_mistakes
from moderation.posts.forms.changing import (
    ConfirmForm,
    CorrectForm,
    EditForm,
    MistakeForm,
    RemedyForm,
    TakeDownForm,
)
from moderation.posts.views.archive import find


@member_view(Duty.SUBMIT_DRAFTS)
def correct(request: MemberRequest, number: int) -> HttpResponse:
    post = find(request, number)
    if request.method != "POST":
        require_up(post)
    form = CorrectForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            change = start_correction(post=post, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            draft = change.correction
            assert draft is not None  # the database holds it: post_change_correction_has_draft
            messages.success(request, f"{draft.reference} started with the words of the post.")
            return redirect("drafts:edit", request.council.slug, draft.number)
    context = {"form": form, "post": post, "in_writing": corrections_in_writing(post)}
    return render(
        request, "moderation/posts/correct.html", context, status=page_status(form, refused)
    )


@member_view(Duty.AUTHORISE_POSTS)
def edit(request: MemberRequest, number: int) -> HttpResponse:
    post = find(request, number)
    if request.method != "POST":
        require_up(post)
    form = EditForm(request.POST or None, council=request.council, post=post)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            edit_post(post=post, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(
                request, f"{post.reference} is to be edited. Change it there, then confirm it here."
            )
            return redirect(post)
    context = {"form": form, "post": post}
    return render(request, "moderation/posts/edit.html", context, status=page_status(form, refused))


@member_view(Duty.AUTHORISE_POSTS)
def take_down(request: MemberRequest, number: int) -> HttpResponse:
    post = find(request, number)
    if request.method != "POST":
        require_up(post)
    form = TakeDownForm(request.POST or None, request.FILES or None, council=request.council)
    refused = 0
    if request.method == "POST":
        form.keep_files(request.user)
        if form.is_valid():
            try:
                take_down_post(post=post, actor=request.user, **form.cleaned_data)
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                messages.success(
                    request,
                    f"{post.reference} is to be taken down. Take it down there, then confirm it "
                    "here.",
                )
                return redirect(post)
    context = {"form": form, "post": post, "record_clause": source(request.council, "FTC-A-15")}
    return render(
        request, "moderation/posts/take_down.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Whoever decided it or records posts says that it is done on the platform."""
    rows = request.council.post_changes.exclude(kind="corrected").select_related(
        "post__account", "post__target__revision", "decider", "subject__withdrawal_recorded_by"
    )
    change = get_object_or_404(rows, pk=pk)
    change.council = change.post.council = request.council
    form = ConfirmForm(
        request.POST or None, request.FILES or None, council=request.council, change=change
    )
    refused = 0
    require_confirmer(change, request.user)
    if request.method == "POST":
        form.keep_files(request.user)
        if form.is_valid():
            try:
                confirm_change(change=change, actor=request.user, **form.cleaned_data)
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                messages.success(
                    request,
                    f"{change.post.reference} is confirmed as {change.get_kind_display().lower()}.",
                )
                return redirect(change.post)
    elif change.confirmed_at:
        return redirect(change.post)
    context = {
        "form": form,
        "change": change,
        "post": change.post,
        "record_clause": source(request.council, "FTC-A-15"),
        "permission_clause": source(request.council, "FTC-A-13"),
    }
    return render(
        request, "moderation/posts/confirm.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def mistake(request: MemberRequest, number: int) -> HttpResponse:
    post = find(request, number)
    form = MistakeForm(request.POST or None, council=request.council)
    told = [str(person) for person in told_about_mistakes(request.council, request.user)]
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            tell_mistake(post=post, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            thanks = f"We told {' and '.join(told)}." if told else "It is kept."
            messages.success(request, f"Thank you. {thanks}")
            return redirect(post)
    context = {
        "form": form,
        "post": post,
        "told": told,
        "no_manager": request.membership.line_manager_id is None,
        "source": request.council.rulebook.source_if_set("report_mistake"),
    }
    return render(
        request, "moderation/posts/mistake.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def remedy(request: MemberRequest, pk: int) -> HttpResponse:
    """How a mistake was put right."""
    rows = request.council.mistakes.select_related("post__target__revision", "told_by")
    found = get_object_or_404(rows, pk=pk)
    found.council = found.post.council = request.council
    require_helper(found, request.user)
    form = RemedyForm(
        request.POST or None, council=request.council, mistake=found, actor=request.user
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            put_right(mistake=found, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "Written down.")
            return redirect(found.post)
    context = {"form": form, "mistake": found, "post": found.post}
    return render(
        request, "moderation/posts/remedy.html", context, status=page_status(form, refused)
    )
