"""A person has posted approved words by hand, and records it."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.dates import LONDON
from accounts.grants.access import access_refusal
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, required_words
from councilsm.tenancy import require_same_council
from moderation.drafts.actions.withdrawing import close_what_is_out
from moderation.drafts.models import Decision, Draft, Target
from moderation.pictures.models import Subject
from moderation.posts.actions.archiving import keep
from moderation.posts.actions.common import (
    locked_target,
    require_device,
    require_past,
)
from moderation.posts.actions.confirming import confirm_correction
from moderation.posts.actions.noting import note_out_already
from moderation.posts.actions.postable import (
    approval_of,
    objections_to,
    require_no_objection,
)
from moderation.posts.actions.taking_down import order_down_for
from moderation.posts.models import Post

#: An approval is given to the second, a time of posting to the minute.
ROUNDING = timedelta(minutes=1)
#: So far from the time it was scheduled for, a post was not sent by the platform itself.
NEAR = timedelta(days=1)


class OutOfTime(RuleBroken):
    """It was posted outside the approved time, and nobody says why."""


@action
def record_post(
    *,
    target: Target,
    url: str,
    posted_at: datetime,
    digest: str,
    actor: Person,
    words: str | None = None,
    difference: str = "",
    window_reason: str = "",
    device: str = Post.Device.COUNCIL,
    device_permission: str = "",
    screenshot: StoredFile | None = None,
) -> Post:
    """Records that a person has posted the approved words on one account (FTC-6.6-d).

    It is out, so only its approval, its words and its time are judged. What has come up since is
    kept with the record; where somebody shown no longer agrees, a take-down is opened at once.

    Args:
        url: the post's own address on the platform. What is doubtful about it is kept with it.
        posted_at: when it went out.
        digest: of the revision that was on the page.
        words: as they were posted; None where they are those approved, word for word.
        difference: why they differ from those approved.
        window_reason: why it went out outside the approved time.
        device, device_permission: a code of `Post.Device`; who allowed one's own, where asked.

    Raises:
        Stale: it was never approved, was changed, or is recorded already.
        AlreadyDone: the address is recorded already; with that post.
        OutOfTime: it went out outside the approved time and nobody says why.
        RuleBroken: the actor does not record posts; the time is in the future, before the approval
            or after its end; words differ and nobody says why; it was posted by hand in a
            pre-election period for which nobody had looked at it (LTC-4.2.2-h); the poster had no
            access to the account and the council has gone live; or the device is not allowed.
    """
    actor.require_duty_at(target.council, Duty.RECORD_POSTS)
    require_same_council(target, screenshot)
    draft, revision, current = locked_target(target, digest)
    approval = approval_of(draft, revision)
    _require_approved_then(draft, current, approval, posted_at)
    if not _sent_by_itself(current, posted_at):
        require_no_objection(revision, posted_at)
    if draft.council.has_gone_live:
        _require_access(draft, current, actor, posted_at)
    require_device(draft.council, device, device_permission)
    post = Post(
        council=draft.council,
        target=current,
        account=target.account,
        kind=revision.kind,
        words=current.text if words is None else words,
        authority=approval.source,
        url=url,
        posted_at=posted_at,
        device=device,
        device_permission=device_permission.strip() if device == Post.Device.OWN else "",
        screenshot=screenshot,
        recorded_by=actor,
        office_id=actor.office_for(draft.council, Duty.RECORD_POSTS),
    )
    _explain(post, current.text, difference, window_reason)
    keep(post)
    _follow_up(post, draft, actor)
    _record(post, draft, digest, actor)
    note_out_already(draft, post, actor)
    close_what_is_out(draft, actor)
    return post


def _sent_by_itself(target: Target, posted_at: datetime) -> bool:
    """Whether the platform put it out, about when somebody had scheduled it for."""
    if target.state != Target.State.SCHEDULED:
        return False
    note = target.notes.filter(state=target.state).order_by("pk").last()
    at = note.goes_out_at if note else None
    return at is not None and abs(posted_at - at) <= NEAR


def _explain(post: Post, approved: str, difference: str, window_reason: str) -> None:
    """What is not as it was approved is explained; other explanations are not kept."""
    if post.words != approved:
        post.difference = required_words(
            difference, "The words differ from those approved. Say why."
        )
    if post.outside_window:
        if not window_reason.strip():
            raise OutOfTime("It was posted outside the approved time. Say why.")
        post.window_reason = window_reason.strip()


def _follow_up(post: Post, draft: Draft, actor: Person) -> None:
    """What being out brings about: a correction confirmed, people who left taken down."""
    current = post.target
    assert current is not None
    current.state = Target.State.POSTED
    current.save(update_fields=["state"])
    if draft.kind == "correction":
        confirm_correction(draft=draft, post=post, actor=actor)
    _take_down_whoever_left(post, current, actor)


def _require_approved_then(
    draft: Draft, target: Target, approval: Decision, posted_at: datetime
) -> None:
    """It went out under its approval; what the platform sent by itself, perhaps after that ended.

    Raises:
        RuleBroken: it was posted before the approval, or by hand after that was void; or is not
            out yet, by the time that was entered.
    """
    require_past(posted_at)
    if posted_at < approval.decided_at - ROUNDING:
        raise RuleBroken(
            f"It was approved only on {when_in_words(approval.decided_at)}. "
            "Enter the time it was posted."
        )
    ended = _void_from(draft, approval)
    if ended and posted_at > ended and target.state != Target.State.SCHEDULED:
        raise RuleBroken(
            f"Its approval ended on {when_in_words(ended)}. If it was posted after that, record it "
            "as a post made outside councilsm."
        )


def _require_access(draft: Draft, target: Target, actor: Person, posted_at: datetime) -> None:
    """Only those post for the council who may get into the account (LTC-4.2.1-b, LLTC-9.3-g).

    Of what the platform sent by itself, whoever scheduled it there is the poster.

    Raises:
        RuleBroken: the poster had no access to it that day.
    """
    poster, at = actor, posted_at
    if target.state == Target.State.SCHEDULED:
        note = target.notes.filter(state=target.state).select_related("noted_by").last()
        poster, at = (note.noted_by, note.noted_at) if note else (poster, at)
    day = timezone.localdate(at, timezone=LONDON)
    if refusal := access_refusal(draft.council, poster, target.account, day):
        raise RuleBroken(
            f"{refusal.sentence} Record it as a post made outside councilsm.",
            source=refusal.source,
        )


def _void_from(draft: Draft, approval: Decision) -> datetime | None:
    """When an approval was withdrawn, or its author took the draft back; None if neither."""
    if approval.withdrawn:
        return approval.withdrawn.withdrawn_at
    taken_back = AuditEvent.objects.about(draft).filter(
        verb=Verb.DRAFT_TAKEN_BACK, at__gte=approval.decided_at
    )
    return taken_back.values_list("at", flat=True).first()


def _take_down_whoever_left(post: Post, target: Target, actor: Person) -> None:
    """Whoever agreed when it was approved and no longer does is not left on the platform."""
    left = Subject.objects.filter(
        council=post.council,
        depicted__picture__revision=target.revision_id,
        withdrawn_on__isnull=False,
    )
    for subject in left.distinct().order_by("pk"):
        order_down_for(subject, post, actor=actor, tell=True)


def _record(post: Post, draft: Draft, digest: str, actor: Person) -> None:
    record(
        Verb.POST_RECORDED,
        draft,
        actor=actor,
        office_id=post.office_id,
        new={
            "post": post.reference,
            "account": str(post.account),
            "url": post.url,
            "url_warning": post.url_warning,
            "posted_at": post.posted_at.isoformat(),
            "device": post.device,
            "difference": post.difference,
            "window_reason": post.window_reason or "",
            "digest": digest,
            "note": "\n".join(objections_to(post)),
        },
    )
