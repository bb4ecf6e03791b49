"""The approver's part: approve, ask for changes, reject."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.councils.rulebook import Kind, Reason
from accounts.people.consulting import Consulted
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, required_words
from moderation.checks.findings import run_checks
from moderation.drafts.actions.answers import (
    require_not_for_a_party,
    require_reason_in_period,
)
from moderation.drafts.actions.common import locked, require_no_open_advice
from moderation.drafts.actions.renewing import renewal_in_words, renewed
from moderation.drafts.actions.writing import MustFix
from moderation.drafts.approving import KEEPERS
from moderation.drafts.authority import Authority, authority_to_post, holders_for
from moderation.drafts.consulting import consulted_first, keep_consulted
from moderation.drafts.correcting import require_still_there
from moderation.drafts.models import Decision, Draft, Revision, Target
from policies.elections.rechecking import hold_list


@action
def approve_draft(
    *,
    draft: Draft,
    digest: str,
    actor: Person,
    not_after: datetime | None = None,
    for_a_party: bool | None = None,
    alone: str = "",
    in_period: str = "",
    consulted: Sequence[Consulted] = (),
) -> Decision:
    """Gives authority to post exactly the revision that was on the page (FTC-6.3-a, LTC-4.2-a).

    The policy checks are run again on every fact: an account may have been closed, or a permission
    withdrawn, since the draft was submitted. What they found in the words stands: those are frozen.

    Args:
        digest: SHA-256 of the revision shown, 64 hexadecimal digits.
        not_after: where the window has passed, its new end: the same submission becomes the next
            revision with this one change, and that is approved. So is an approved draft renewed
            that missed its time on all its accounts.
        for_a_party: the approver's answer to "Does this appear designed to affect support for a
            party?"; None while not answered. Needed where a check asks for it.
        alone: the author approves their own urgent draft: why nobody else is free.
        in_period: why it may go out in a pre-election period, where a check asks for it.
        consulted: whom the decider asked first, where the rule has somebody consulted.

    Raises:
        Stale: it was changed or decided meanwhile; says who and when.
        MustFix: a policy check finds a fact that stands in the way now.
        RuleBroken: the rulebook does not let this person decide, a question about the draft is
            open (DTC-4-f, FTC-6.6-b), the window is over, it is for a party (LGA 1986 s.2), it may
            go out before an election and nobody says why (LTC-4.2.2-h), or whom the rule has
            consulted was not.
    """
    hold_list(draft.council)
    draft = locked(draft)
    if not draft.may_be_renewed:
        draft.require_status(Draft.Status.WAITING)
    revision = draft.require_revision(digest)
    authority = authority_to_post(
        draft=draft, revision=revision, actor=actor, alone=bool(alone.strip())
    )
    require_no_open_advice(draft)
    asked = consulted_first(draft.council, Kind(revision.kind), actor, consulted)
    if revision.kind == Kind.CORRECTION:
        require_still_there(draft)
    passed = _has_passed(revision, not_after)
    content = replace(revision.content, not_after=not_after if passed else revision.not_after)
    report = run_checks(content, draft.council, known=revision.findings)
    if report.must_fix:
        raise MustFix(report)
    require_not_for_a_party(report, for_a_party)
    in_period = require_reason_in_period(report, in_period)
    note = ""
    if passed and not_after is not None:
        revision.targets.update(state=Target.State.PROPOSED)
        old, revision = revision, renewed(draft, revision, content, report, not_after)
        note = renewal_in_words(old, revision)
    decision = _decide(
        draft,
        revision,
        Decision.Outcome.APPROVED,
        actor,
        authority,
        note=note,
        alone=alone.strip() if authority.unchecked else "",
        party_answer=False if report.asks("party") else None,
    )
    keep_consulted(decision, asked)
    for keep in KEEPERS:
        keep(decision, content, report, in_period)
    revision.targets.update(state=Target.State.TO_POST)
    _close(draft, Draft.Status.APPROVED, Verb.DRAFT_APPROVED, decision, actor, asked, in_period)
    _tell_approved(draft, decision, actor, unchecked=authority.unchecked)
    return decision


def _has_passed(revision: Revision, not_after: datetime | None) -> bool:
    """Whether its window is over, so that it is renewed.

    Raises:
        RuleBroken: it is, and no new end is given.
    """
    if revision.not_after > timezone.now():
        return False
    if not_after is None:
        raise RuleBroken(
            "The time to post this by has passed. Choose a new one to approve it, or request "
            "changes, so that the author can."
        )
    return True


def _tell_approved(draft: Draft, decision: Decision, actor: Person, *, unchecked: bool) -> None:
    """Mails author and recorders; and where no second person saw it, those who could have."""
    told = {"council": draft.council, "draft": draft, "revision": decision.revision}
    notify(author_and_recorders(draft).exclude(pk=actor.pk), "draft_approved", **told)
    if unchecked:
        others = Person.objects.holding(draft.council, holders_for(draft)).exclude(pk=actor.pk)
        notify(others, "draft_unchecked", decision=decision, **told)


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


def author_and_recorders(draft: Draft) -> QuerySet[Person]:
    """Whom a decision to post concerns: who wrote it, and who posts it by hand."""
    recorders = Person.objects.holding(
        draft.council, draft.council.rulebook.rules.record_posts.value
    )
    return Person.objects.at(draft.council).filter(Q(pk=draft.author_id) | Q(pk__in=recorders))


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
    note = required_words(note, "Say what the author should know. They will see this.")
    authority = authority_to_post(draft=draft, revision=revision, actor=actor)
    decision = _decide(draft, revision, outcome, actor, authority, reason=reason, note=note)
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
    authority: Authority,
    reason: Reason | None = None,
    note: str = "",
    alone: str = "",
    party_answer: bool | None = None,
) -> Decision:
    assert draft.council.rulebook_id is not None  # authority_to_post has read it
    own_office, covers = actor.require_membership_at(draft.council).capacity(authority.office_id)
    return Decision.objects.create(
        council=draft.council,
        draft=draft,
        revision=revision,
        outcome=outcome,
        decider=actor,
        author_id=revision.author_id,
        rulebook_version_id=draft.council.rulebook_id,
        office_id=own_office,
        covering_id=authority.office_id if covers else None,
        own_authority=authority.own_authority,
        source=authority.source,
        reason_code=reason.code if reason else "",
        reason=reason.label if reason else "",
        note=note,
        without_second_check=alone,
        party_answer=party_answer,
    )


def _close(
    draft: Draft,
    status: Draft.Status,
    verb: Verb,
    decision: Decision,
    actor: Person,
    consulted: Sequence[Consulted] = (),
    in_period: str = "",
) -> None:
    draft.status = status
    draft.save(update_fields=["status"])
    said: dict[str, Any] = {
        "revision": decision.revision.number,
        "digest": decision.revision.digest,
        "own_authority": decision.own_authority,
        "source": decision.source,
        "reason": decision.reason,
        "note": decision.note,
    }
    if decision.party_answer is not None:
        said["for_a_party"] = decision.party_answer
    if decision.without_second_check:
        said["without_second_check"] = decision.without_second_check
        said["note"] = "\n".join(
            filter(
                None,
                [f"Without second check: {decision.without_second_check}", decision.note],
            )
        )
    if in_period:
        said["in_period"] = in_period
    if consulted:
        said["consulted"] = [one.in_words for one in consulted]
    office_id = decision.covering_id or decision.office_id
    record(verb, draft, actor=actor, office_id=office_id, new=said)
