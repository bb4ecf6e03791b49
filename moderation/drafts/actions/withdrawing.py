"""An approval is taken back before anything is out; and what is out all the same ends its draft."""

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, required_words
from moderation.drafts.actions.common import locked
from moderation.drafts.actions.deciding import author_and_recorders
from moderation.drafts.authority import authority_to_post
from moderation.drafts.models import Draft, Target, Withdrawal


@action
def withdraw_approval(*, draft: Draft, reason: str, actor: Person, digest: str = "") -> Withdrawal:
    """Takes an approval back, with a reason that the author reads, until it is posted anywhere.

    Whoever may decide such a draft may do it, the approver or another. The author has it back to
    change, and whoever posts is told not to.

    Args:
        digest: of the revision that was on the page; empty where there was no page.

    Raises:
        Stale: it is no longer approved, or was changed meanwhile.
        RuleBroken: it is posted on an account already, the actor may not decide such a draft, or
            the reason is empty.
    """
    draft = locked(draft)
    draft.require_status(Draft.Status.APPROVED)
    assert draft.current is not None  # the database holds it: draft_waiting_has_revision
    revision = draft.require_revision(digest) if digest else draft.current
    authority = authority_to_post(draft=draft, revision=revision, actor=actor)
    if revision.targets.filter(state=Target.State.POSTED).exists():
        raise RuleBroken(
            f"{draft.reference} is already posted on an account, so its approval stands. Correct "
            "the post or take it down instead."
        )
    reason = required_words(reason, "Say why the approval is withdrawn. The author will see this.")
    withdrawal = Withdrawal.objects.create(
        council=draft.council,
        decision=draft.decisions.get(revision=revision),
        reason=reason,
        withdrawn_by=actor,
        office_id=authority.office_id,
    )
    # What is scheduled goes out by itself until somebody cancels it there and says so.
    scheduled = revision.targets.filter(state=Target.State.SCHEDULED).exists()
    revision.targets.exclude(state=Target.State.SCHEDULED).update(state=Target.State.PROPOSED)
    draft.status, draft.version = Draft.Status.CHANGES, draft.version + 1
    draft.save(update_fields=["status", "version"])
    notify(
        author_and_recorders(draft).exclude(pk=actor.pk),
        "approval_withdrawn",
        council=draft.council,
        draft=draft,
        withdrawal=withdrawal,
        scheduled=scheduled,
    )
    record(
        Verb.APPROVAL_WITHDRAWN,
        draft,
        actor=actor,
        office_id=authority.office_id,
        old={"status": Draft.Status.APPROVED.value},
        new={
            "revision": revision.number,
            "digest": revision.digest,
            "note": withdrawal.reason,
            "source": authority.source,
        },
    )
    return withdrawal


def close_what_is_out(draft: Draft, actor: Person) -> None:
    """Closes a draft that is out although its approval was void: a platform had it scheduled.

    Nobody writes, submits or approves it any more; what is wrong with it a correction puts right.
    One that was approved anew is closed where none of that is posted. Call inside the action that
    records the post, the draft locked.
    """
    if draft.status == Draft.Status.APPROVED and draft.outcome != "not_posted":
        return
    if draft.status not in {*Draft.OPEN, Draft.Status.WAITING, Draft.Status.APPROVED}:
        return
    old = draft.status
    draft.status, draft.version = Draft.Status.OUT, draft.version + 1
    draft.save(update_fields=["status", "version"])
    note = "It went out all the same, so it can no longer be changed. Correct the post instead."
    record(Verb.DRAFT_CLOSED, draft, actor=actor, old={"status": old}, new={"note": note})
