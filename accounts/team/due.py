"""What of the team waits on Home: changes to look at, and undertakings to give."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from accounts.people.models import Membership
from accounts.team.models import TeamChange
from accounts.team.questions import owes_undertaking, team_name
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


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
        yield Due(f"{words} to the {name} to look at", address, found["since"])


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
