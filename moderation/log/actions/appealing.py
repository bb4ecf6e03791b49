"""A resident whose post was not let through asks once, with reasons; the clerk answers."""

from datetime import date

from django.utils import timezone

from accounts.dates import LONDON, today
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from moderation.items.actions import digest_of
from moderation.items.authors import plain_words
from moderation.log.actions.common import locked, require_standing, shortened
from moderation.log.actions.putting_right import reverse
from moderation.log.models import Appeal, ModerationAction


@action
def record_appeal(*, action: ModerationAction, words: str, asked_on: date, actor: Person) -> Appeal:
    """Records that a resident asks for their post after all.

    Args:
        words: their reasons, at most 10,000 characters.
        asked_on: the day on which they asked (London).

    Raises:
        AlreadyDone: they asked before, and may ask once; with that appeal.
        RuleBroken: the actor does not log moderation, the post was let through, no reasons are
            given, or the day cannot be.
    """
    actor.require_duty_at(action.council, Duty.LOG_MODERATION)
    row = locked(action)
    if row.kind != ModerationAction.Kind.NOT_LET_THROUGH:
        raise RuleBroken("Only a post that was not let through can be asked for.")
    if asked := _asked(row):
        raise AlreadyDone("A resident may ask once, and this was asked already.", asked)
    require_standing(row)
    words = shortened(plain_words(words), 10_000, "resident’s reasons")
    required_words(words, "Write down the resident’s reasons.")
    if asked_on > today():
        raise RuleBroken("The day on which it was asked is in the future.")
    if asked_on < timezone.localdate(row.happened_at, LONDON):
        raise RuleBroken("It was asked before the post was held back. Correct the day.")
    appeal = Appeal.objects.create(
        council=row.council, action=row, words=words, asked_on=asked_on, recorded_by=actor
    )
    record(
        Verb.APPEAL_RECORDED,
        appeal,
        actor=actor,
        duty=Duty.LOG_MODERATION,
        new={"words_digest": digest_of(words), "asked_on": asked_on.isoformat()},
    )
    return appeal


@action
def answer_appeal(
    *, appeal: Appeal, answer: str, let_through: bool, actor: Person, in_error: bool = True
) -> Appeal:
    """Answers a resident, as the proper officer or who covers for them.

    Args:
        answer: what the resident is told.
        let_through: the post is let through after all; it is then to be done on the platform,
            unless that was said of it meanwhile.
        in_error: of a post let through: it should not have been held back, and counts against
            nobody.

    Raises:
        Stale: it was answered already.
        RuleBroken: somebody else answers, or there is no answer.
    """
    council = appeal.council
    office_id = _office_that_answers(actor.require_membership_at(council))
    row = council.appeals.select_for_update(no_key=True).get(pk=appeal.pk)
    row.council = council
    if row.answered_at is not None:
        raise Stale(f"{row.answered_by} answered this already.")
    row.answer = shortened(
        required_words(answer, "Write what the resident is told."), 4_000, "answer"
    )
    row.let_through, row.answered_by, row.answered_at = let_through, actor, timezone.now()
    row.office_id = office_id
    row.save(update_fields=["answer", "let_through", "answered_by", "office", "answered_at"])
    record(
        Verb.APPEAL_ANSWERED,
        row,
        actor=actor,
        office_id=office_id,
        new={"let_through": let_through, "answer_digest": digest_of(row.answer)},
    )
    entry = _newest(row.action)
    held = entry.kind == ModerationAction.Kind.NOT_LET_THROUGH
    if let_through and held and not ModerationAction.objects.filter(reverses=entry).exists():
        why = "Let through after the resident asked."
        reverse(locked(entry), why=why, in_error=in_error, actor=actor, done=False)
    return row


def may_answer(membership: Membership) -> bool:
    """Whether somebody is the proper officer today, or covers for them."""
    return membership.council.rulebook.proper_officer in membership.offices


def _office_that_answers(membership: Membership) -> int:
    book = membership.council.rulebook
    if not may_answer(membership):
        raise RuleBroken(f"Only the {book.title(book.proper_officer)} answers this.")
    return membership.offices[book.proper_officer]


def _asked(entry: ModerationAction) -> Appeal | None:
    """The appeal about an entry, or about the one that it corrects: it is the same decision."""
    earlier: ModerationAction | None = entry
    while earlier is not None:
        if asked := Appeal.objects.filter(action=earlier).first():
            return asked
        earlier = earlier.corrects
    return None


def _newest(entry: ModerationAction) -> ModerationAction:
    """What counts of an entry that was corrected since."""
    while later := ModerationAction.objects.filter(corrects=entry).first():
        entry = later
    return entry
