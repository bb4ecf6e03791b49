"""A policy is reviewed, or something calls for that before its time."""

from datetime import date
from uuid import UUID

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from policies.dates import first_day, in_words, last_day
from policies.documents.actions import start_version, withdraw_policy
from policies.documents.actions.common import locked
from policies.documents.models import Policy, Version
from policies.documents.questions import in_work
from policies.reviews.facts import facts_of, rules_for
from policies.reviews.models import Review, Trigger


@action
def record_review(
    *,
    policy: Policy,
    outcome: str,
    reviewed_on: str,
    actor: Person,
    minute: str = "",
    reasons: str = "",
    next_due: str = "",
    label: str = "",
    form_key: UUID | None = None,
) -> Review:
    """Records that a policy was reviewed, and does what follows (DTC-6.1-c, FTC-11-a).

    No change: its next review counts from here. Amend: a draft version is begun, and the review
    stays due until that is adopted. Withdraw: it holds no longer. Whatever had called for a review
    by then is answered; where it amends, once that is adopted (`TriggerQuerySet.unanswered`).

    Args:
        outcome: one of `Review.Outcome`.
        reviewed_on: the day or month of the meeting, as stated (`policies/dates.py`).
        minute: its reference; needed unless the policy is to be amended.
        next_due: a day or month that the meeting set for the next one, as stated.
        label: what the new version is called, where it amends and none is being written.
        form_key: of the page that it comes from, which records one review however often it is sent.

    Raises:
        AlreadyDone: the same page was sent before; with the review.
        RuleBroken: the actor does not keep the policies, it lies in the future or before the
            version in force was approved, the minute is missing, the next one would not come after
            it, or nothing would say when that is.
    """
    refuse_secrets(minute, reasons)
    row = locked(policy, actor)
    if form_key and (same := row.council.policy_reviews.filter(form_key=form_key).first()):
        raise AlreadyDone("This review is on record already.", same)
    version = row.version_on(today())
    if outcome != Review.Outcome.AMEND:
        minute = required_words_of(minute, "Give the reference of the minute.", "minute")
    require_days(version, reviewed_on, next_due)
    if outcome == Review.Outcome.NO_CHANGE:
        require_next(row, next_due)
    elif next_due:
        raise RuleBroken(
            "The next review counts from what becomes of it now. Leave it empty.", field="next_due"
        )
    assert row.council.rulebook_id is not None  # the gate found a membership by it
    opened = begin_version(row, label, actor) if outcome == Review.Outcome.AMEND else None
    review = Review.objects.create(
        council=row.council,
        policy=row,
        version=version,
        outcome=outcome,
        reviewed_on=reviewed_on,
        minute=minute.strip(),
        reasons=reasons,
        next_due=next_due,
        opened=opened,
        recorded_by=actor,
        office_id=actor.require_membership_at(row.council).office_for(Duty.MANAGE_RULES),
        rulebook_version_id=row.council.rulebook_id,
        form_key=form_key,
    )
    answered = 0
    if outcome != Review.Outcome.AMEND:
        called = row.triggers.unanswered().filter(noticed_on__lte=last_day(reviewed_on))
        answered = row.triggers.filter(pk__in=[one.pk for one in called]).update(review=review)
    if outcome == Review.Outcome.WITHDRAW:
        ended = min(last_day(reviewed_on), today())
        withdraw_policy(policy=row, withdrawn_on=ended, minute=minute, actor=actor)
    record(
        Verb.POLICY_REVIEWED,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={
            "outcome": outcome,
            "reviewed_on": reviewed_on,
            "minute": review.minute,
            "reasons": reasons,
            "next_due": next_due,
            "version": version.label if version else None,
            "opened": opened.label if opened else None,
            "answered": answered,
        },
    )
    return review


@action
def call_for_review(
    *,
    policy: Policy,
    kind: str,
    what: str,
    noticed_on: date,
    due_on: date,
    actor: Person,
    form_key: UUID | None = None,
) -> Trigger:
    """Records what calls for a review before its time, which opens one (DTC-6.1-d).

    Args:
        kind: one of `Trigger.Kind`.
        what: which law, incident or finding.
        noticed_on: the day (London) on which it happened or was noticed.
        due_on: the last day (London) on which the policy is reviewed for it in time.

    Raises:
        AlreadyDone: the same page was sent before; with what it recorded.
        RuleBroken: the actor does not keep the policies, nothing is said, or a day cannot be.
    """
    refuse_secrets(what)
    row = locked(policy, actor)
    if form_key and (same := row.council.review_triggers.filter(form_key=form_key).first()):
        raise AlreadyDone("This is on record already.", same)
    what = required_words_of(what, "Say what it is.", "what")
    if noticed_on > today():
        raise RuleBroken("It was not noticed yet: the day is in the future.", field="noticed_on")
    if due_on < today():
        raise RuleBroken("That day has passed. Choose today or later.", field="due_on")
    trigger = Trigger.objects.create(
        council=row.council,
        policy=row,
        kind=kind,
        what=what,
        noticed_on=noticed_on,
        due_on=due_on,
        recorded_by=actor,
        form_key=form_key,
    )
    record(
        Verb.REVIEW_CALLED_FOR,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={
            "kind": kind,
            "what": what,
            "noticed_on": noticed_on.isoformat(),
            "due_on": due_on.isoformat(),
        },
    )
    return trigger


def begin_version(policy: Policy, label: str, actor: Person) -> Version:
    """The draft in which a policy is amended: the one that is being written, else a new one."""
    return in_work(policy) or start_version(policy=policy, label=label, actor=actor)


def require_days(version: Version | None, reviewed_on: str, next_due: str) -> None:
    """Judges the days of a review; what is stated as a month by the whole of it.

    Raises:
        RuleBroken: it lies in the future or before the version was approved, or the next one does
            not come after it.
    """
    if first_day(reviewed_on) > today():
        raise RuleBroken("It was not reviewed yet: that is in the future.", field="reviewed_on")
    approved = version.approved_on if version else ""
    if version and approved and last_day(reviewed_on) < first_day(approved):
        raise RuleBroken(
            f"{version.label} was not approved before {in_words(approved)}, so it was not reviewed "
            "before either.",
            field="reviewed_on",
        )
    if next_due and first_day(next_due) <= last_day(reviewed_on):
        raise RuleBroken("The next review must come after this one.", field="next_due")


def require_next(policy: Policy, next_due: str) -> None:
    """Asserts that something says when the next review is, where something did so far.

    Raises:
        RuleBroken: the day or month that was stated is over with this review, and there is no
            period.
    """
    facts = next(one for one in facts_of([policy.council_id], today()) if one.policy == policy.pk)
    rule = rules_for([facts])[facts.digest]
    months = rule.months if facts.carries_rules else facts.months
    stated = facts.next_due or facts.review_due or (facts.carries_rules and rule.due)
    if stated and not months and not next_due:
        raise RuleBroken(
            "No period is set for this policy, so say when it is reviewed next.", field="next_due"
        )


def required_words_of(words: str, otherwise: str, field: str) -> str:
    """As `required_words`, with the field that it is about."""
    try:
        return required_words(words, otherwise)
    except RuleBroken as error:
        raise RuleBroken(error.sentence, field=field) from None
