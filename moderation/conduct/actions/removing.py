"""Asking somebody to take a post down, and what became of it."""

from datetime import date

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale, required_words
from moderation.conduct.actions.common import held, office_of, require_past, tell
from moderation.conduct.models import Conduct, RemovalRequest


@action
def ask_removal(
    *, conduct: Conduct, asked: str, asked_on: date, due_on: date, actor: Person
) -> RemovalRequest:
    """Records that somebody was asked to take a post down (LLTC-9.5-a, HLTC-conduct-5).

    Raises:
        RuleBroken: it was asked in the future, is due before it was asked, or it is an employee's
            and a councillor is said to have been asked, or the other way round.
        Stale: another request waits for its answer, or the record was closed.
    """
    conduct = held(conduct, actor)
    if conduct.removals.open().exists():
        raise Stale("A request to remove it waits for its answer. Record that first.")
    if asked not in (conduct.kind, RemovalRequest.Asked.OTHER):
        raise RuleBroken("Say that whose it is was asked, or somebody else.")
    require_past(asked_on, "asked")
    if due_on < asked_on:
        raise RuleBroken("The day it is due comes before the day it was asked. Correct one.")
    request = RemovalRequest.objects.create(
        council=conduct.council,
        conduct=conduct,
        asked=asked,
        asked_on=asked_on,
        due_on=due_on,
        asked_by=actor,
        office_id=office_of(conduct, actor),
    )
    tell(Verb.REMOVAL_ASKED, conduct, actor, due_on=due_on.isoformat())
    return request


@action
def answer_removal(
    *, request: RemovalRequest, outcome: str, answered_on: date, actor: Person, answer: str = ""
) -> RemovalRequest:
    """Records that a post was removed, or that somebody refused.

    Raises:
        RuleBroken: the day is in the future or before it was asked.
        Stale: it was answered meanwhile, or the record was closed.
    """
    conduct = held(request.conduct, actor)
    row = conduct.removals.get(pk=request.pk)
    if row.outcome:
        raise Stale("An answer is on the record already.")
    require_past(answered_on, "answered")
    if answered_on < row.asked_on:
        raise RuleBroken("It was answered before it was asked. Correct the day.")
    refuse_hidden(answer)
    row.outcome, row.answer, row.answered_on = outcome, answer, answered_on
    row.save(update_fields=["outcome", "answer", "answered_on"])
    tell(Verb.REMOVAL_ANSWERED, conduct, actor, outcome=outcome)
    return row


@action
def refer_refusal(
    *, request: RemovalRequest, referred_to: str, referred_on: date, actor: Person
) -> RemovalRequest:
    """Records to whom a refusal was referred.

    Raises:
        RuleBroken: it was not refused, nobody is named, or the day is wrong.
        Stale: it was referred meanwhile.
    """
    conduct = held(request.conduct, actor)
    row = conduct.removals.get(pk=request.pk)
    if row.outcome != RemovalRequest.Outcome.REFUSED or row.answered_on is None:
        raise RuleBroken("Only a refusal is referred.")
    if row.referred_on:
        raise Stale("It was referred already.")
    require_past(referred_on, "referred")
    if referred_on < row.answered_on:
        raise RuleBroken("It was referred before it was refused. Correct the day.")
    row.referred_to = required_words(referred_to, "Say to whom it was referred.")
    refuse_hidden(row.referred_to)
    row.referred_on = referred_on
    row.save(update_fields=["referred_to", "referred_on"])
    tell(Verb.REMOVAL_REFERRED, conduct, actor)
    return row
