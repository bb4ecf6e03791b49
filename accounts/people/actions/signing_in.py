"""What happens to a person's way in: on the installation's trail, unless a council did it."""

from django.db.models import F

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken


@action
def end_sessions(*, person: Person, actor: Person | None, council: Council | None = None) -> None:
    """Ends every session and reset link of a person on their next request, at every council.

    Args:
        actor: None where whoever runs the installation does it.
        council: for whom the actor did it; its trail then has the event.

    Raises:
        RuleBroken: the actor does not manage people there, or names no council and it is somebody
            else's.
    """
    if actor is not None and council is not None:
        actor.require_duty_at(council, Duty.MANAGE_PEOPLE)
    elif actor is not None and actor != person:
        raise RuleBroken("Only who manages people at a council ends what is somebody else’s.")
    end_every_session(person, actor=actor, council=council, duty=Duty.MANAGE_PEOPLE)


def end_every_session(
    person: Person, *, actor: Person | None, council: Council | None, duty: Duty
) -> None:
    """What `end_sessions` does; part of an action, which has judged who may.

    Args:
        duty: what the actor does it by.
    """
    Person.objects.filter(pk=person.pk).update(session_version=F("session_version") + 1)
    record(Verb.SESSIONS_ENDED, person, actor=actor, council=council, duty=duty)


@action
def change_password(*, person: Person, password: str) -> None:
    """Sets a password that was checked already; every other session and reset link ends with it."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(Verb.PASSWORD_CHANGED, person, actor=person)


@action
def record_sign_in(*, person: Person) -> None:
    """Puts a sign-in on the installation's trail. A handover to a successor is over with it."""
    record(Verb.SIGNED_IN, person, actor=person)
    end_handovers(person)


@action
def record_failed_sign_in(*, person: Person | None) -> None:
    """Puts a failed sign-in on the installation's trail; what was typed is not kept."""
    record(Verb.SIGN_IN_FAILED, person, actor=None, label="Failed sign-in")


def end_handovers(successor: Person) -> None:
    """Ends, in an action, what is left to others to hand over where somebody manages people.

    It is for good: nothing opens again when the successor leaves one day.
    """
    for standing in successor.memberships_today():
        if not standing.allows(Duty.MANAGE_PEOPLE):
            continue
        handing = standing.council.memberships.filter(hands_over=True).exclude(pk=standing.pk)
        rows = handing.select_related("person").select_for_update(of=("self",), no_key=True)
        for membership in rows:
            membership.council, membership.hands_over = standing.council, False
            membership.save(update_fields=["hands_over"])
            record(Verb.HANDOVER_ENDED, membership, actor=successor, duty=Duty.MANAGE_PEOPLE)
