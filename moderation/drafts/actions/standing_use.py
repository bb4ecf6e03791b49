"""A standing approval is used: what stays inside is approved at once, the rest waits."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.councils.models import rules_of
from accounts.councils.rulebook import AUTHORITY, Kind
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.checks.content import Content
from moderation.drafts.actions.common import locked
from moderation.drafts.actions.standing_deciding import is_whole, locked_standing
from moderation.drafts.actions.writing import create_draft, submit_draft
from moderation.drafts.authority import holders_for
from moderation.drafts.blanks import why_outside
from moderation.drafts.models import Decision, Draft, Revision, StandingApproval, Target
from policies.elections.rechecking import hold_list


@action
def use_standing(
    *,
    standing: StandingApproval,
    content: Content,
    working_copy: dict[str, Any],
    actor: Person,
    form_key: UUID | None = None,
) -> tuple[Draft, list[str]]:
    """Makes and submits a draft under a standing approval.

    Where its words, accounts, window and findings stay inside the standing approval, and the rules
    by which that was given are still those of the council, its authority is carried to exactly
    this revision. Otherwise it waits in the queue.

    Args:
        form_key: of the page that it comes from, which makes one draft however often it is sent.

    Returns:
        The draft, and why it was not approved at once: a sentence each, none where it was.

    Raises:
        AlreadyDone: the actor has sent this page before; with the draft that it started.
        RuleBroken: the standing approval is not in force today.
        MustFix: a policy check found a fact that stands in the way; nothing is made.
    """
    hold_list(standing.council)
    standing = locked_standing(standing)
    require_in_force(standing)
    require_same_council(standing, *content.texts)
    draft = _started(standing, content.title, working_copy, actor, form_key)
    revision = submit_draft(
        draft=draft, content=content, version=draft.version, actor=actor, tell=False
    )
    draft = locked(draft)
    reasons = why_outside(standing, content, revision.findings) + rules_changed(standing)
    if reasons:
        _tell_deciders(draft, revision)
        record(
            Verb.STANDING_USED,
            standing,
            actor=actor,
            new={"note": f"{draft.reference} waits for approval. {' '.join(reasons)}"},
        )
        return draft, reasons
    _approve(draft, revision, standing, actor)
    return draft, []


@action
def start_from_standing(
    *,
    standing: StandingApproval,
    title: str,
    working_copy: dict[str, Any],
    actor: Person,
    form_key: UUID | None = None,
) -> Draft:
    """Starts a draft from a standing approval's words, to change them: it waits as any other.

    Raises:
        AlreadyDone: the actor has sent this page before; with the draft that it started.
        RuleBroken: the standing approval is not in force today.
    """
    standing = locked_standing(standing)
    require_in_force(standing)
    return _started(standing, title, working_copy, actor, form_key)


def require_in_force(standing: StandingApproval) -> None:
    """Nothing is approved under one that has not begun, was ended, or whose day is past.

    Raises:
        Stale: its words or accounts are not those that were approved.
        RuleBroken: it is not in force today; says why.
    """
    if standing.status == StandingApproval.Status.ENDED and standing.ended_at:
        raise RuleBroken(
            f"{standing.ended_by} ended {standing.reference} on "
            f"{when_in_words(standing.ended_at)}: {standing.end_reason}"
        )
    if not standing.in_force:
        raise RuleBroken(f"{standing.reference} cannot be used. {why_not_in_force(standing)}")
    if not is_whole(standing):
        raise Stale(f"{standing.reference} is not what was approved. Ask for a new one.")


def why_not_in_force(standing: StandingApproval) -> str:
    """Why it is not in force today, in one sentence, and what to do."""
    status = standing.Status
    if standing.status == status.WAITING:
        return "It waits for approval. Until it has that, write a draft of your own."
    if standing.status == status.REFUSED:
        return f"{standing.decider} did not approve it: {standing.note}"
    if standing.starts_on > today():
        return f"It begins on {when_in_words(standing.starts_on)}."
    return f"It ended on {when_in_words(standing.ends_on)}. Ask for a new one."


def rules_changed(standing: StandingApproval) -> list[str]:
    """Which rules the authority rests on have changed since, a sentence each; none: still good."""
    council, kind = standing.council, Kind(standing.kind)
    given, now = rules_of(council.pk, standing.rulebook_version_id).rules, council.rulebook.rules
    what = standing.get_kind_display().lower()
    changed = []
    if getattr(given, AUTHORITY[kind]).value != getattr(now, AUTHORITY[kind]).value:
        changed.append(
            f"Since {standing.reference} was approved the council has changed who authorises a "
            f"{what}."
        )
    if (kind in (given.second_person.value or ())) != (kind in (now.second_person.value or ())):
        changed.append(
            f"Since {standing.reference} was approved the council has changed whether a {what} "
            "needs a second person."
        )
    return changed


def _started(
    standing: StandingApproval,
    title: str,
    working_copy: dict[str, Any],
    actor: Person,
    form_key: UUID | None,
) -> Draft:
    draft = create_draft(
        council=standing.council,
        title=title,
        working_copy=working_copy,
        actor=actor,
        form_key=form_key,
    )
    draft.standing = standing
    draft.save(update_fields=["standing"])
    return draft


def _approve(draft: Draft, revision: Revision, standing: StandingApproval, actor: Person) -> None:
    """Carries the standing decision, as it was made, to one revision."""
    assert standing.decider is not None  # the database holds it: standing_decided_by_somebody
    decision = _decided_before(draft, revision, standing)
    revision.targets.update(state=Target.State.TO_POST)
    draft.status = Draft.Status.APPROVED
    draft.save(update_fields=["status"])
    _tell_used(draft, revision, standing, actor)
    note = f"{actor} used {standing.reference}, which {standing.decider} gave"
    record(
        Verb.DRAFT_APPROVED,
        draft,
        actor=actor,
        office_id=standing.office_id,
        new={
            "revision": revision.number,
            "digest": revision.digest,
            "standing": standing.reference,
            "standing_digest": standing.digest,
            "own_authority": decision.own_authority,
            "source": decision.source,
            "note": note,
        },
    )
    record(
        Verb.STANDING_USED,
        standing,
        actor=actor,
        new={"note": f"{draft.reference} approved under it", "digest": revision.digest},
    )


def _decided_before(draft: Draft, revision: Revision, standing: StandingApproval) -> Decision:
    # The database holds the first: standing_decided_by_somebody. Both are written together.
    assert standing.decider is not None and standing.rulebook_version_id is not None
    return Decision.objects.create(
        council=draft.council,
        draft=draft,
        revision=revision,
        outcome=Decision.Outcome.APPROVED,
        decider=standing.decider,
        author_id=revision.author_id,
        rulebook_version_id=standing.rulebook_version_id,
        office_id=standing.office_id,
        own_authority=standing.own_authority,
        source=f"Standing approval {standing.reference}: {standing.source}"[:200],
        standing=standing,
    )


def _tell_used(draft: Draft, revision: Revision, standing: StandingApproval, actor: Person) -> None:
    recorders = Person.objects.holding(
        draft.council, draft.council.rulebook.rules.record_posts.value
    )
    told = Q(pk__in=recorders) | Q(pk=standing.decider_id)
    notify(
        Person.objects.at(draft.council).filter(told).exclude(pk=actor.pk),
        "standing_used",
        council=draft.council,
        draft=draft,
        revision=revision,
        standing=standing,
        actor=actor,
    )


def _tell_deciders(draft: Draft, revision: Revision) -> None:
    deciders = Person.objects.holding(draft.council, holders_for(draft))
    notify(
        deciders.exclude(pk=revision.author_id),
        "draft_waiting",
        council=draft.council,
        draft=draft,
        revision=revision,
    )
