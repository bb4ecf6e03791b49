"""The team of a demonstration council, its training, and a change that could not wait."""

from datetime import timedelta

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership
from accounts.team.actions import Urgency, give_undertaking, join_team, word_undertaking
from accounts.training.actions import NeededBy, add_course, record_completion


def team_at(council: Council, clerk: Membership, writer: Membership) -> None:
    """Clerk and colleague on the team; the clerk is trained and has undertaken, the other not yet.

    Where the demonstration has seated them already, only training and undertaking are added.
    """
    for member in (clerk, writer):
        if not member.team_seats.exists():
            join_team(
                membership=member,
                starts_on=member.starts_on,
                why="Runs the council’s accounts",
                actor=clerk.person,
            )
    course = add_course(
        council=council,
        title="Using social media responsibly",
        valid_months=24,
        needed_by=[NeededBy(team=True)],
        actor=clerk.person,
    )
    record_completion(
        course=course,
        membership=clerk,
        completed_on=today() - timedelta(days=200),
        provider="The county association",
        paper_reference="Training folder, sheet 4",
        actor=clerk.person,
    )
    text = word_undertaking(
        council=council,
        words="I keep passwords to myself, post only what is approved, and tell the clerk at once "
        "if something goes wrong.",
        actor=clerk.person,
    )
    give_undertaking(text=text, membership=clerk, actor=clerk.person)


def urgent_change(deputy: Membership, joins: Membership) -> None:
    """The deputy puts somebody on the team while the clerk is away; she has still to look at it."""
    join_team(
        membership=joins,
        starts_on=today(),
        why="Answers questions about the flood at the hall",
        urgency=Urgency(
            why="The hall is flooded and nobody else can post.",
            unavailable="The clerk is on leave and cannot be reached.",
        ),
        actor=deputy.person,
    )
