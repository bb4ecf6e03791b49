"""How people get into accounts: adding, changing and ending a way in, and its new password."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from accounts.as_read import require_as_read
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.ending import end_what_stands_on
from accounts.people.following import tell_what_follows
from accounts.people.models import Person
from accounts.register.models import OfficialAccount, Opening, WayIn
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council


class Facts(TypedDict, total=False):
    """What the register says of a way in; see `WayIn`."""

    kind: str
    name: str
    platform: str
    is_shared: bool
    recovery_email: str
    recovery_phone_held_by: str
    two_factor: str
    password_kept: str


@action
def add_way_in(
    *,
    council: Council,
    accounts: Iterable[OfficialAccount],
    actor: Person | None,
    **facts: Unpack[Facts],
) -> WayIn:
    """Enters a way in, such as a login or a scheduling tool (LLTC-12.1-a).

    Args:
        accounts: what it opens; none yet is allowed.

    Raises:
        RuleBroken: the actor does not keep the register, it is on the register already, or a field
            holds something like a password.
    """
    if actor is not None:
        actor.require_duty_at(council, Duty.KEEP_REGISTER)
    way_in = WayIn(council=council)
    write(way_in, facts)
    save(way_in)
    open_with(way_in, accounts)
    record(Verb.WAY_IN_ADDED, way_in, actor=actor, duty=Duty.KEEP_REGISTER, new=in_words(way_in))
    return way_in


@action
def change_way_in(
    *,
    way_in: WayIn,
    accounts: Iterable[OfficialAccount],
    actor: Person | None,
    read: str = "",
    **facts: Unpack[Facts],
) -> WayIn:
    """Changes what the register says of a way in, and which accounts it opens.

    Args:
        read: what the page showed, as `fingerprint` tells it; empty for whatever it was.

    Raises:
        Stale: it was changed meanwhile.
        RuleBroken: the actor does not keep the register, it is no longer used, another entry is the
            same, a field holds something like a password, or nothing would change.
    """
    if actor is not None:
        actor.require_duty_at(way_in.council, Duty.KEEP_REGISTER)
    way_in = lock(way_in)
    old = in_words(way_in)
    require_as_read(old, read)
    write(way_in, facts)
    save(way_in)
    open_with(way_in, accounts)
    new = in_words(way_in)
    changed = [name for name in old if old[name] != new[name]]
    if not changed:
        raise RuleBroken("Nothing would change: this is what the register says already.")
    tell_what_follows(way_in, actor)
    record(
        Verb.WAY_IN_CHANGED,
        way_in,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        old={name: old[name] for name in changed},
        new={name: new[name] for name in changed},
    )
    return way_in


@action
def end_way_in(*, way_in: WayIn, on: date, reason: str, actor: Person) -> WayIn:
    """Records that a way in is no longer used, from a London day on.

    Raises:
        RuleBroken: the actor does not keep the register, it is already no longer used, the day lies
            in the future, or no reason is given.
    """
    actor.require_duty_at(way_in.council, Duty.KEEP_REGISTER)
    way_in = lock(way_in)
    if on > today():
        raise RuleBroken("That day is in the future.")
    if not reason.strip():
        raise RuleBroken("Say why it is no longer used.")
    refuse_secrets(reason)
    way_in.ended_on = on
    way_in.save(update_fields=["ended_on"])
    end_what_stands_on(way_in, actor)
    tell_what_follows(way_in, actor)
    record(
        Verb.WAY_IN_ENDED,
        way_in,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"on": on.isoformat(), "reason": reason.strip()},
    )
    return way_in


@action
def record_new_password(*, way_in: WayIn, on: date, actor: Person) -> WayIn:
    """Records the day on which the password was changed; never what it is.

    Raises:
        RuleBroken: the actor does not keep the register, the way in is no longer used, or the day
            lies in the future or before the last change.
    """
    actor.require_duty_at(way_in.council, Duty.KEEP_REGISTER)
    return keep_new_password(way_in=way_in, on=on, actor=actor)


def keep_new_password(*, way_in: WayIn, on: date, actor: Person) -> WayIn:
    """What `record_new_password` does; part of an action, which has judged who may.

    A step of somebody's leaving does it too (`accounts/leavers`), by whose step it is.

    Raises:
        RuleBroken: the way in is no longer used, or the day lies in the future or before the last
            change.
    """
    way_in = lock(way_in)
    if on > today():
        raise RuleBroken("That day is in the future.")
    before = way_in.password_changed_on
    if before and on < before:
        raise RuleBroken(f"A later change is on record: {before.day} {before:%B %Y}.")
    way_in.password_changed_on = on
    way_in.save(update_fields=["password_changed_on"])
    tell_what_follows(way_in, actor)
    record(
        Verb.PASSWORD_CHANGE_RECORDED,
        way_in,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        old={"on": before.isoformat() if before else ""},
        new={"on": on.isoformat()},
    )
    return way_in


def lock(way_in: WayIn) -> WayIn:
    """The way in as it is now, held until the action ends.

    Raises:
        RuleBroken: it is no longer used.
    """
    found = way_in.council.ways_in.select_for_update(no_key=True).get(pk=way_in.pk)
    if found.ended_on:
        day = found.ended_on
        raise RuleBroken(f"{found} has not been used since {day.day} {day:%B %Y}.")
    return found


def write(way_in: WayIn, facts: Facts) -> None:
    """Sets the given facts, tidied; RuleBroken where one holds something like a password."""
    for name, value in facts.items():
        setattr(way_in, name, value.strip() if isinstance(value, str) else value)
    refuse_secrets(way_in.name, way_in.password_kept, way_in.recovery_phone_held_by)
    refuse_hidden(way_in.name, way_in.password_kept, way_in.recovery_phone_held_by)


def save(way_in: WayIn) -> None:
    try:
        with transaction.atomic():
            way_in.save()
    except IntegrityError:
        raise RuleBroken(f"{way_in} is on your register already. Change that entry.") from None


def open_with(way_in: WayIn, accounts: Iterable[OfficialAccount]) -> None:
    """Makes these the accounts that a way in opens, and no others."""
    wanted = {account.pk: account for account in accounts}
    require_same_council(way_in, *wanted.values())
    way_in.openings.exclude(account__in=wanted).delete()
    there = set(way_in.openings.values_list("account_id", flat=True))
    Opening.objects.bulk_create(
        Opening(council=way_in.council, way_in=way_in, account=account)
        for pk, account in wanted.items()
        if pk not in there
    )


def in_words(way_in: WayIn) -> dict[str, Any]:
    """Its facts, for the trail."""
    opens = way_in.opens.order_by("pk").values_list("pk", flat=True)
    facts = {name: str(getattr(way_in, name)) for name in Facts.__annotations__}
    return {**facts, "opens": list(opens)}
