"""After approval: copy, post by hand, record; or say why it is not out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.dates import today
from accounts.devices.questions import permitted_in_words
from accounts.grants.access import access_refusal
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.drafts.models import Target
from moderation.drafts.notices import notices
from moderation.posts.actions import (
    note_not_posted,
    note_scheduled,
    record_post,
    require_postable,
)
from moderation.posts.actions.common import require_in_hand
from moderation.posts.actions.postable import approval_of, objections_to
from moderation.posts.actions.recording import OutOfTime
from moderation.posts.forms.recording import InsteadForm, RecordPostForm
from moderation.posts.models import Post
from policies.elections.questions import remember_periods


@member_view(Duty.RECORD_POSTS)
def record(request: MemberRequest, number: int, target: int) -> HttpResponse:
    found = find(request, number, target)
    form = RecordPostForm(
        request.POST or None,
        request.FILES or None,
        council=request.council,
        target=found,
        permitted=permitted_in_words(request.membership),
        initial={"digest": found.revision.digest, "posted_at": timezone.now()},
    )
    refused, known = 0, None
    if request.method == "POST":
        form.keep_files(request.user)
        if form.is_valid():
            try:
                post = record_post(target=found, actor=request.user, **form.cleaned_data)
            except OutOfTime:
                form.ask_why_then()
            except AlreadyDone as error:
                refused, known = refuse(form, error), error.there
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                messages.success(
                    request, f"{post.reference} recorded as posted on {found.account}."
                )
                warn_of(request, post)
                return redirect(found.revision.draft)
    return record_page(request, found, form, refused, known)


def warn_of(request: MemberRequest, post: Post) -> None:
    """What was not as approved, and what has come up since, now that it is out."""
    if post.outside_window:
        messages.warning(request, "It went out outside the approved time, and the record says so.")
    for sentence in objections_to(post):
        messages.warning(request, f"It would not be let out today. {sentence}")
    if post.take_down:
        messages.warning(request, f"{post.reference} is to be taken down. {post.take_down.reason}")


def record_page(
    request: MemberRequest, target: Target, form: RecordPostForm, refused: int, known: Post | None
) -> HttpResponse:
    """The page, with nothing to copy where nothing may go out; what is out can be recorded.

    Args:
        known: the post that has the same address already.
    """
    revision = target.revision
    refusal, may_be_out = None, True
    remember_periods(request.council)
    try:
        require_postable(revision.draft, revision)
        require_time_left(target)
    except RuleBroken as error:
        refusal = error
        may_be_out = was_approved(target)
        refused = refused or (0 if may_be_out else 409)
    context = {
        "may_be_out": may_be_out,
        "draft": revision.draft,
        "target": target,
        "revision": revision,
        "pictures": revision.pictures.select_related("file"),
        "particulars": revision.particulars,
        "scheduled": target.notes.filter(state=target.state).last(),
        "form": form,
        "known": known,
        "refusal": refusal,
        "notices": notices(revision.draft, request.membership) if refusal else (),
        "no_access": access_refusal(request.council, request.user, target.account, today()),
    }
    return render(
        request, "moderation/posts/record.html", context, status=page_status(form, refused)
    )


def require_time_left(target: Target) -> None:
    """Nothing is copied to be posted now whose time has passed.

    Raises:
        RuleBroken: it has; what went out in time can still be recorded.
    """
    until = target.revision.not_after
    if target.state == Target.State.TO_POST and until <= timezone.now():
        raise RuleBroken(
            f"Its time to go out was until {when_in_words(until)}. Do not post it now: it needs a "
            "new time, and to be approved with that."
        )


def was_approved(target: Target) -> bool:
    """Whether it could have gone out under an approval, whatever became of that."""
    try:
        approval_of(target.revision.draft, target.revision)
    except RuleBroken:
        return False
    return True


@member_view(Duty.RECORD_POSTS)
def instead(request: MemberRequest, number: int, target: int) -> HttpResponse:
    """It is not out: scheduled on the platform, or not posted."""
    found = find(request, number, target)
    draft = found.revision.draft
    form = InsteadForm(
        request.POST or None,
        council=request.council,
        initial={"digest": found.revision.digest},
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, note(request, found, form))
            return redirect(draft)
        except RuleBroken as error:
            refused = refuse(form, error)
    elif request.method != "POST":
        require_in_hand(draft, found, found.revision.digest)
    context = {"draft": draft, "target": found, "form": form}
    return render(
        request, "moderation/posts/instead.html", context, status=page_status(form, refused)
    )


def note(request: MemberRequest, target: Target, form: InsteadForm) -> str:
    """Carries the form out; returns what to say."""
    answers = form.cleaned_data
    if answers["state"] == InsteadForm.SCHEDULED:
        note_scheduled(
            target=target,
            goes_out_at=answers["goes_out_at"],
            digest=answers["digest"],
            actor=request.user,
        )
        when = when_in_words(answers["goes_out_at"])
        return f"Scheduled on {target.account} for {when}. Record it as posted once it is out."
    note_not_posted(
        target=target, reason=answers["reason"], digest=answers["digest"], actor=request.user
    )
    return f"Recorded as not posted on {target.account}."


def find(request: MemberRequest, number: int, target: int) -> Target:
    """A target of the council's by its draft's number, or 404."""
    found: Target = get_object_or_404(
        request.council.targets.select_related(
            "account", "revision__draft__author", "revision__draft__current"
        ),
        pk=target,
        revision__draft__number=number,
    )
    found.revision.draft.council = found.revision.council = request.council
    return found
