"""When people work and when the office is closed: recorded, added and cancelled."""

from datetime import date

from accounts.councils.models import Council
from accounts.dates import today
from accounts.hours.models import Closure, Hours, WorkingPattern, written_hours
from accounts.people.actions.common import in_order, lock_people, period
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale, required_words

#: Days of the longest closure; a longer one is a slip of the finger.
LONGEST = 31


@action
def record_pattern(
    *, membership: Membership, starts_on: date, hours: Hours, actor: Person
) -> WorkingPattern:
    """Records when somebody works each week from a day on. Those recorded before stay on record.

    Args:
        starts_on: a London day.
        hours: the weekdays on which they work (0 is Monday), each from when to when, UK time.

    Raises:
        RuleBroken: it is not the actor's own and they do not manage people, no day has hours, a
            day ends before it begins, or it starts outside the membership or before the hours
            that count today.
    """
    council = membership.council
    _require_may_record(membership, actor)
    if not hours:
        raise RuleBroken("Enter the hours of at least one day.")
    if any(ends <= begins for begins, ends in hours.values()):
        raise RuleBroken("A day’s work ends after it begins.")
    lock_people(council)
    last = membership.ends_on
    if starts_on < membership.starts_on or (last and starts_on > last):
        raise RuleBroken(f"{membership.goes_by} does not belong to the council on that day.")
    before = membership.working_patterns.begun(today()).first()
    if before and starts_on < before.starts_on:
        began = when_in_words(before.starts_on)
        raise RuleBroken(f"Hours from {began} on are recorded already. Choose that day or later.")
    weekdays = written_hours(hours)
    pattern = WorkingPattern.objects.create(
        council=council,
        membership=membership,
        starts_on=starts_on,
        weekdays=weekdays,
        recorded_by=actor,
    )
    record(
        Verb.WORKING_PATTERN_RECORDED,
        pattern,
        actor=actor,
        old=_in_words(before.weekdays) if before else None,
        new={"starts_on": starts_on.isoformat()} | _in_words(weekdays),
    )
    return pattern


@action
def add_closure(
    *, council: Council, name: str, starts_on: date, ends_on: date, actor: Person
) -> Closure:
    """Adds days on which the council's office is closed.

    Args:
        starts_on, ends_on: London days, both included.

    Raises:
        RuleBroken: the actor does not manage people, it has no name or one with a character that
            nobody sees, it ends before it begins, is over already or longer than `LONGEST` days, or
            another closure lies in it.
    """
    actor.require_duty_at(council, Duty.MANAGE_PEOPLE)
    name = required_words(name, "Enter what the closure is called.")
    refuse_hidden(name)
    in_order(starts_on, ends_on)
    if ends_on < today():
        raise RuleBroken("The last day has passed already. Choose today or later.")
    if (ends_on - starts_on).days >= LONGEST:
        raise RuleBroken(f"A closure has {LONGEST} days at most. Check the first and the last day.")
    lock_people(council)
    for other in council.closures.not_over(starts_on):
        if other.starts_on <= ends_on:
            raise RuleBroken(f"The office is closed on some of these days already: {other}.")
    closure = Closure.objects.create(
        council=council, name=name, starts_on=starts_on, ends_on=ends_on, recorded_by=actor
    )
    facts = period(closure) | {"name": name}
    record(Verb.CLOSURE_ADDED, closure, actor=actor, duty=Duty.MANAGE_PEOPLE, new=facts)
    return closure


@action
def cancel_closure(*, closure: Closure, actor: Person) -> Closure:
    """Cancels a closure: from today, or from its first day, the office is open after all.

    Raises:
        Stale: it is over or cancelled already.
        RuleBroken: the actor does not manage people.
    """
    actor.require_duty_at(closure.council, Duty.MANAGE_PEOPLE)
    lock_people(closure.council)
    closure = Closure.objects.select_for_update(no_key=True).get(pk=closure.pk)
    if closure.is_over:
        raise Stale("This closure is over or cancelled already.")
    closure.cancelled_on = today()
    closure.save(update_fields=["cancelled_on"])
    facts = period(closure) | {"cancelled_on": closure.cancelled_on.isoformat()}
    record(Verb.CLOSURE_CANCELLED, closure, actor=actor, duty=Duty.MANAGE_PEOPLE, new=facts)
    return closure


def may_record_pattern(membership: Membership, viewer: Membership) -> bool:
    """Whether somebody may record when a member works: their own, or as one who manages people."""
    return membership.pk == viewer.pk or viewer.allows(Duty.MANAGE_PEOPLE)


def _require_may_record(membership: Membership, actor: Person) -> None:
    if not may_record_pattern(membership, actor.require_membership_at(membership.council)):
        raise RuleBroken("Hours are recorded by the person or by whoever manages people.")
    if membership.ends_on and membership.ends_on < today():
        raise RuleBroken(f"{membership.goes_by} has left the council.")


def _in_words(weekdays: dict[str, list[str]]) -> dict[str, str]:
    return {day: f"{begins} to {ends}" for day, (begins, ends) in weekdays.items()}
