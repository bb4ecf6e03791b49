"""Who was on the admin team on a day."""

from datetime import date

from accounts.councils.models import Council
from accounts.paper.register import Column, Register, in_words, lines
from accounts.team.questions import Filled, Member, Team, team_on

WIDE = (
    Column("Name", 16),
    Column("Offices", 18),
    Column("On the team", 18),
    Column("Why the job needs it", 20),
    Column("Undertaking", 14),
    Column("Training missing", 14),
)
NARROW = WIDE[:3]


def team_register(council: Council, day: date, *, all_of_it: bool) -> Register:
    """The team as at a day.

    Args:
        all_of_it: also why somebody is on it, undertakings and training, which few may see.
    """
    team = team_on(council, day)
    columns = WIDE if all_of_it else NARROW
    rows = [_row(team, one)[: len(columns)] for one in team.members]
    rows += [
        [who, office.title, *[""] * (len(columns) - 2)]
        for office in team.offices
        for who in _not_on_it(office)
    ]
    headings = [column.heading for column in columns]
    sheet = [[cell.replace("\n", "; ") for cell in row] for row in rows]
    number = len(team.members)
    return Register(
        title=f"Register of the {team.name}",
        day=day,
        columns=columns,
        rows=rows,
        sheet=(headings, sheet),
        counted=f"{number} {'person' if number == 1 else 'people'}",
        empty="Nobody was on the team on this day",
    )


def _not_on_it(office: Filled) -> list[str]:
    """Who holds an office that normally sits on the team and is not on it, or that nobody does."""
    if not office.held:
        return [f"Nobody: {office.label.lower()}"]
    return [f"{one.goes_by}: not on the team" for one in office.absent]


def _row(team: Team, one: Member) -> list[str]:
    seat = one.seat
    until = in_words(seat.ends_on)
    given = one.undertaking
    paper = given.paper_reference if given else ""
    return [
        one.goes_by,
        lines(*one.titles) or "No office",
        lines(f"From {in_words(seat.starts_on)}", f"Until {until}" if until else ""),
        lines(
            seat.why or ("Not recorded" if one.is_extra else "By office"),
            f"Minute {seat.minute}" if seat.minute else "",
        ),
        lines(in_words(given.given_on), f"On paper: {paper}" if paper else "")
        if given
        else ("Not given" if team.text else "Not asked for"),
        lines(*one.training) or "None",
    ]
