"""A second look at each change to the team, by the office that the rulebook names."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.dates import today
from accounts.people.actions.common import lock_people, period, somebody_still_manages_people
from accounts.people.models import Person, TeamMember
from accounts.people.others import others_with
from accounts.register.secrets import refuse_secrets
from accounts.team.models import TeamChange
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale


@action
def review_change(*, change: TeamChange, outcome: str, actor: Person, note: str = "") -> TeamChange:
    """Confirms a change to the team, or reverses it at once (FTC-6.2-h).

    Args:
        outcome: `confirmed` or `reversed` of `TeamChange.Review`.
        note: why; required to reverse.

    Raises:
        Stale: somebody has looked at it meanwhile.
        RuleBroken: the actor does not review changes to the team, the actor made it, it is about
            the actor's own seat and somebody else could look at it, it is reversed without a
            reason, or the seat was changed again since.
    """
    actor.require_duty_at(change.council, Duty.REVIEW_TEAM_CHANGES)
    refuse_secrets(note)
    council = change.council
    lock_people(council)
    change = council.team_changes.select_for_update(no_key=True).get(pk=change.pk)
    if change.review != TeamChange.Review.AWAITING:
        raise Stale("Somebody has looked at this change meanwhile.")
    if change.made_by_id == actor.pk:
        raise RuleBroken("You made this change, so somebody else must look at it.")
    if change.seat.membership.person_id == actor.pk:
        _leave_to_others(change, actor)
    if outcome == TeamChange.Review.REVERSED:
        if not note.strip():
            raise RuleBroken("Say why you reverse it.")
        undo(change, actor)
    change.review, change.review_note = outcome, note
    change.reviewed_by, change.reviewed_at = actor, timezone.now()
    change.save(update_fields=["review", "review_note", "reviewed_by", "reviewed_at"])
    told = {change.made_by, change.seat.membership.person} - {None, actor}
    confirmed = outcome == TeamChange.Review.CONFIRMED
    people = [change.made_by] if confirmed and change.made_by else told
    notify(people, "team_change_reviewed", council=council, change=change)
    record(
        Verb.TEAM_CHANGE_REVIEWED,
        change,
        actor=actor,
        duty=Duty.REVIEW_TEAM_CHANGES,
        new={"outcome": outcome, "note": note},
    )
    return change


def _leave_to_others(change: TeamChange, actor: Person) -> None:
    """Raises RuleBroken where somebody else could look at a change of the actor's own seat."""
    others = others_with(Duty.REVIEW_TEAM_CHANGES, change.council, actor)
    if others.exclude(pk=change.made_by_id or 0).exists():
        raise RuleBroken("This is your own seat, so somebody else must look at the change.")


def undo(change: TeamChange, actor: Person) -> None:
    """Ends the seat that was given, or gives back the one that was ended.

    Days gone by stay as they were: whoever was off the team meanwhile gets a new seat from today.

    Raises:
        RuleBroken: the seat was changed again since, or nobody could manage people any more.
    """
    seat = change.council.team_members.select_for_update(no_key=True).get(pk=change.seat_id)
    later = seat.changes.filter(pk__gt=change.pk).exclude(review=TeamChange.Review.REVERSED)
    if later.exists():
        raise RuleBroken(
            "This seat was changed again since. Look at the later change first, or change the "
            "seat itself."
        )
    old: dict[str, str | None] = period(seat)
    if change.kind == TeamChange.Kind.APPOINTED:
        end_at_once(seat)
        verb = Verb.TEAM_MEMBER_ENDED
    else:
        until = put_back(change, seat)
        if seat.starts_on and seat.ends_on and seat.ends_on < today():
            seat, old = _again_from_today(seat), {}
        seat.ends_on = until
        verb = Verb.TEAM_MEMBER_APPOINTED
    seat.save(update_fields=["starts_on", "meant_from", "ends_on"] if seat.pk else None)
    duty = Duty.REVIEW_TEAM_CHANGES
    record(verb, seat, actor=actor, duty=duty, old=old, new={**period(seat), "note": "Reversed"})


def _again_from_today(seat: TeamMember) -> TeamMember:
    """A new seat of the same member's, not saved yet."""
    return TeamMember(
        council=seat.council,
        membership=seat.membership,
        why=seat.why,
        minute=seat.minute,
        starts_on=today(),
    )


def end_at_once(seat: TeamMember) -> None:
    """Yesterday becomes the last day; a seat that began today never began."""
    yesterday = today() - timedelta(days=1)
    with somebody_still_manages_people(seat.council, yesterday):
        if seat.starts_on is None or seat.starts_on > yesterday:
            seat.meant_from = seat.starts_on or seat.meant_from
            seat.starts_on = None
        seat.ends_on = yesterday
        seat.save(update_fields=["starts_on", "meant_from", "ends_on"])


def put_back(change: TeamChange, seat: TeamMember) -> date | None:
    """The last day the seat had before, within the membership.

    Raises:
        RuleBroken: its holder has another seat by now, or the last day has passed.
    """
    others = seat.membership.team_seats.exclude(pk=seat.pk)
    if others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today())).exists():
        raise RuleBroken(f"{seat.membership.goes_by} is on the team again already.")
    last = seat.membership.ends_on
    before = change.ended_before
    until = before if last is None or (before and before <= last) else last
    if until and until < today():
        raise RuleBroken("The seat would be over by now anyway. Confirm the change instead.")
    return until
