"""What the actions on departures share: what they hold, add, tell and write down."""

from typing import Any

from accounts.dates import today
from accounts.leavers.building import steps_of
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.questions import is_of_clerk, is_told
from accounts.leavers.risks import Others
from accounts.people.actions.common import FOR_THE_CLERK, lock_people
from accounts.people.models import Membership, Person
from accounts.people.others import others_with
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale

State = DepartureTask.State

# What is held until the action ends, in this order: the council's row, the departure, the member,
# a row of a register (access, way in, device), the task. A register's own action that closes a task
# holds its row first, so nobody waits for the other way round.

#: Of these the last who can administer hands over on screens of their own after the moment; nobody
#: does whom the council keeps out at once.
HANDS_OVER = (
    Departure.Kind.PLANNED,
    Departure.Kind.REDUNDANCY,
    Departure.Kind.CONTRACT_END,
)


def require_planner(membership: Membership, actor: Person) -> Duty:
    """The duty by which somebody records or attests that a member leaves.

    Raises:
        RuleBroken: they have none; or they are the caretaker, and it is not the clerk who leaves.
    """
    actor.require_duty_at(membership.council, Duty.MANAGE_PEOPLE, Duty.CARETAKE)
    if actor.require_membership_at(membership.council).allows(Duty.MANAGE_PEOPLE):
        return Duty.MANAGE_PEOPLE
    clerk = membership.council.rulebook.proper_officer
    day = min(today(), membership.ends_on or today())
    if not membership.appointments.in_force(day).filter(office__key=clerk).exists():
        raise RuleBroken(FOR_THE_CLERK)
    return Duty.CARETAKE


def lock(departure: Departure, *, people: bool = True) -> Departure:
    """The departure as it is now, held until the action ends, with its council and member.

    Args:
        people: hold the council's row before it, and the member's access after it, for what
            changes memberships and offices.
    """
    council = departure.council
    if people:
        lock_people(council)
    row: Departure = council.departures.select_for_update(no_key=True).get(pk=departure.pk)
    row.council = council
    members = council.memberships.select_related("person")
    row.membership = members.get(pk=row.membership_id)
    row.membership.council = council
    if people:
        list(row.membership.access_grants.select_for_update(no_key=True).order_by("pk"))
    return row


def require_open(departure: Departure) -> None:
    """Asserts that something may still be done about a departure.

    Raises:
        Stale: it was cancelled or attested, or they are back.
    """
    if not departure.is_open:
        raise Stale(f"{departure.reference} is over: {departure.tag['label'].lower()}.")


def add_tasks(departure: Departure) -> list[DepartureTask]:
    """Adds what the registers know and the list does not have yet; returns it. No entry.

    What was done and is true no more is to do again: somebody else had full control and has gone,
    or a device was given out anew.
    """
    known = {(step.kind, step.subject): step for step in steps_of(departure)}
    for task in departure.tasks.all():
        step = known.pop((task.kind, task.subject), None)
        if step and task.state == State.DONE and task.kind in DepartureTask.COME_BACK:
            task.state, task.done_on, task.note = State.OPEN, None, ""
            task.evidence, task.closed_by, task.closed_at = None, None, None
            task.save()
            new = {"step": task.what, "note": f"{task.what}. By the registers it is to do again."}
            record(Verb.DEPARTURE_STEP_REOPENED, departure, actor=None, new=new)
    DepartureTask.objects.bulk_create(known.values())
    return list(known.values())


def look_again_at_others(departure: Departure) -> None:
    """Warns in other departures of what is lacking only because this one leaves too.

    After an election most hold no office, so that nothing is asked for them.
    """
    member = departure.membership
    held = (member.appointments, member.team_seats, member.access_grants)
    if not any(rows.exists() for rows in held):
        return
    others = departure.council.departures.open().filter(ended_at__isnull=True)
    for other in others.exclude(membership=departure.membership_id).order_by("pk"):
        locked = lock(other, people=False)
        add_tasks(locked)
        let_hand_over(locked)


def let_hand_over(departure: Departure) -> None:
    """Lets the last who can administer hand over afterwards, as long as nobody else can."""
    membership = departure.membership
    hands_over = (
        departure.kind in HANDS_OVER
        and departure.tasks.filter(kind=DepartureTask.Kind.LAST_SITE_ADMIN).exists()
        and not Others(departure).hold(Duty.MANAGE_PEOPLE)
    )
    if membership.hands_over != hands_over:
        membership.hands_over = hands_over
        membership.save(update_fields=["hands_over"])


def tell_leaver(departure: Departure, template: str, actor: Person | None) -> None:
    """A message to whoever leaves, unless they died, have no sign-in or did it themself."""
    membership = departure.membership
    if departure.kind == Departure.Kind.DIED or not membership.can_sign_in:
        return
    if actor is None or membership.person_id != actor.pk:
        when = when_in_words(departure.ends_at)
        notify(
            [membership.person], template, council=departure.council, departure=departure, when=when
        )


def tell_owners(departure: Departure, actor: Person | None) -> None:
    """A message to whoever holds an office that has a task left, once each.

    Where that is nobody but the clerk who leaves, to the caretaker.
    """
    waiting = departure.tasks.filter(state=State.OPEN)
    owners = set(waiting.values_list("owner", flat=True)) - {None}
    held = departure.council.appointments.there(today()).filter(office__in=owners)
    steps = waiting.count()
    people = Person.objects.filter(pk__in=held.values("membership__person"), is_active=True)
    people = people.exclude(pk__in=[departure.membership.person_id, actor.pk if actor else 0])
    if steps and not people and is_of_clerk(departure):
        people = others_with(Duty.CARETAKE, departure.council, departure.membership.person)
        people = people.exclude(pk=actor.pk if actor else 0)
    if steps:
        notify(
            people,
            "leaver_steps",
            council=departure.council,
            apart_from=None if is_told(departure) else departure.membership.person_id,
            departure=departure,
            steps=steps,
            when=when_in_words(departure.ends_at),
        )


def facts(departure: Departure) -> dict[str, Any]:
    """Who leaves, why and when, for the trail."""
    return {
        "who": departure.membership.goes_by,
        "kind": departure.get_kind_display(),
        "ends_at": when_in_words(departure.ends_at),
        "back_on": departure.back_on.isoformat() if departure.back_on else None,
        "office": str(departure.office or ""),
        "account": str(departure.account or ""),
        "minute": departure.minute,
    }
