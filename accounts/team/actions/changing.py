"""Who is on the team: whoever appoints it decides, and a deputy only where it cannot wait."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.councils.models import Council
from accounts.councils.wording import either
from accounts.councils.wording import holders as holders_named
from accounts.dates import today
from accounts.people.actions import appoint_team_member, end_team_member
from accounts.people.actions.common import lock_people
from accounts.people.models import Membership, Person, TeamMember
from accounts.people.others import leave_to_others, others_with
from accounts.register.secrets import refuse_secrets
from accounts.team.models import TeamChange
from accounts.team.questions import is_extra, team_name, text_on
from accounts.training.questions import missing_for_team
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, required_words


@dataclass(frozen=True)
class Urgency:
    """Why a change cannot wait, and why whoever decides it is unavailable."""

    why: str = ""
    unavailable: str = ""

    @property
    def is_said(self) -> bool:
        return bool(self.why.strip() or self.unavailable.strip())

    @property
    def is_whole(self) -> bool:
        return bool(self.why.strip() and self.unavailable.strip())


NOT_URGENT = Urgency()


@action
def join_team(
    *,
    membership: Membership,
    starts_on: date,
    actor: Person,
    ends_on: date | None = None,
    why: str = "",
    minute: str = "",
    urgency: Urgency = NOT_URGENT,
) -> TeamChange:
    """Puts somebody on the team (FTC-6.2-a, -b, -d, -e, -g).

    Once the council has gone live and its rules put an undertaking first, the seat begins only
    when that is given. One that is over already is only recorded, from paper: nothing is asked of
    its holder, and nobody looks at it again.

    Args:
        starts_on: the first day (London); of an urgent change today or later.
        why: why the job needs it; required beyond the offices that normally sit on the team.
        minute: the minute or paper by which they were appointed; required of a seat that is over
            and, once the council has gone live, of one that began before today.
        urgency: of a change by somebody who may make urgent ones only.

    Raises:
        RuleBroken: the actor may not decide this, or puts themself on the team while somebody else
            could; the reason, the minute or the training is missing, nobody has written the
            undertaking, or as `appoint_team_member` does.
    """
    council = membership.council
    refuse_secrets(why, minute, urgency.why, urgency.unavailable)
    lock_people(council)
    duty = authority(council, actor, urgency)
    is_over = ends_on is not None and ends_on < today()
    _require_begun_by(council, duty, starts_on, minute, is_over=is_over)
    if membership.person_id == actor.pk and not is_over:
        leave_to_others(
            f"Somebody else must put you on the {team_name(council)}.",
            Duty.APPOINT_TEAM,
            council=council,
            actor=actor,
        )
    if not is_over and is_extra(membership, starts_on):
        require_reason(membership, why)
        require_training(membership)
    seat = appoint_team_member(
        membership=membership,
        starts_on=starts_on,
        ends_on=ends_on,
        why=why,
        minute=minute.strip(),
        waits=not is_over and waits_for_undertaking(membership),
        duty=duty,
        actor=actor,
    )
    if membership.can_sign_in and not is_over:
        notify(
            [membership.person], "team_joined", council=council, seat=seat, team=team_name(council)
        )
    return keep(seat, TeamChange.Kind.APPOINTED, duty, why=why, urgency=urgency, actor=actor)


@action
def leave_team(
    *,
    seat: TeamMember,
    ends_on: date,
    actor: Person,
    why: str = "",
    urgency: Urgency = NOT_URGENT,
) -> TeamChange:
    """Ends a seat on the team on a day (London, inclusive).

    Args:
        ends_on: the last day; yesterday's means at once. One further back rewrites who was on the
            team on days gone by: it needs a reason, and is never urgent.

    Raises:
        RuleBroken: the actor may not decide this, the last day lies further back and nobody says
            why, or as `end_team_member` does.
    """
    refuse_secrets(why, urgency.why, urgency.unavailable)
    lock_people(seat.council)  # so that `before` is what this change ends, not an older last day
    duty = authority(seat.council, actor, urgency)
    if ends_on < today() - timedelta(days=1):
        if duty is Duty.URGENT_TEAM_CHANGES:
            raise RuleBroken("An urgent change ends a seat yesterday at the earliest.")
        required_words(why, "The last day lies in the past. Say why it is recorded only now.")
    before = seat.council.team_members.get(pk=seat.pk).ends_on
    seat = end_team_member(seat=seat, ends_on=ends_on, duty=duty, actor=actor)
    kind = TeamChange.Kind.ENDED
    return keep(seat, kind, duty, why=why, urgency=urgency, actor=actor, ended_before=before)


def _require_begun_by(
    council: Council, duty: Duty, starts_on: date, minute: str, *, is_over: bool
) -> None:
    """Asserts that a seat which began before today is not made up.

    Raises:
        RuleBroken: it is urgent, or no minute or paper shows it. Until the council goes live it
            takes stock, so that a seat that goes on needs none.
    """
    if starts_on >= today():
        return
    if duty is Duty.URGENT_TEAM_CHANGES:
        raise RuleBroken("An urgent change begins today or later.")
    if minute.strip():
        return
    if is_over:
        raise RuleBroken("This seat is over. Name the minute or paper that shows it.")
    if council.has_gone_live:
        raise RuleBroken("This seat began before today. Name the minute or paper that shows it.")


def authority(council: Council, actor: Person, urgency: Urgency) -> Duty:
    """The duty by which somebody changes the team.

    Raises:
        RuleBroken: they may make urgent changes only, and this is none, or does not say why it is
            urgent and why whoever decides is unavailable; or they may make none.
    """
    membership = actor.membership_at(council)
    if membership and membership.allows(Duty.APPOINT_TEAM):
        return Duty.APPOINT_TEAM
    decider = who_decides(council)
    if not membership or not membership.allows(Duty.URGENT_TEAM_CHANGES) or not urgency.is_said:
        raise RuleBroken(
            f"Only the {decider} decides who is on the {team_name(council)}, unless it is urgent "
            f"and the {decider} is unavailable.",
            source=source(council, "appoint_team"),
        )
    if not urgency.is_whole:
        raise RuleBroken(
            f"Say both why it is urgent and why the {decider} is unavailable.",
            source=source(council, "urgent_team_changes"),
        )
    return Duty.URGENT_TEAM_CHANGES


def require_reason(membership: Membership, why: str) -> None:
    """Raises RuleBroken where nobody says why an extra member's job needs it (FTC-6.2-d)."""
    if not why.strip():
        raise RuleBroken(
            f"{membership.goes_by} holds none of the offices that normally sit on the "
            f"{team_name(membership.council)}. Say why their job needs it.",
            source=source(membership.council, "training_first"),
        )


