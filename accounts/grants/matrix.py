"""Everybody against every account: who can get where, and whom the rulebook misses there."""

from dataclasses import dataclass, field

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.grants.models import AccessGrant
from accounts.people.models import Membership
from accounts.register.models import OfficialAccount


@dataclass
class Cell:
    """What one person can be on one account.

    Args:
        labels: the levels, each with the way in where it is not the account itself.
        lacks: whether the rulebook wants access here and there is none (FTC-6.2-k).
    """

    account: OfficialAccount
    labels: list[str] = field(default_factory=list)
    lacks: bool = False


@dataclass
class Row:
    membership: Membership
    on_team: bool
    cells: list[Cell]


@dataclass
class Matrix:
    """The whole; `wanted` where the rulebook wants the whole team to have access."""

    accounts: list[OfficialAccount]
    rows: list[Row]
    wanted: bool
    source: str

    @property
    def lacking(self) -> int:
        """How many are missing."""
        return sum(cell.lacks for row in self.rows for cell in row.cells)


def matrix(council: Council) -> Matrix:
    """All running accounts, against the team and everybody with access today (four queries)."""
    day = today()
    accounts = list(council.official_accounts.running())
    opened: dict[int, list[int]] = {}
    openings = council.openings.filter(way_in__ended_on__isnull=True)
    for way_in, account in openings.values_list("way_in", "account"):
        opened.setdefault(way_in, []).append(account)
    grants = (
        council.access_grants.in_force(day)
        .select_related("membership__person", "way_in")
        .order_by("number")
    )
    seats = council.team_members.filter(in_force(day), in_force(day, "membership__"))
    team = {
        seat.membership_id: seat.membership for seat in seats.select_related("membership__person")
    }
    wanted = bool(council.rulebook.rules.whole_team_has_access.value)
    people = dict(team)
    reach: dict[tuple[int, int], list[str]] = {}
    for grant in grants:
        assert grant.membership is not None  # grant_to_somebody
        people.setdefault(grant.membership.pk, grant.membership)
        for pk, label in _opened_by(grant, opened):
            reach.setdefault((grant.membership.pk, pk), []).append(label)
    rows = [
        Row(
            member,
            member.pk in team,
            [
                Cell(
                    account,
                    labels := reach.get((member.pk, account.pk), []),
                    lacks=wanted and member.pk in team and not labels,
                )
                for account in accounts
            ],
        )
        for member in sorted(people.values(), key=lambda one: (one.person.name, one.pk))
    ]
    source = council.rulebook.source_of("whole_team_has_access") if wanted else ""
    return Matrix(accounts, rows, wanted, source)


def _opened_by(grant: AccessGrant, opened: dict[int, list[int]]) -> list[tuple[int, str]]:
    """The accounts that a grant opens, with its level in words."""
    level = grant.get_level_display()
    if grant.account_id:
        return [(grant.account_id, level)]
    assert grant.way_in is not None  # grant_of_account_or_way_in
    return [(account, f"{level}, {grant.way_in}") for account in opened.get(grant.way_in.pk, [])]
