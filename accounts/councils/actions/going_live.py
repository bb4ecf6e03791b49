"""From which day a council's rules on training, undertakings and permission are enforced."""

from datetime import date, timedelta

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale
from councilsm.secrets import refuse_secrets

#: A new council has so long to take stock of the access that nobody had recorded.
TO_TAKE_STOCK = timedelta(days=90)
#: It can be put off once, by so much at most.
PUT_OFF_AT_MOST = timedelta(days=90)


@action
def move_go_live(
    *, council: Council, to: date, reason: str, actor: Person, before: date | None
) -> Council:
    """Brings the go-live date forward, or puts it off once.

    Args:
        to: the first day (London) on which what is missing is refused instead of listed.
        reason: why; needed to put it off.
        before: the date that the page showed; None where there was none.

    Raises:
        Stale: the date was moved since.
        RuleBroken: the actor does not keep the rules, the council has gone live, the day has passed
            or is too far ahead, it was put off once already, nobody says why, or the reason holds
            something like a password.
    """
    actor.require_duty_at(council, Duty.MANAGE_RULES)
    refuse_secrets(reason)
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    if council.has_gone_live:
        raise RuleBroken("The council has gone live. The date cannot be moved any more.")
    if council.go_live_on != before:
        raise Stale("The go-live date was moved while your page was open. Read it again.")
    _require_possible(council, to)
    later = council.go_live_on is not None and to > council.go_live_on
    if later and council.go_live_put_off:
        raise RuleBroken(
            f"The go-live date was put off already: {council.go_live_put_off} "
            "It can be put off once."
        )
    if later and not reason.strip():
        raise RuleBroken("Say why the go-live date is put off.")
    old = council.go_live_on
    council.go_live_on = to
    if later:
        council.go_live_put_off = reason.strip()
    council.save(update_fields=["go_live_on", "go_live_put_off"])
    record(
        Verb.GO_LIVE_MOVED,
        council,
        actor=actor,
        council=council,
        duty=Duty.MANAGE_RULES,
        old={"go_live_on": old.isoformat() if old else None},
        new={"go_live_on": to.isoformat(), "reason": reason.strip()},
    )
    return council


def latest(council: Council) -> date:
    """The latest day that may be chosen."""
    if council.go_live_on is None:
        return today() + TO_TAKE_STOCK
    return council.go_live_on + (timedelta() if council.go_live_put_off else PUT_OFF_AT_MOST)


def _require_possible(council: Council, to: date) -> None:
    if to < today():
        raise RuleBroken("The go-live date cannot lie in the past.")
    if to == council.go_live_on:
        raise RuleBroken("That is the go-live date already.")
    furthest = latest(council)
    if to > furthest and not council.go_live_put_off:
        raise RuleBroken(f"Choose a day no later than {when_in_words(furthest)}.")
