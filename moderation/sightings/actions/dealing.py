"""Whoever it went to: take it, hand it on, take it over, tell the platform, close it."""

from django.utils import timezone

from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.sightings.actions.common import (
    locked,
    require_may_act,
    require_taken_by,
    settle,
    tell,
    tell_them,
)
from moderation.sightings.models import SentTo, Sighting

State = Sighting.State


@action
def take_sighting(*, sighting: Sighting, actor: Person) -> Sighting:
    """The first to take a report deals with it; the others see who that is (LLTC-6.3-a).

    Raises:
        Stale: somebody was faster, or it is closed.
        RuleBroken: it did not go to the actor.
    """
    sighting = locked(sighting)
    sighting.require_open()
    require_may_act(sighting, actor)
    if sighting.taken_by_id:
        assert sighting.taken_at is not None  # sighting_taken_by_somebody
        when = when_in_words(sighting.taken_at)
        raise Stale(f"{sighting.taken_by} took {sighting.reference} on {when}.")
    _give(sighting, actor)
    record(Verb.SIGHTING_TAKEN, sighting, actor=actor)
    return sighting


@action
def take_over(*, sighting: Sighting, reason: str, actor: Person) -> Sighting:
    """Takes a report from whoever has it, who is told.

    Raises:
        Stale: nobody has it, or it is the actor's already, or it is closed.
        RuleBroken: no reason is given, or it did not go to the actor.
    """
    sighting = locked(sighting)
    sighting.require_open()
    require_may_act(sighting, actor)
    before = sighting.taken_by
    if before is None or before.pk == actor.pk:
        raise Stale(f"Nobody else has {sighting.reference} now.")
    reason = required_words(reason, "Say why you take it over.")
    _give(sighting, actor)
    tell(sighting, [before], "sighting_taken_over", by=actor)
    record(Verb.SIGHTING_TAKEN_OVER, sighting, actor=actor, new=_said(sighting, reason))
    return sighting


@action
def hand_on(*, sighting: Sighting, office: Office, note: str, actor: Person) -> Sighting:
    """Sends a report to another office, where anybody may take it; it stays seen by all before.

    Raises:
        Stale: it is closed, or the office has it already.
        RuleBroken: it did not go to the actor, somebody else has it, it has a case, whose readers
            let others in, or it is about the proper officer, to whom it would go.
    """
    require_same_council(sighting, office)
    sighting = locked(sighting)
    sighting.require_open()
    require_may_act(sighting, actor)
    if sighting.taken_by_id not in (None, actor.pk):
        raise RuleBroken(f"{sighting.taken_by} has taken {sighting.reference}. Take it over first.")
    if sighting.case_id:
        raise RuleBroken(
            f"{sighting.reference} is in a restricted case. Let somebody read the case instead."
        )
    if sighting.about_clerk and office.key == sighting.council.rulebook.proper_officer:
        raise RuleBroken(f"{sighting.reference} is about the {office}. Choose another office.")
    sent, is_new = SentTo.objects.get_or_create(
        council=sighting.council,
        sighting=sighting,
        office=office,
        defaults={"way": SentTo.Way.OFFICE, "why": SentTo.Why.HANDED_ON, "sent_by": actor},
    )
    if not is_new and sighting.taken_by_id is None:
        raise Stale(f"{sighting.reference} waits for the {office} already.")
    sighting.state, sighting.taken_by, sighting.taken_at = State.WAITING, None, None
    sighting.save(update_fields=["state", "taken_by", "taken_at"])
    tell_them(sighting, [sent], actor)
    to = {} if sighting.about_clerk else {"handed_to": office.title}
    record(Verb.SIGHTING_HANDED_ON, sighting, actor=actor, new=to | _said(sighting, note.strip()))
    return sighting


@action
def note_platform(
    *,
    sighting: Sighting,
    reference: str,
    none_given: bool,
    why_not: str,
    actor: Person,
) -> Sighting:
    """Writes down that the platform was told, and what it answered (DTC-1.1-d, HLTC-capture-6).

    By whoever reported it, or whoever it went to.

    Args:
        reference: the platform's.
        none_given: it gave none.
        why_not: why it was not told, where the policy leaves that to judgement.

    Raises:
        Stale: it is written down already.
        RuleBroken: nothing is said, or the policy wants the platform told in each case.
    """
    sighting = locked(sighting)
    if sighting.reported_by_id != actor.pk:
        require_may_act(sighting, actor)
    if not sighting.is_outstanding:
        raise Stale(f"{sighting.reference} is not waiting for the platform any more.")
    refuse_hidden(reference, why_not)
    reference, why_not = reference.strip(), why_not.strip()
    if [bool(reference), none_given, bool(why_not)].count(True) != 1:
        raise RuleBroken("Enter the platform’s reference, or say that it gave none.")
    if why_not and not may_be_left(sighting):
        raise RuleBroken("The platform is told in each case.", source=sighting.source)
    sighting.platform_reference = reference
    sighting.platform_none_given = none_given
    sighting.platform_why_not = why_not
    sighting.platform_by, sighting.platform_at = actor, timezone.now()
    sighting.save(
        update_fields=[
            *("platform_reference", "platform_none_given", "platform_why_not"),
            *("platform_by", "platform_at"),
        ]
    )
    record(Verb.SIGHTING_PLATFORM, sighting, actor=actor, new={"none_given": none_given})
    return sighting


@action
def close_sighting(*, sighting: Sighting, answer: str, actor: Person) -> Sighting:
    """Closes a report with words for whoever reported it.

    Raises:
        Stale: it is closed.
        RuleBroken: the actor has not taken it, or says nothing.
    """
    sighting = locked(sighting)
    require_taken_by(sighting, actor)
    refuse_hidden(answer)
    answer = required_words(answer, "Say what became of it. Whoever reported it will read this.")
    outcome = Sighting.Outcome.CASE if sighting.case_id else Sighting.Outcome.ANSWERED
    settle(sighting, outcome, actor, answer=answer)
    record(Verb.SIGHTING_CLOSED, sighting, actor=actor, new={"outcome": outcome.label})
    return sighting


def may_be_left(sighting: Sighting) -> bool:
    """Whether the policy lets the platform be left out where telling it is not appropriate."""
    return "HLTC-capture-6" in sighting.council.rulebook.clauses


def _give(sighting: Sighting, actor: Person) -> None:
    sighting.state, sighting.taken_by, sighting.taken_at = State.TAKEN, actor, timezone.now()
    sighting.save(update_fields=["state", "taken_by", "taken_at"])


def _said(sighting: Sighting, words: str) -> dict[str, str]:
    """Words for the trail, where they may stand on it."""
    return {"note": words} if words and not (sighting.restricted or sighting.about_clerk) else {}
