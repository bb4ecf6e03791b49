"""Taking off a second factor that was lost: one asks, a second person confirms."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.caretaker.models import FactorReset
from accounts.caretaker.questions import (
    has_second_factor,
    resets_to_confirm,
    who_confirms,
)
from accounts.people.actions.common import lock_people
from accounts.people.actions.signing_in import end_every_session
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.secrets import refuse_secrets


@action
def ask_factor_reset(*, membership: Membership, reason: str, actor: Person) -> FactorReset:
    """Asks that a member's second factor be taken off; a second person confirms it.

    Args:
        reason: what was lost, and how it is known that they ask themselves.

    Raises:
        RuleBroken: the actor manages no people; they have none or cannot sign in here, it was
            asked already, or nobody could confirm it.
    """
    council = membership.council
    actor.require_duty_at(council, Duty.MANAGE_PEOPLE)
    lock_people(council)
    require_resettable(membership)
    if council.factor_resets.waiting().filter(membership=membership).exists():
        raise RuleBroken("This was asked already and waits for a second person.")
    second = who_confirms(council, actor, membership.person)
    if not second.exists():
        raise RuleBroken(
            "Nobody else manages people here, and the council has named no caretaker, so nobody "
            "could confirm it. They can sign in with a recovery code."
        )
    reset = FactorReset.objects.create(
        council=council,
        membership=membership,
        reason=words_of(reason),
        asked_by=actor,
        asked_at=timezone.now(),
    )
    told = {"council": council, "reset": reset, "concerned": membership.goes_by, "by": actor}
    notify(second, "factor_reset_asked", **told)
    record(
        Verb.FACTOR_RESET_ASKED,
        reset,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
        new={"reason": reset.reason},
    )
    return reset


@action
def confirm_factor_reset(*, reset: FactorReset, actor: Person) -> FactorReset:
    """Takes off the second factor that another asked to be taken off; ends every session.

    Raises:
        Stale: it was done or cancelled, or waited too long.
        RuleBroken: the actor asked for it, it is their own, or they may not; or whoever asked for
            it has gone.
    """
    reset = _waiting(reset)
    standing = actor.require_membership_at(reset.council)
    if not resets_to_confirm(standing).filter(pk=reset.pk).exists():
        raise RuleBroken(
            "A second person confirms this: neither who asked nor whose second factor it is, and "
            "somebody who manages people or the caretaker."
        )
    if reset.asked_by.membership_at(reset.council) is None:
        raise RuleBroken(f"{reset.asked_by} asked for it and is here no more. Ask for it anew.")
    require_resettable(reset.membership)
    take_off(reset, actor, _duty(actor, reset))
    return reset


@action
def cancel_factor_reset(*, reset: FactorReset, actor: Person) -> FactorReset:
    """Takes back a request that waits; nothing changes for whom it is about.

    Raises:
        Stale: it was done or cancelled, or waited too long.
        RuleBroken: the actor neither manages people nor is the caretaker.
    """
    actor.require_duty_at(reset.council, Duty.MANAGE_PEOPLE, Duty.CARETAKE)
    reset = _waiting(reset)
    reset.cancelled_at, reset.cancelled_by = timezone.now(), actor
    reset.save(update_fields=["cancelled_at", "cancelled_by"])
    record(Verb.FACTOR_RESET_CANCELLED, reset, actor=actor, duty=_duty(actor, reset))
    return reset


def take_off(
    reset: FactorReset, actor: Person, duty: Duty, *, also_told: Iterable[Person] = ()
) -> None:
    """Deletes what a person proves themself with beside the password, in an action.

    The person is told, and every council of theirs: it is their sign-in there too.

    Args:
        also_told: people of this council.
    """
    membership, person = reset.membership, reset.membership.person
    reset.done_at, reset.done_by = timezone.now(), actor
    reset.save(update_fields=["done_at", "done_by"])
    Authenticator.objects.filter(user=person).delete()
    end_every_session(person, actor=actor, council=reset.council, duty=duty)
    told = {"reset": reset, "concerned": membership.goes_by, "by": actor}
    hearers = dict.fromkeys([person, reset.council, *also_told])
    notify(hearers, "factor_reset_done", council=reset.council, **told)
    for other in (standing.council for standing in person.memberships_today()):
        if other.pk != reset.council_id:
            notify([other], "factor_reset_elsewhere", council=other, concerned=person.name)
    record(
        Verb.FACTOR_RESET_DONE,
        reset,
        actor=actor,
        duty=duty,
        new={"reason": reset.reason, "asked_by": str(reset.asked_by)},
    )


def require_resettable(membership: Membership) -> None:
    """Asserts that somebody can sign in here today, and has a second factor to lose.

    Raises:
        RuleBroken: they cannot, or have none.
    """
    if not membership.lets_in:
        raise RuleBroken(f"{membership.goes_by} cannot sign in at {membership.council} today.")
    if not has_second_factor(membership.person):
        raise RuleBroken(f"{membership.goes_by} has no second factor: a password is enough.")


def words_of(reason: str) -> str:
    """A reason as it is kept.

    Raises:
        RuleBroken: it is empty, or holds something like a password.
    """
    refuse_secrets(reason)
    refuse_hidden(reason)
    return required_words(reason, "Say what was lost and how you know that they ask themselves.")


def _duty(actor: Person, reset: FactorReset) -> Duty:
    """By which of the two somebody acts."""
    standing = actor.require_membership_at(reset.council)
    return Duty.MANAGE_PEOPLE if standing.allows(Duty.MANAGE_PEOPLE) else Duty.CARETAKE


def _waiting(reset: FactorReset) -> FactorReset:
    council = reset.council
    lock_people(council)
    row: FactorReset = council.factor_resets.select_for_update(no_key=True).get(pk=reset.pk)
    row.membership = council.memberships.select_related("person").get(pk=row.membership_id)
    row.membership.council = row.council = council
    if not row.is_waiting:
        raise Stale("This was done or cancelled, or it waited longer than seven days.")
    return row
