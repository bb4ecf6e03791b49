"""The letter that answers a request goes out, and again where it did not arrive."""

from django.conf import settings

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from moderation.unblocks.actions.asking import locked
from moderation.unblocks.before import decisions_about
from moderation.unblocks.deciders import require_decider, require_not_refused, standing_to
from moderation.unblocks.erasing import empty_if_due
from moderation.unblocks.letters import TOLD_THERE, joined, split
from moderation.unblocks.models import UnblockDecision, UnblockLetter, UnblockRequest
from moderation.unblocks.models.decision import told_there_alone
from moderation.unblocks.readers import PREPARING, require_preparer

Way, State = UnblockLetter.Way, UnblockRequest.State

#: The way that goes with how somebody wants their answer.
USUAL = {
    UnblockRequest.AnswerBy.EMAIL: Way.EMAIL,
    UnblockRequest.AnswerBy.POST: Way.PRINTED,
    UnblockRequest.AnswerBy.COLLECT: Way.PRINTED,
    UnblockRequest.AnswerBy.PHONE: Way.TOLD,
}


@action
def send_letter_again(
    *,
    request: UnblockRequest,
    way: str,
    after: int | None,
    actor: Person,
    words: str | None = None,
) -> UnblockLetter:
    """Sends the answer again, or another way: it did not arrive, or somebody needs it on paper.

    Args:
        after: the id of the last letter, as the page showed it.
        words: how it begins, as `split` gives it; None as that letter did. Others come from whoever
            may decide alone: they are the council's decision in words (DTC-3.2-d). What follows in
            it, the reasons and whom to turn to, stays.

    Raises:
        Stale: the request is not decided, or was taken back; or the answer was sent again since.
        RuleBroken: the actor may not, or may not change the letter; it is empty or cannot go that
            way, or its words were erased.
    """
    row = locked(request)
    require_preparer(row, actor)
    row.require_state(State.DECIDED, State.ANSWERED)
    if row.erased_at:
        raise RuleBroken(f"The words of {row.reference} were erased, so no answer can be sent.")
    last = row.letters.select_related("sent_by").latest("pk")
    if last.pk != after:
        raise AlreadyDone(f"{last.sent_by} sent the answer again meanwhile. Look at it first.", row)
    if words is None:
        words = last.words
    else:
        words = joined(required_words(words, "Write the letter."), split(last.words)[1])
    if _lines(words) != _lines(last.words):
        decider = standing_to(require_decider(row, actor), decisions_about(row))
        require_not_refused(decider)
    decision = row.decision
    require_way(row, way, decision.outcome, decision.holder)
    letter = write_letter(row, decision, words, way, actor)
    record(
        Verb.UNBLOCK_LETTER_SENT,
        row,
        actor=actor,
        office_id=letter.office_id,
        new={
            "way": letter.get_way_display(),
            "changed": _lines(words) != _lines(last.words),
            "note": letter.get_way_display(),
        },
    )
    return letter


@action
def record_answered(*, request: UnblockRequest, actor: Person) -> UnblockRequest:
    """Says that a letter was posted or handed over, or its words were told.

    Raises:
        Stale: it is not decided, or was answered already.
        RuleBroken: the actor may not.
    """
    row = locked(request)
    require_preparer(row, actor)
    row.require_state(State.DECIDED)
    row.state = State.ANSWERED
    row.save(update_fields=["state"])
    way = row.letters.order_by("-pk").values_list("way", flat=True).first()
    record(
        Verb.UNBLOCK_ANSWERED,
        row,
        actor=actor,
        office_id=actor.office_for(row.council, *PREPARING),
        new={"way": Way(way).label if way else "", "note": Way(way).label if way else ""},
    )
    empty_if_due(row)
    return row


def ways_for(request: UnblockRequest, outcome: str, holder: str) -> list[UnblockLetter.Way]:
    """How an answer can go: to the profile itself alone where nobody knows whose it is (T10)."""
    if told_there_alone(outcome, holder):
        return [Way.PLATFORM]
    return [way for way in Way if way != Way.EMAIL or request.email]


def require_way(request: UnblockRequest, way: str, outcome: str, holder: str) -> None:
    """Asserts that an answer can go in this way.

    Raises:
        RuleBroken: there is no e-mail address to send it to, or no such way; or nobody knows that
            whoever asked holds the profile.
    """
    if way not in Way.values:
        raise RuleBroken("Select how the letter goes.")
    if way in ways_for(request, outcome, holder):
        return
    if told_there_alone(outcome, holder):
        raise RuleBroken(
            "It is not known that the profile is theirs, so the answer goes to the profile itself, "
            "on the platform."
        )
    raise RuleBroken("No email address was given. Print the letter, or tell them its words.")


def write_letter(
    request: UnblockRequest, decision: UnblockDecision, words: str, way: str, actor: Person
) -> UnblockLetter:
    """Keeps a letter of a locked request as it goes out, and mails it where it goes by e-mail.

    On paper or by word of mouth it counts as answered once somebody says so (`record_answered`).
    What was answered once stays so: its answer is on the requester's own page.
    """
    letter = UnblockLetter.objects.create(
        council=request.council,
        request=request,
        words=words,
        way=way,
        sent_by=actor,
        office_id=actor.office_for(request.council, *PREPARING),
    )
    if way == Way.EMAIL:
        _mail(request, words)
    elif decision.is_told_there_alone and request.email and not _was_written_before(letter):
        _mail(request, TOLD_THERE.format(email=request.council.email))
    if way == Way.EMAIL and request.state != State.ANSWERED:
        request.state = State.ANSWERED
        request.save(update_fields=["state"])
        empty_if_due(request)
    return letter


def _was_written_before(letter: UnblockLetter) -> bool:
    return UnblockLetter.objects.filter(request=letter.request_id, pk__lt=letter.pk).exists()


def _mail(request: UnblockRequest, words: str) -> None:
    """Mails an answer. Its link opens their page, so the words are not kept with the message."""
    notify(
        [request],
        "unblock_answer",
        council=request.council,
        secret=True,
        request=request,
        words=words,
        link=f"{settings.BASE_URL}{request.status_url}",
    )


def _lines(words: str) -> str:
    """A letter as letters are compared: the ends of its lines are all one."""
    return "\n".join(words.split("\r\n")).strip()
