"""Approved words that are not out: scheduled on the platform, or not posted."""

from datetime import datetime

from django.utils import timezone

from accounts.dates import LONDON
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from moderation.drafts.models import Draft, Revision, Target
from moderation.posts.actions.common import locked_target, require_in_hand
from moderation.posts.actions.postable import require_postable
from moderation.posts.models import Post, PostingNote
from moderation.posts.models.post import in_window, window_in_words


@action
def note_scheduled(
    *, target: Target, goes_out_at: datetime, digest: str, actor: Person
) -> PostingNote:
    """Says that a person has scheduled the approved words on the platform; recorded once out.

    Args:
        goes_out_at: when the platform will put it out. Permissions must still stand on that day.

    Raises:
        AlreadyDone: it was said already that it goes out then; with that note.
        Stale: as `record_post`.
        RuleBroken: the actor does not record posts, that time has passed or lies outside the
            approved window, or it may not go out then (`require_postable`).
    """
    actor.require_duty_at(target.council, Duty.RECORD_POSTS)
    draft, revision, current = locked_target(target, digest)
    require_in_hand(draft, current, digest)
    _require_news(current, PostingNote.State.SCHEDULED, goes_out_at)
    if goes_out_at <= timezone.now():
        raise RuleBroken("That time has passed. Once the post is out, record it as posted.")
    _require_in_window(revision, goes_out_at)
    require_postable(draft, revision, on=goes_out_at.astimezone(LONDON).date())
    note = PostingNote(state=PostingNote.State.SCHEDULED, goes_out_at=goes_out_at)
    return _note(draft, current, actor, Verb.POST_SCHEDULED, note)


@action
def note_not_posted(*, target: Target, reason: str, digest: str, actor: Person) -> PostingNote:
    """Says that the approved words were not posted on one account, and why.

    Also that a scheduled post was cancelled on the platform, whatever became of its approval.

    Raises:
        AlreadyDone: it was said already that it was not posted; with that note.
        Stale: as `record_post`.
        RuleBroken: the actor does not record posts, or no reason is given.
    """
    actor.require_duty_at(target.council, Duty.RECORD_POSTS)
    draft, _, current = locked_target(target, digest)
    require_in_hand(draft, current, digest)
    _require_news(current, PostingNote.State.NOT_POSTED, None)
    why = required_words(reason, "Say why it was not posted.")
    note = PostingNote(state=PostingNote.State.NOT_POSTED, reason=why)
    return _note(draft, current, actor, Verb.POST_NOT_MADE, note)


def note_out_already(draft: Draft, post: Post, actor: Person) -> None:
    """What went out by itself under an approval that was void is not posted a second time.

    Where the same words and pictures have been approved anew for that account, they are noted as
    not posted. Call inside the action that records the post, the draft locked.
    """
    out, current = post.target, draft.current
    if out is None or current is None or out.revision_id == current.pk:
        return
    again = current.targets.select_related("account").filter(
        account=out.account_id, text=post.words, state=Target.State.TO_POST
    )
    target = again.first()
    if target is not None and _pictures(current) == _pictures(out.revision):
        reason = f"The same is out already as {post.reference}."
        note = PostingNote(state=PostingNote.State.NOT_POSTED, reason=reason)
        _note(draft, target, actor, Verb.POST_NOT_MADE, note)


def _pictures(revision: Revision) -> list[tuple[int, str]]:
    shown = revision.pictures.order_by("position")
    return list(shown.values_list("file", "alt"))


def _require_news(target: Target, state: PostingNote.State, goes_out_at: datetime | None) -> None:
    """The same is not said twice: of a form that was sent twice the second changes nothing."""
    if target.state != state:
        return
    last = target.notes.select_related("noted_by").last()
    if last is not None and last.goes_out_at == goes_out_at:
        was = f"scheduled for {when_in_words(goes_out_at)}" if goes_out_at else "not posted"
        raise AlreadyDone(
            f"{last.noted_by} already recorded that it is {was} on {target.account}. "
            "Nothing was changed by what you sent.",
            last,
        )


def _require_in_window(revision: Revision, goes_out_at: datetime) -> None:
    if not in_window(revision, goes_out_at):
        raise RuleBroken(f"It may go out only {window_in_words(revision)}. Schedule it for then.")


def _note(
    draft: Draft, target: Target, actor: Person, verb: Verb, note: PostingNote
) -> PostingNote:
    note.council, note.target, note.noted_by = draft.council, target, actor
    note.office_id = actor.office_for(draft.council, Duty.RECORD_POSTS)
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
