"""Passing a councillor's conduct to the Monitoring Officer, and closing a record."""

from datetime import date

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale
from moderation.conduct.actions.common import held, require_past, tell
from moderation.conduct.models import Conduct


@action
def refer_conduct(
    *, conduct: Conduct, referred_on: date, actor: Person, officer_reference: str = ""
) -> Conduct:
    """Records that the Monitoring Officer has it (HLTC-conduct-3).

    Raises:
        RuleBroken: an office of the council deals with it, or the day is in the future.
        Stale: it was referred already, or closed.
    """
    conduct = held(conduct, actor)
    if not conduct.for_monitoring_officer:
        raise RuleBroken("An employee’s conduct is dealt with by the council itself.")
    if conduct.referred_on:
        raise Stale("It was referred already.")
    require_past(referred_on, "referred")
    refuse_hidden(officer_reference)
    conduct.referred_on, conduct.officer_reference = referred_on, officer_reference
    conduct.save(update_fields=["referred_on", "officer_reference"])
    tell(Verb.CONDUCT_REFERRED, conduct, actor, on=referred_on.isoformat())
    return conduct


@action
def record_decided(*, conduct: Conduct, outcome_on: date, actor: Person) -> Conduct:
    """Records the day on which the Monitoring Officer decided; what they decided is not kept.

    Raises:
        RuleBroken: it was not referred, or the day is wrong.
        Stale: the day is on the record already.
    """
    conduct = held(conduct, actor)
    if conduct.referred_on is None:
        raise RuleBroken("Record first when it was referred to the Monitoring Officer.")
    if conduct.outcome_on:
        raise Stale("The day is on the record already.")
    require_past(outcome_on, "decided")
    if outcome_on < conduct.referred_on:
        raise RuleBroken("It was decided before it was referred. Correct the day.")
    conduct.outcome_on = outcome_on
    conduct.save(update_fields=["outcome_on"])
    tell(Verb.CONDUCT_DECIDED, conduct, actor, on=outcome_on.isoformat())
    return conduct


@action
def close_conduct(*, conduct: Conduct, actor: Person) -> Conduct:
    """Closes a record: what is left is done elsewhere.

    Raises:
        RuleBroken: a removal was asked for and is not answered yet (LLTC-9.5-a).
    """
    conduct = held(conduct, actor)
    if conduct.removals.open().exists():
        raise RuleBroken(
            "A request to remove it waits for its answer. Record the answer, then close.",
            source="; ".join(conduct.council.rulebook.cited("LLTC-9.5-a", "HLTC-conduct-5")),
        )
    conduct.closed_at = timezone.now()
    conduct.save(update_fields=["closed_at"])
    tell(Verb.CONDUCT_CLOSED, conduct, actor)
    return conduct
