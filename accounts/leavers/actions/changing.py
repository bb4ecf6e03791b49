"""A departure moves, is cancelled, or they come back; and its list follows the registers."""

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.dates import today
from accounts.grants.actions import resume_access
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.leavers.actions import common
from accounts.leavers.actions.calling_off import call_off
from accounts.leavers.actions.cutting import cut_short, give_back, reopen
from accounts.leavers.actions.ending import end_rights
from accounts.leavers.actions.judging import judge_moment, moment_of_kind
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.questions import DOERS, is_told
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale, required_words

State = DepartureTask.State


@action
def move_departure(
    *, departure: Departure, ends_at: datetime, actor: Person, why: str
) -> Departure:
    """Moves the moment of a departure that has not come: membership, offices and list follow.

    What was done late stays late: only tasks that are open get the new day.

    Raises:
        Stale: it is over or its moment has come.
        RuleBroken: the actor does not plan departures, nothing would move, no reason is given, or
            as `record_departure` of the new moment.
    """
    departure = _lock_to_come(departure, actor)
    why = _reason(why, "Say why the moment moves.")
    ends_at = moment_of_kind(departure.kind, ends_at)
    if ends_at == departure.ends_at:
        raise RuleBroken("That is the moment on record already.")
    old = {"ends_at": when_in_words(departure.ends_at)}
    give_back(departure)
    departure.ends_at = ends_at
    judge_moment(departure)
    cut_short(departure, actor, Duty.MANAGE_PEOPLE)
    departure.save(update_fields=["ends_at", "before"])
    departure.tasks.filter(state=State.OPEN).update(due_on=departure.last_day)
    common.add_tasks(departure)
    common.let_hand_over(departure)
    common.look_again_at_others(departure)
    if is_told(departure):
        common.tell_leaver(departure, "leaver_planned", actor)
    common.tell_owners(departure, actor)
    record(
        Verb.DEPARTURE_MOVED,
        departure,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
        old=old,
        new={**common.facts(departure), "reason": why},
    )
    return end_rights(departure=departure, actor=actor) if departure.has_come else departure


@action
def cancel_departure(*, departure: Departure, actor: Person, why: str) -> Departure:
    """Calls off a departure that has not come; offices, seats and days are as they were before.

    Raises:
        Stale: it is over or its moment has come: somebody who comes back then joins anew.
        RuleBroken: the actor does not plan departures, or no reason is given.
    """
    departure = _lock_to_come(departure, actor)
    why = _reason(why, "Say why it is cancelled.")
    call_off(departure, actor, why, Duty.MANAGE_PEOPLE)
    if is_told(departure):
        common.tell_leaver(departure, "leaver_cancelled", actor)
    return departure


@action
def record_return(*, departure: Departure, actor: Person) -> Departure:
    """They are back from a suspension or long leave: they can sign in, and hold what they held.

    Suspended access is given back where the actor grants access and nothing stands against it; the
    rest waits under Access. Steps that are open need not be taken any more.

    What is planned beside it, such as the end of their notice, stands. An attested list is no end
    of what is for a time.

    Raises:
        Stale: it was cancelled, or they are back.
        RuleBroken: the actor does not plan departures, it is about themself, they did not leave
            for a time, have not gone yet, or have left for good meanwhile.
    """
    actor.require_duty_at(departure.council, Duty.MANAGE_PEOPLE)
    departure = common.lock(departure)
    if departure.cancelled_at or departure.returned_at:  # attested, they still come back
        raise Stale(f"{departure.reference} is over: {departure.tag['label'].lower()}.")
    membership = departure.membership
    if departure.kind not in Departure.FOR_A_TIME:
        raise RuleBroken("They left. Whoever comes back joins anew: add them under People.")
    if membership.person_id == actor.pk:
        raise RuleBroken("This is about you, so somebody else records it.")
    if not departure.has_come:
        raise RuleBroken("They have not gone yet. Cancel it instead.")
    for other in membership.departures.standing():
        if other.leaves and other.has_come:
            raise RuleBroken(f"They have left for good: {other.reference}.")
    reopen(departure)
    departure.returned_at = timezone.now()
    departure.save(update_fields=["returned_at"])
    resumed, left = _resume(departure, actor)  # registers before tasks, as everybody holds them
    departure.tasks.filter(state=State.OPEN).update(
        state=State.NOT_APPLICABLE,
        note="They are back.",
        closed_by=actor,
        closed_at=departure.returned_at,
    )
    common.tell_leaver(departure, "leaver_back", actor)
    new = {**common.facts(departure), "given_back": resumed, "still_suspended": left}
    record(Verb.DEPARTURE_RETURNED, departure, actor=actor, duty=Duty.MANAGE_PEOPLE, new=new)
    return departure


@action
def refresh_tasks(*, departure: Departure, actor: Person) -> list[DepartureTask]:
    """Adds to the list what the registers know since; what is there stays as it is.

    Raises:
        Stale: it is over.
        RuleBroken: nothing of it is the actor’s to do, or the registers know nothing new.
    """
    actor.require_duty_at(departure.council, *DOERS)
    departure = common.lock(departure, people=False)
    common.require_open(departure)
    new = common.add_tasks(departure)
    if not new:
        raise RuleBroken("The registers know nothing that is not on the list.")
    if departure.ended_at is None:  # afterwards a successor has ended the handover for good
        common.let_hand_over(departure)
    note = "; ".join(task.what for task in new)
    record(Verb.DEPARTURE_STEPS_ADDED, departure, actor=actor, new={"note": note})
    return new


def _lock_to_come(departure: Departure, actor: Person) -> Departure:
    """The departure, held, where its moment has not come.

    Raises:
        Stale: it has, or it is over.
        RuleBroken: the actor does not plan departures.
    """
    actor.require_duty_at(departure.council, Duty.MANAGE_PEOPLE)
    departure = common.lock(departure)
    common.require_open(departure)
    if departure.has_come:
        moment = when_in_words(departure.ends_at)
        raise Stale(
            f"Their rights ended on {moment}. Somebody who comes back is added under People anew."
            if departure.leaves
            else f"It took effect on {moment}."
        )
    return departure


def _reason(why: str, otherwise: str) -> str:
    refuse_secrets(why)
    return required_words(why, otherwise)


def _resume(departure: Departure, actor: Person) -> tuple[list[str], list[str]]:
    """Gives back what this departure suspended; what was given back, and what was not."""
    resumed: list[str] = []
    left: list[str] = []
    begins = f"{departure.reference}: "
    newest = GrantDecision.objects.filter(grant=OuterRef("pk")).order_by("-pk")
    rows = departure.membership.access_grants.filter(status=AccessGrant.Status.SUSPENDED)
    rows = rows.alias(suspended_for=Subquery(newest.values("reason")[:1])).filter(
        suspended_for__startswith=begins
    )
    grants = rows.select_related("account", "way_in", "membership__person").order_by("number")
    for grant in grants:
        grant.council = departure.council
        if grant.ends_here_on and grant.ends_here_on < today():
            continue
        try:
            resume_access(grant=grant, actor=actor, reason=f"{begins}they are back.")
            resumed.append(grant.reference)
        except RuleBroken:  # somebody else decides about it
            left.append(grant.reference)
    return resumed, left