def require_training(membership: Membership) -> None:
    """Raises RuleBroken where an extra member lacks training and the council has gone live."""
    council = membership.council
    if not (council.rulebook.rules.training_first.value and council.has_gone_live):
        return
    missing = missing_for_team(membership)
    if missing is None:
        raise RuleBroken(
            f"No course says that the {team_name(council)} needs it. Add one under Training first.",
            source=source(council, "training_first"),
        )
    if missing:
        raise RuleBroken(
            f"{membership.goes_by} has not done {', '.join(missing)}. Record that training first.",
            source=source(council, "training_first"),
        )


def waits_for_undertaking(membership: Membership) -> bool:
    """Whether a new seat begins only with the undertaking (FTC-6.2-e).

    Raises:
        RuleBroken: it would, and the undertaking has no words yet.
    """
    council = membership.council
    if not (council.rulebook.rules.undertaking_first.value and council.has_gone_live):
        return False
    text = text_on(council, today())
    if text is None:
        raise RuleBroken(
            "The undertaking has no words yet. Write them first.",
            source=source(council, "undertaking_first"),
        )
    return not text.given.filter(membership=membership).exists()


def keep(
    seat: TeamMember,
    kind: str,
    duty: Duty,
    *,
    why: str,
    urgency: Urgency,
    actor: Person,
    ended_before: date | None = None,
) -> TeamChange:
    """Keeps the change with why it was made, and tells whoever looks at it.

    Nobody looks at their own: it awaits the others who review, and nobody only where the actor
    alone does.
    """
    council = seat.council
    membership = actor.membership_at(council)
    urgent = duty is Duty.URGENT_TEAM_CHANGES
    reviewed = urgent or council.rulebook.rules.review_team_changes.is_set
    own = membership is not None and membership.allows(Duty.REVIEW_TEAM_CHANGES)
    others = others_with(Duty.REVIEW_TEAM_CHANGES, council, actor)
    is_over = kind == TeamChange.Kind.APPOINTED and seat.ends_on and seat.ends_on < today()
    awaits = bool(reviewed and not is_over and (not own or others.exists()))
    change = TeamChange.objects.create(
        council=council,
        seat=seat,
        kind=kind,
        why=why,
        is_urgent=urgent,
        why_urgent=urgency.why if urgent else "",
        why_unavailable=urgency.unavailable if urgent else "",
        ended_before=ended_before,
        made_by=actor,
        office_id=membership.office_for(duty) if membership else None,
        review=TeamChange.Review.AWAITING if awaits else TeamChange.Review.NOT_NEEDED,
    )
    if awaits:
        notify(others, "team_change_to_review", council=council, change=change)
    new = {
        "change": change.get_kind_display(),
        "reason": why,
        "urgent": urgent,
        "why_urgent": change.why_urgent,
        "why_unavailable": change.why_unavailable,
        "awaits_review": awaits,
    }
    record(Verb.TEAM_CHANGE_MADE, change, actor=actor, duty=duty, new=new)
    return change


def who_decides(council: Council) -> str:
    """The title of the office that appoints the team."""
    return _titles(council, "appoint_team")


def who_reviews(council: Council) -> str:
    """The title of the office that looks at each change to the team."""
    return _titles(council, "review_team_changes")


def _titles(council: Council, rule: str) -> str:
    book = council.rulebook
    value = getattr(book.rules, rule).value
    return either(holders_named(book, value)) if value else book.title(book.proper_officer)


def source(council: Council, rule: str) -> str:
    """Where a rule comes from; empty while it is not set."""
    return council.rulebook.source_if_set(rule)
