"""Being away: recorded ahead or on the day, changed, and ended early or called off."""

from datetime import date, timedelta

from accounts.dates import today
from accounts.people.absences import covering_persons, is_clerk, recordable_by
from accounts.people.actions.common import lock_people, period, within
from accounts.people.models import Absence, Membership, Person
from accounts.people.models.cover import order_of_cover
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale


@action
def record_absence(
    *,
    membership: Membership,
    starts_on: date,
    actor: Person,
    ends_on: date | None = None,
    reason: str = "",
) -> Absence:
    """Records that somebody is away; by date alone the next office in order acts meanwhile.

    Args:
        starts_on, ends_on: London days, both included; no last day means until further notice.
        reason: a word of `Absence.Reason` or nothing; never anything about health.

    Raises:
        RuleBroken: the actor may not record it, it is over already, it falls outside the
            membership, or another absence lies in that time.
    """
    _require_may(membership, actor)
    lock_people(membership.council)
    _require_possible(membership, starts_on, ends_on)
    absence = Absence.objects.create(
        council=membership.council,
        membership=membership,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        recorded_by=actor,
    )
    _tell(absence, "absence_recorded", actor)
    record(Verb.ABSENCE_RECORDED, absence, actor=actor, new=_facts(absence))
    return absence


@action
def change_absence(
    *,
    absence: Absence,
    starts_on: date,
    actor: Person,
    ends_on: date | None = None,
    reason: str = "",
) -> Absence:
    """Changes the days of an absence that is not over. One that has begun keeps its first day.

    Raises:
        Stale: it is over or was called off.
        RuleBroken: as `record_absence`, or its first day has passed and would change.
    """
    absence = _locked(absence, actor)
    if absence.has_begun and starts_on != absence.starts_on:
        raise RuleBroken(
            f"It began on {when_in_words(absence.starts_on)}, and that stays on record. "
            "Change the last day, or end it and record another."
        )
    _require_possible(absence.membership, starts_on, ends_on, apart_from=absence)
    old = _facts(absence)
    absence.starts_on, absence.ends_on, absence.reason = starts_on, ends_on, reason
    absence.save(update_fields=["starts_on", "ends_on", "reason"])
    _tell(absence, "absence_recorded", actor)
    record(Verb.ABSENCE_CHANGED, absence, actor=actor, old=old, new=_facts(absence))
    return absence


@action
def end_absence(*, absence: Absence, actor: Person) -> Absence:
    """Ends an absence: whoever was away is back today; one that had not begun is called off.

    Raises:
        Stale: it is over or was called off.
        RuleBroken: the actor may not.
    """
    absence = _locked(absence, actor)
    old = _facts(absence)
    if absence.starts_on < today():
        absence.ends_on = today() - timedelta(days=1)
        note = "Back early"
    else:
        absence.called_off_on = today()
        note = "Called off"
    absence.save(update_fields=["ends_on", "called_off_on"])
    _tell(absence, "absence_ended", actor)
    record(Verb.ABSENCE_ENDED, absence, actor=actor, old=old, new=period(absence) | {"note": note})
    return absence


def _locked(absence: Absence, actor: Person) -> Absence:
    """The absence as it is now, held until the action ends.

    Raises:
        Stale: it is over or was called off.
    """
    council = absence.council
    lock_people(council)
    row: Absence = council.absences.select_for_update(no_key=True).get(pk=absence.pk)
    row.membership = council.memberships.select_related("person").get(pk=row.membership_id)
    row.membership.council = row.council = council
    _require_may(row.membership, actor)
    if row.is_over:
        raise Stale("This absence is over already.")
    return row


def _require_may(membership: Membership, actor: Person) -> None:
    standing = actor.require_membership_at(membership.council)
    may = recordable_by(standing).filter(pk=membership.pk).exists()
    if not may and not (standing.allows(Duty.CARETAKE) and is_clerk(membership)):
        raise RuleBroken(
            "An absence is recorded by the person, by whoever records who holds each office, by "
            "an office that covers for them or, of the clerk, by the caretaker."
        )


def _require_possible(
    membership: Membership,
    starts_on: date,
    ends_on: date | None,
    *,
    apart_from: Absence | None = None,
) -> None:
    if ends_on is not None or membership.ends_on is None:
        within(membership, starts_on, ends_on)
    elif starts_on > membership.ends_on:
        raise RuleBroken(f"{membership.goes_by} has left the council by then.")
    if ends_on and ends_on < today():
        raise RuleBroken("The last day has passed already. Choose today or later.")
    for other in membership.absences.standing():
        if other == apart_from:
            continue
        if (ends_on is None or other.starts_on <= ends_on) and (
            other.ends_on is None or other.ends_on >= starts_on
        ):
            until = f" to {when_in_words(other.ends_on)}" if other.ends_on else ""
            raise RuleBroken(
                f"{membership.goes_by} is recorded as away from {when_in_words(other.starts_on)}"
                f"{until} already. Change that one."
            )


def _tell(absence: Absence, template: str, actor: Person) -> None:
    """Mails those who act meanwhile, as it stands now, and whoever it is about: once each."""
    told = {"council": absence.council, "absence": absence, "away": absence.membership.person}
    for person, offices in covering_persons(absence).items():
        if person != actor:
            notify([person], template, offices=offices, covers=True, **told)
    if absence.membership.person_id != actor.pk:
        order = order_of_cover(absence.council.rulebook)
        notify([absence.membership.person], template, covers=False, by=actor, order=order, **told)


def _facts(absence: Absence) -> dict[str, str | None]:
    return period(absence) | {"who": str(absence.membership.person)}
