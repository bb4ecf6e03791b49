"""The approver's part: approve, ask for changes, reject."""

from django.db.models import Q
from django.utils import timezone

from accounts.councils.rulebook import Reason
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken
from moderation.drafts.actions.common import locked
from moderation.drafts.authority import authority_to_post
from moderation.drafts.models import Decision, Draft, Revision, Target


@action
def approve_draft(*, draft: Draft, digest: str, actor: Person) -> Decision:
    """Gives authority to post exactly the revision that was on the page (FTC-6.3-a, LTC-4.2-a).

    Args:
        digest: SHA-256 of the revision shown, 64 hexadecimal digits.

    Raises:
        Stale: it was changed or decided meanwhile; says who and when.
        RuleBroken: the rulebook does not let this person decide, or the window is over.
    """
    draft = locked(draft)
    draft.require_status(Draft.Status.WAITING)
    revision = draft.require_revision(digest)
    if revision.not_after <= timezone.now():
        raise RuleBroken(
            "The time to post this by has passed. Request changes, so that the author can choose "
            "a new time."
        )
    decision = _decide(draft, revision, Decision.Outcome.APPROVED, actor)
    revision.targets.update(state=Target.State.TO_POST)
    _close(draft, Draft.Status.APPROVED, Verb.DRAFT_APPROVED, decision, actor)
    recorders = Person.objects.holding(
        draft.council, draft.council.rulebook.rules.record_posts.value
    )
    people = Person.objects.at(draft.council).filter(Q(pk=draft.author_id) | Q(pk__in=recorders))
    notify(
        people.exclude(pk=actor.pk),
        "draft_approved",
        council=draft.council,
        draft=draft,
        revision=revision,
    )
    return decision


@action
def request_changes(
    *, draft: Draft, digest: str, reason: Reason | None, note: str, actor: Person
) -> Decision:
    """Gives the draft back with what the author should change. Raises as `approve_draft`."""
    return _refuse(
        draft,
        digest,
        Decision.Outcome.CHANGES,
        reason,
        note,
        actor,
        Draft.Status.CHANGES,
    )


@action
def reject_draft(
    *, draft: Draft, digest: str, reason: Reason | None, note: str, actor: Person
) -> Decision:
    """Ends the draft with a reason from the council's own list. Raises as `approve_draft`."""
    return _refuse(
        draft,
        digest,
        Decision.Outcome.REJECTED,
        reason,
        note,
        actor,
        Draft.Status.REJECTED,
    )


def _refuse(
    draft: Draft,
    digest: str,
    outcome: Decision.Outcome,
    reason: Reason | None,
    note: str,
    actor: Person,
    status: Draft.Status,
) -> Decision:
    draft = locked(draft)
    draft.require_status(Draft.Status.WAITING)
    revision = draft.require_revision(digest)
    if not note.strip():
        raise RuleBroken("Say what the author should know. They will see this.")
    decision = _decide(draft, revision, outcome, actor, reason=reason, note=note.strip())
    verb = {
        Draft.Status.CHANGES: Verb.DRAFT_CHANGES_REQUESTED,
        Draft.Status.REJECTED: Verb.DRAFT_REJECTED,
    }[status]
    _close(draft, status, verb, decision, actor)
    notify(
        [draft.author],
        "draft_refused",
        council=draft.council,
        draft=draft,
        decision=decision,
    )
    return decision


def _decide(
    draft: Draft,
    revision: Revision,
    outcome: Decision.Outcome,
    actor: Person,
    reason: Reason | None = None,
    note: str = "",
) -> Decision:
    authority = authority_to_post(draft=draft, revision=revision, actor=actor)
    assert draft.council.rulebook_id is not None  # authority_to_post has read it
    return Decision.objects.create(
        council=draft.council,
        draft=draft,
        revision=revision,
        outcome=outcome,
        decider=actor,
        author_id=revision.author_id,
        rulebook_version_id=draft.council.rulebook_id,
        office_id=authority.office_id,
        own_authority=authority.own_authority,
        source=authority.source,
        reason_code=reason.code if reason else "",
        reason=reason.label if reason else "",
        note=note,
    )


def _close(
    draft: Draft, status: Draft.Status, verb: Verb, decision: Decision, actor: Person
) -> None:
    draft.status = status
    draft.save(update_fields=["status"])
    record(
        verb,
        draft,
        actor=actor,
        office_id=decision.office_id,
        new={
            "revision": decision.revision.number,
            "digest": decision.revision.digest,
            "own_authority": decision.own_authority,
            "source": decision.source,
            "reason": decision.reason,
            "note": decision.note,
        },
    )
