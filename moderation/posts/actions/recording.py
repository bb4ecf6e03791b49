"""After approval: a person posts by hand and records it, or says why not."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.people.models import Person
from accounts.register.post_addresses import post_address_problem
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import next_number, require_same_council
from moderation.checks.findings import run_checks
from moderation.drafts.actions.common import locked, office_of, require_no_open_advice
from moderation.drafts.models import Decision, Draft, Revision, Target
from moderation.posts.actions.changing import confirm_correction
from moderation.posts.actions.common import require_device, require_past
from moderation.posts.models import Post, PostingNote

#: An approval is given to the second, a time of posting to the minute.
ROUNDING = timedelta(minutes=1)


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
    device: str = Post.Device.COUNCIL,
    device_permission: str = "",
    screenshot: StoredFile | None = None,
) -> Post:
    """Records that a person has posted the approved words on one account (FTC-6.6-d).

    Args:
        url: the post's own address on the platform. What is doubtful about it is kept with it.
        posted_at: when it went out.
        digest: of the revision that was on the page.
        words: as they were posted; None where they are those approved, word for word.
        difference: why they differ from those approved.
        device: a code of `Post.Device`.
        device_permission: who allowed the use of one's own device, where the rulebook asks.

    Raises:
        Stale: the draft is no longer approved, was changed, or is recorded already.
        RuleBroken: the time is in the future or before the approval; words differ and nobody
            says why; the device is not allowed; or it may not go out (`require_postable`).
    """
    require_same_council(target, screenshot)
    draft, revision, current = _to_post(target, digest)
    approval = require_postable(draft, revision)
    require_past(posted_at)
    if posted_at < approval.decided_at - ROUNDING:
        raise RuleBroken(
            f"It was approved only on {when_in_words(approval.decided_at)}. "
            "Enter the time it was posted."
        )
    require_device(draft.council, device, device_permission)
    said = current.text if words is None else words
    if said != current.text and not difference.strip():
        raise RuleBroken("The words differ from those approved. Say why.")
    post = Post.objects.create(
        council=draft.council,
        number=next_number(draft.council, "P"),
        target=current,
        account=target.account,
        kind=revision.kind,
        words=said,
        difference=difference.strip() if said != current.text else "",
        authority=approval.source,
        url=url,
        url_warning=post_address_problem(target.account, url)[:300],
        posted_at=posted_at,
        device=device,
        device_permission=device_permission.strip() if device == Post.Device.OWN else "",
        screenshot=screenshot,
        recorded_by=actor,
        office_id=office_of(actor, draft, Duty.RECORD_POSTS),
    )
    current.state = Target.State.POSTED
    current.save(update_fields=["state"])
    if draft.kind == "correction":
        confirm_correction(draft=draft, post=post, actor=actor)
    record(
        Verb.POST_RECORDED,
        draft,
        actor=actor,
        office_id=post.office_id,
        new={
            "post": post.reference,
            "account": str(target.account),
            "url": url,
            "url_warning": post.url_warning,
            "posted_at": posted_at.isoformat(),
            "device": device,
            "difference": post.difference,
            "digest": revision.digest,
        },
    )
    return post


@action
def note_scheduled(
    *, target: Target, goes_out_at: datetime, digest: str, actor: Person
) -> PostingNote:
    """Says that a person has scheduled the approved words on the platform; recorded once out.

    Args:
        goes_out_at: when the platform will put it out.

    Raises:
        Stale: as `record_post`.
        RuleBroken: that time has passed or lies outside the approved window, or it may not go
            out (`require_postable`).
    """
    draft, revision, current = _to_post(target, digest)
    require_postable(draft, revision)
    if goes_out_at <= timezone.now():
        raise RuleBroken("That time has passed. Once the post is out, record it as posted.")
    early = revision.not_before is not None and goes_out_at < revision.not_before
    if early or goes_out_at > revision.not_after:
        opens = f"from {when_in_words(revision.not_before)} " if revision.not_before else ""
        raise RuleBroken(
            f"It may go out only {opens}until {when_in_words(revision.not_after)}. "
            "Schedule it for then."
        )
    return _note(
        draft,
        current,
        actor,
        Verb.POST_SCHEDULED,
        PostingNote(state=PostingNote.State.SCHEDULED, goes_out_at=goes_out_at),
    )


@action
def note_not_posted(*, target: Target, reason: str, digest: str, actor: Person) -> PostingNote:
    """Says that the approved words were not posted on one account, and why.

    Raises:
        Stale: as `record_post`.
        RuleBroken: no reason is given.
    """
    draft, _, current = _to_post(target, digest)
    if not reason.strip():
        raise RuleBroken("Say why it was not posted.")
    return _note(
        draft,
        current,
        actor,
        Verb.POST_NOT_MADE,
        PostingNote(state=PostingNote.State.NOT_POSTED, reason=reason.strip()),
    )


def require_postable(draft: Draft, revision: Revision) -> Decision:
    """The approval by which a revision may go out now.

    Raises:
        Stale: the draft is not approved any more.
        RuleBroken: the approval was withdrawn, a question is open (DTC-4-f, FTC-6.6-b), or a fact
            has come up since that forbids it: a permission ended, an account closed.
    """
    draft.require_status(Draft.Status.APPROVED)
    approval = draft.decisions.select_related("withdrawal").get(revision=revision)
    if hasattr(approval, "withdrawal"):
        raise RuleBroken(
            f"The approval of {draft.reference} was withdrawn, so it must not be posted."
        )
    require_no_open_advice(draft)
    stops = run_checks(revision.content, draft.council, known=revision.findings).must_fix
    if stops:
        raise RuleBroken(f"It must not be posted. {stops[0].sentence}", source=stops[0].source)
    return approval


def _to_post(target: Target, digest: str) -> tuple[Draft, Revision, Target]:
    draft = locked(target.revision.draft)
    draft.require_status(Draft.Status.APPROVED)
    revision = draft.require_revision(digest)
    current = revision.targets.select_for_update(no_key=True).filter(pk=target.pk).first()
    if current is None:
        raise Stale(f"{draft.reference} was changed since. Record the version that was approved.")
    if current.state == Target.State.POSTED:
        raise Stale(f"The post on {target.account} was recorded already.")
    current.account = target.account
    return draft, revision, current


def _note(
    draft: Draft, target: Target, actor: Person, verb: Verb, note: PostingNote
) -> PostingNote:
    note.council, note.target, note.noted_by = draft.council, target, actor
    note.office_id = office_of(actor, draft, Duty.RECORD_POSTS)
    note.save(force_insert=True)
    target.state = Target.State(note.state)
    target.save(update_fields=["state"])
    record(
        verb,
        draft,
        actor=actor,
        office_id=note.office_id,
        new={
            "account": str(target.account),
            "reason": note.reason,
            "goes_out_at": note.goes_out_at.isoformat() if note.goes_out_at else "",
        },
    )
    return note
