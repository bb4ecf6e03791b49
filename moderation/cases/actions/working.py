"""Notes, advice, referrals, the Commissioner, and keeping a case for legal action."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, required_words
from moderation.cases.actions.common import (
    locked,
    not_later_than_now,
    refuse_twice,
    to_work_on,
    write,
)
from moderation.cases.models import Case, CaseEntry, Referral
from moderation.items.actions import SKEW
from moderation.log.models import ModerationAction

Kind = CaseEntry.Kind


@action
def add_note(
    *,
    case: Case,
    words: str,
    at: datetime | None = None,
    form_key: UUID | None = None,
    actor: Person,
) -> Case:
    """Adds a note to the timeline, which nobody edits afterwards.

    Args:
        at: when it was; None for now.

    Raises:
        RuleBroken: nothing is said, the time is to come, or the case is not open to the actor.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    words = required_words(words, "Write the note.")
    if at:
        not_later_than_now(at, "it was")
    write(case, Kind.NOTE, Verb.CASE_NOTED, words=words, at=at, form_key=form_key, actor=actor)
    return case


@action
def say_as_affected(*, case: Case, words: str, form_key: UUID | None = None, actor: Person) -> Case:
    """Lets the person affected add what they know, also once the case is closed.

    Raises:
        RuleBroken: nothing is said, or the actor is not the person affected.
        AlreadyDone: the same page was sent before.
    """
    case = locked(case)
    actor.require_membership_at(case.council)
    if case.affected_id != actor.pk:
        raise RuleBroken("This is for the person affected.")
    refuse_twice(case, form_key)
    words = required_words(words, "Say what you want to add.")
    write(case, Kind.SAID, Verb.CASE_NOTED, words=words, form_key=form_key, actor=actor)
    return case


@action
def record_advice(*, case: Case, words: str, form_key: UUID | None = None, actor: Person) -> Case:
    """Records the advice given, which the person affected reads on their own case (LLTC-8.1-a).

    Raises:
        RuleBroken: nothing is said, or the case is not open to the actor.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    words = required_words(words, "Say what advice was given.")
    write(case, Kind.ADVICE, Verb.CASE_ADVISED, words=words, form_key=form_key, actor=actor)
    return case


@action
def refer_case(
    *,
    case: Case,
    body: str,
    name: str = "",
    made_at: datetime | None = None,
    reference: str = "",
    none_given: bool = False,
    note: str = "",
    form_key: UUID | None = None,
    actor: Person,
) -> Case:
    """Records that the case was put before somebody outside (FTC-6.5-m, DTC-3.2-b, LLTC-6.3-b).

    Args:
        name: which force, board or provider; needed where it is somebody else.
        made_at: when; None for now.
        reference: theirs; or `none_given` where they gave none.

    Raises:
        RuleBroken: neither or both of the two, the time is to come, or nobody is named.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    made_at = made_at or timezone.now()
    not_later_than_now(made_at, "it was referred")
    put_before(
        case,
        body=body,
        name=name.strip(),
        made_at=made_at,
        reference=reference.strip(),
        none_given=none_given,
        note=note.strip(),
        form_key=form_key,
        actor=actor,
    )
    return case


def put_before(
    case: Case,
    *,
    body: str,
    made_at: datetime,
    reference: str,
    none_given: bool,
    actor: Person,
    name: str = "",
    note: str = "",
    action: ModerationAction | None = None,
    form_key: UUID | None = None,
) -> Referral:
    """Writes a referral and its line; part of an action that holds the case."""
    if bool(reference) == none_given:
        raise RuleBroken("Give their reference, or say that they gave none.")
    if body == Referral.Body.OTHER and not name:
        raise RuleBroken("Say to whom it was referred.")
    if body == Referral.Body.COMMISSIONER:
        if case.aware_at and made_at < case.aware_at - SKEW:
            raise RuleBroken("They were told before the council became aware. Correct the time.")
        answer_commissioner(case, made_at)
    if body == Referral.Body.SOLICITOR and not case.hold:
        case.hold = True
        case.save(update_fields=["hold"])
    entry = write(
        case,
        Kind.REFERRED,
        Verb.CASE_REFERRED,
        words=note,
        at=made_at,
        form_key=form_key,
        actor=actor,
    )
    return Referral.objects.create(
        council=case.council,
        case=case,
        body=body,
        name=name,
        made_at=made_at,
        reference=reference,
        none_given=none_given,
        action=action,
        entry=entry,
    )


@action
def decide_not_to_tell(
    *, case: Case, words: str, form_key: UUID | None = None, actor: Person
) -> Case:
    """Records why the Commissioner is not told: a risk to people is unlikely (UK GDPR, art. 33).

    Raises:
        RuleBroken: nothing is said, it is no data breach, or the Commissioner was told.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    words = required_words(words, "Say why a risk to people is unlikely.")
    if case.kind != Case.Kind.BREACH:
        raise RuleBroken("Only of a data breach the Information Commissioner is told.")
    if case.referrals.filter(body=Referral.Body.COMMISSIONER).exists():
        raise RuleBroken("The Information Commissioner was told already.")
    answer_commissioner(case, timezone.now())
    write(case, Kind.NOT_TOLD, Verb.CASE_NOTED, words=words, form_key=form_key, actor=actor)
    return case


def answer_commissioner(case: Case, moment: datetime) -> None:
    """Stops a breach's clock; the first answer counts."""
    if case.kind == Case.Kind.BREACH and case.commissioner_at is None:
        case.commissioner_at = moment
        case.save(update_fields=["commissioner_at"])


@action
def hold_case(*, case: Case, words: str, form_key: UUID | None = None, actor: Person) -> Case:
    """Keeps a case and its evidence for legal action (DTC-3.2-e).

    Raises:
        RuleBroken: it is kept already, or nothing says why.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    words = required_words(words, "Say why it is kept.")
    if case.hold:
        raise RuleBroken("It is kept for legal action already.")
    case.hold = True
    case.save(update_fields=["hold"])
    write(case, Kind.HELD, Verb.CASE_HELD, words=words, form_key=form_key, actor=actor)
    return case


@action
def release_case(*, case: Case, words: str, form_key: UUID | None = None, actor: Person) -> Case:
    """Ends that: nobody needs it for legal action any more.

    Raises:
        RuleBroken: it is not kept, or nothing says why it need not be.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    words = required_words(words, "Say why it need not be kept any more.")
    if not case.hold:
        raise RuleBroken("It is not kept for legal action.")
    case.hold = False
    case.save(update_fields=["hold"])
    write(case, Kind.RELEASED, Verb.CASE_RELEASED, words=words, form_key=form_key, actor=actor)
    return case
