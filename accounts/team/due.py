"""What of the team waits on Home: changes to look at, and undertakings to give."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.dates import LONDON, in_force
from accounts.people.models import Membership, TeamMember
from accounts.team.models import TeamChange, Undertaking, UndertakingText
from accounts.team.questions import owes_undertaking, team_name, waiting_on
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due


@tells_due
def to_review(membership: Membership) -> Iterator[Due]:
    """Changes by others that this person looks at (FTC-6.2-h)."""
    if not membership.allows(Duty.REVIEW_TEAM_CHANGES):
        return
    rules = membership.council.rulebook.rules
    if not (rules.review_team_changes.is_set or rules.urgent_team_changes.is_set):
        return
    waiting = membership.council.team_changes.filter(review=TeamChange.Review.AWAITING)
    waiting = waiting.exclude(made_by=membership.person_id)
    found = waiting.aggregate(number=Count("pk"), since=Min("made_at"))
    if found["number"]:
        words = counted(found["number"], "change", "changes")
        name = team_name(membership.council)
        address = reverse("team:list", args=[membership.council.slug]) + "#awaiting"
        yield Due(
            f"{words} to the {name} to look at",
            address,
            found["since"],
            group=Group.TODAY,
            number=found["number"],
        )


@tells_due
def to_undertake(membership: Membership) -> Iterator[Due]:
    """One's own undertaking, as a member of the team or about to be one (FTC-6.2-e)."""
    council = membership.council
    asked = council.rulebook.rules.undertaking_first.value
    if (asked or membership.on_team) and owes_undertaking(membership):
        yield Due(
            f"Give your undertaking as a member of the {team_name(council)}",
            reverse("team:undertaking", args=[council.slug]),
        )


#: How long somebody has to give the undertaking before they are reminded on the day.
TO_UNDERTAKE = timedelta(days=7)


@tells_deadlines
def awaiting_review(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Changes to look at: at the earliest opportunity, so by the day after (FTC-6.2-h)."""
    rows = TeamChange.objects.filter(council__in=councils, review=TeamChange.Review.AWAITING)
    for change in rows.select_related("council"):
        yield Deadline(
            council_id=change.council_id,
            key=f"team.review:{change.pk}",
            due_on=change.made_at.astimezone(LONDON).date() + timedelta(days=1),
            text="Look at a change to the admin team",
            subject="A change to the admin team awaits your review",
            url=reverse("team:review", args=[change.council.slug, change.pk]),
            duty=Duty.REVIEW_TEAM_CHANGES,
            apart_from=change.made_by_id,
        )


@tells_deadlines
def undertakings_owed(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Undertakings that team members have not given in their present words (FTC-6.2-e)."""
    text = UndertakingText.objects.filter(council=OuterRef("council"), in_force_from__lte=day)
    given = Undertaking.objects.filter(text=OuterRef("text"), membership=OuterRef("membership"))
    seats = TeamMember.objects.filter(in_force(day) | waiting_on(day), council__in=councils)
    shut_out = Q(membership__closes_at__lte=timezone.now())
    seats = seats.filter(~shut_out, in_force(day, "membership__")).annotate(
        text=Subquery(text.order_by("-number").values("pk")[:1]),
        worded_on=Subquery(text.order_by("-number").values("in_force_from")[:1]),
    )
    owed = seats.filter(~Exists(given), text__isnull=False)
    for seat in owed.select_related("council", "membership"):
        since = max(seat.worded_on, seat.starts_on or seat.meant_from)
        yield Deadline(
            council_id=seat.council_id,
            key=f"team.undertaking:{seat.text}:{seat.membership_id}",
            due_on=since + TO_UNDERTAKE,
            text="Give your undertaking as a member of the admin team",
            subject="Your undertaking as a member of the admin team",
            url=reverse("team:undertaking", args=[seat.council.slug]),
            person_id=seat.membership.person_id,
            to_next="A member of the admin team has not given their undertaking",
        )
