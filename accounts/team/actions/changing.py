"""Who is on the team: whoever appoints it decides, and a deputy only where it cannot wait."""

from dataclasses import dataclass
from datetime import date

from accounts.councils.models import Council
from accounts.councils.wording import either
from accounts.councils.wording import holders as holders_named
from accounts.dates import today
from accounts.people.actions import appoint_team_member, end_team_member
from accounts.people.models import Membership, Person, TeamMember
from accounts.register.secrets import refuse_secrets
from accounts.team.models import TeamChange
from accounts.team.questions import is_extra, team_name, text_on
from accounts.training.questions import missing_for_team
from councilsm.audit.actions import action
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken


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
    urgency: Urgency = NOT_URGENT,
) -> TeamChange:
    """Puts somebody on the team (FTC-6.2-a, -b, -d, -e, -g).

    Once the council has gone live and its rules put an undertaking first, the seat begins only
    when that is given.

    Args:
        why: why the job needs it; required beyond the offices that normally sit on the team.
        urgency: of a change by somebody who may make urgent ones only.

    Raises:
        RuleBroken: the actor may not decide this, the reason or the training is missing, nobody
            has written the undertaking, or as `appoint_team_member` does.
    """
    council = membership.council
    refuse_secrets(why, urgency.why, urgency.unavailable)
    duty = authority(council, actor, urgency)
    if is_extra(membership, starts_on):
        require_reason(membership, why)
        require_training(membership)
    seat = appoint_team_member(
        membership=membership,
        starts_on=starts_on,
        ends_on=ends_on,
        why=why,
        waits=waits_for_undertaking(membership),
        duty=duty,
        actor=actor,
    )
    if membership.can_sign_in:
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

    Raises:
        RuleBroken: the actor may not decide this, or as `end_team_member` does.
    """
    refuse_secrets(why, urgency.why, urgency.unavailable)
    duty = authority(seat.council, actor, urgency)
    before = seat.council.team_members.get(pk=seat.pk).ends_on
    seat = end_team_member(seat=seat, ends_on=ends_on, duty=duty, actor=actor)
    kind = TeamChange.Kind.ENDED
    return keep(seat, kind, duty, why=why, urgency=urgency, actor=actor, ended_before=before)


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
            f"{membership.person} holds none of the offices that normally sit on the "
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
            f"{membership.person} has not done {', '.join(missing)}. Record that training first.",
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
    """Keeps the change, and tells whoever looks at it."""
    council = seat.council
    membership = actor.membership_at(council)
    urgent = duty is Duty.URGENT_TEAM_CHANGES
    reviewed = urgent or council.rulebook.rules.review_team_changes.is_set
    own = membership is not None and membership.allows(Duty.REVIEW_TEAM_CHANGES)
    awaits = reviewed and not own
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
        who = council.rulebook.rules.review_team_changes.value
        people = Person.objects.holding(council, who).exclude(pk=actor.pk)
        notify(people, "team_change_to_review", council=council, change=change)
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
    book = council.rulebook
    return book.source_of(rule) if getattr(book.rules, rule).is_set else ""
