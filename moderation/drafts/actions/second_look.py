"""A second look: after an approval without second check, and after a rejection."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.drafts.actions.common import locked
from moderation.drafts.authority import authority_to_post, decidable_kinds
from moderation.drafts.deciders import able_to_decide
from moderation.drafts.models import Decision, Draft, ReviewRequest, SecondCheck


@action
def check_after(
    *, decision: Decision, outcome: SecondCheck.Outcome, note: str, actor: Person
) -> SecondCheck:
    """A second person's look at an approval that had none: confirmed, or a concern in words.

    A concern is mailed to author, decider and proper officer. What follows from it is decided
    apart: the approval withdrawn while nothing is out, or the post taken down.

    Raises:
        Stale: somebody has looked at it already; says who.
        RuleBroken: the approval had its second check, the actor made or wrote it or may not
            authorise such posts, or a concern comes without words.
    """
    require_same_council(decision, decision.draft)
    draft = locked(decision.draft)
    require_stands(draft, decision)
    if decision.outcome != Decision.Outcome.APPROVED or not decision.without_second_check:
        raise RuleBroken(f"{draft.reference} was not approved without a second check.")
    done = SecondCheck.objects.filter(decision=decision).select_related("checker").first()
    if done:
        raise Stale(f"{done.checker} has looked at {draft.reference} already.")
    if actor.pk in {decision.decider_id, decision.author_id}:
        raise RuleBroken(
            "You wrote or approved this, so a different person must look at it.",
            source=_source_of_second_person(draft),
        )
    authority = authority_to_post(draft=draft, revision=decision.revision, actor=actor)
    if outcome == SecondCheck.Outcome.CONCERN:
        required_words(note, "Say what your concern is. The author and the decider will read it.")
    check = SecondCheck.objects.create(
        council=draft.council,
        decision=decision,
        outcome=outcome,
        note=note.strip(),
        checker=actor,
        office_id=authority.office_id,
    )
    if outcome == SecondCheck.Outcome.CONCERN:
        _tell_concern(draft, check)
    record(
        Verb.SECOND_CHECK_DONE,
        draft,
        actor=actor,
        office_id=authority.office_id,
        new={
            "outcome": outcome,
            "reason": check.get_outcome_display(),
            "note": check.note,
            "digest": decision.revision.digest,
        },
    )
    return check


def require_stands(draft: Draft, decision: Decision) -> None:
    """Only an approval that still stands is looked at.

    Raises:
        Stale: its author took the draft back, it was withdrawn, or another version was submitted.
    """
    if draft.current_id != decision.revision_id or draft.status != Draft.Status.APPROVED:
        raise Stale(
            f"The approval of {draft.reference} no longer stands, so nothing is left to look at."
        )


@action
def ask_review(*, draft: Draft, reasons: str, actor: Person) -> ReviewRequest:
    """A rejected author asks, once for each rejection, that it be looked at again.

    Raises:
        Stale: the draft is not rejected (any more).
        RuleBroken: somebody else wrote it, it was asked already, or no reasons are given.
    """
    draft.require_author(actor)
    reasons = required_words(
        reasons, "Give your reasons, so that whoever looks again knows what to look at."
    )
    draft = locked(draft)
    draft.require_status(Draft.Status.REJECTED)
    decision = draft.decisions.select_related("decider").get(revision=draft.current_id)
    if ReviewRequest.objects.filter(decision=decision).exists():
        raise RuleBroken(f"A review of {draft.reference} was asked for already. It is given once.")
    asked = ReviewRequest.objects.create(
        council=draft.council, decision=decision, asked_by=actor, reasons=reasons
    )
    notify(
        reviewers_of(draft, decision),
        "second_look_asked",
        council=draft.council,
        draft=draft,
        review=asked,
    )
    record(Verb.REVIEW_ASKED, draft, actor=actor, new={"note": asked.reasons})
    return asked


@action
def answer_review(
    *,
    review: ReviewRequest,
    draft: Draft,
    outcome: ReviewRequest.Outcome,
    answer: str,
    actor: Person,
) -> ReviewRequest:
    """Upholds a rejection with words, or gives the draft back so that it can be submitted again.

    Another than the decider answers, where there is one who may authorise such a draft.

    Raises:
        Stale: it was answered already, or the draft is not rejected any more.
        RuleBroken: the actor may not authorise it, or rejected it while another could answer, or
            the answer has no words.
    """
    require_same_council(review, draft)
    draft = locked(draft)
    now = ReviewRequest.objects.select_for_update(no_key=True).get(pk=review.pk)
    if now.answered_by is not None:
        raise Stale(f"{now.answered_by} has answered this request already.")
    draft.require_status(Draft.Status.REJECTED)
    require_reviewer(draft, now, actor)
    authority = authority_to_post(draft=draft, revision=now.decision.revision, actor=actor)
    now.outcome = outcome
    now.answer = required_words(answer, "Say why. The author will read it.")
    now.answered_by, now.answered_at = actor, timezone.now()
    now.office_id = authority.office_id
    now.save(update_fields=["outcome", "answer", "answered_by", "answered_at", "office"])
    if outcome == ReviewRequest.Outcome.REOPENED:
        draft.status, draft.version = Draft.Status.DRAFT, draft.version + 1
        draft.save(update_fields=["status", "version"])
    notify(
        Person.objects.at(draft.council).filter(pk=now.asked_by_id),
        "second_look_answered",
        council=draft.council,
        draft=draft,
        review=now,
    )
    record(
        Verb.REVIEW_ANSWERED,
        draft,
        actor=actor,
        office_id=authority.office_id,
        new={
            "outcome": outcome,
            "reason": now.get_outcome_display(),
            "note": now.answer,
            "digest": now.decision.revision.digest,
        },
    )
    return now


def reviewers_of(draft: Draft, decision: Decision) -> "QuerySet[Person]":
    """Who may answer a request for review: others than the decider, or the decider if none is."""
    able = able_to_decide(draft.council, Kind(draft.kind), draft.author_id)
    able = able.exclude(pk=draft.author_id)  # also where they might decide their own
    others = able.exclude(pk=decision.decider_id)
    return others if others.exists() else able


def reviews_for(membership: Membership, most: int) -> list[ReviewRequest]:
    """The open requests for review that a member may answer today, the oldest first.

    Args:
        most: how many to read at most.
    """
    kinds = decidable_kinds(membership)
    if not kinds:
        return []
    person = membership.person_id
    asked = membership.council.review_requests.open().select_related("decision__draft__council")
    others = asked.exclude(asked_by=person).filter(decision__draft__kind__in=kinds)
    return [
        review
        for review in others.order_by("pk")[:most]
        if review.decision.decider_id != person
        or reviewers_of(review.decision.draft, review.decision).filter(pk=person).exists()
    ]


def require_reviewer(draft: Draft, review: ReviewRequest, actor: Person) -> None:
    """Whoever rejected a draft answers only where nobody else can.

    Raises:
        RuleBroken: the actor rejected it and another may authorise such a draft, or wrote it.
    """
    decision = review.decision
    if actor.pk == draft.author_id:
        raise RuleBroken("You asked for this review, so somebody else must answer it.")
    if decision.decider_id == actor.pk and not reviewers_of(draft, decision).filter(pk=actor.pk):
        raise RuleBroken("You rejected this draft, so another approver must look at it again.")


def _tell_concern(draft: Draft, check: SecondCheck) -> None:
    officer = Person.objects.holding(draft.council, None)
    concerned = Q(pk__in=[check.decision.author_id, check.decision.decider_id]) | Q(pk__in=officer)
    notify(
        Person.objects.at(draft.council).filter(concerned).exclude(pk=check.checker_id),
        "second_look_concern",
        council=draft.council,
        draft=draft,
        check=check,
    )


def _source_of_second_person(draft: Draft) -> str:
    book = draft.council.rulebook
    return book.source_if_set("second_person")
