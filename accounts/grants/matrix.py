"""Everybody against every account: who can get where, and whom the rulebook misses there."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.grants.models import AccessGrant
from accounts.register.models import OfficialAccount


@dataclass
class Cell:
    """What one person can be on one account.

    Args:
        held: the levels, each with the way in where it is not the account itself, and its grant.
        lacks: whether the rulebook wants access here and none was given (FTC-6.2-k).
    """

    account: OfficialAccount
    held: list[tuple[str, AccessGrant]] = field(default_factory=list)
    lacks: bool = False


@dataclass
class Row:
    """One person; `who` as the platform shows them where nobody knows who it is."""

    who: str
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
    """All running accounts, against the team and everybody with access today (four queries).

    Whoever was found there can get in too, and so can they whose access ended here and is not yet
    removed: each stands there with its state.
    """
    day = today()
    accounts = list(council.official_accounts.running())
    opened: dict[int, list[int]] = {}
    openings = council.openings.filter(way_in__ended_on__isnull=True)
    for way_in, account in openings.values_list("way_in", "account"):
        opened.setdefault(way_in, []).append(account)
    grants = council.access_grants.in_force(day) | council.access_grants.there()
    seats = council.team_members.filter(in_force(day), in_force(day, "membership__"))
    team = dict(seats.values_list("membership", "membership__person__name"))
    wanted = bool(council.rulebook.rules.whole_team_has_access.value)
    people = {str(pk): name for pk, name in team.items()}
    reach: dict[tuple[str, int], list[tuple[str, AccessGrant]]] = defaultdict(list)
    for grant in grants.select_related("membership__person", "way_in").order_by("number"):
        key = str(grant.membership_id or f"name {grant.found_name.casefold()}")
        people.setdefault(key, grant.who)
        for pk, label in _opened_by(grant, opened):
            reach[key, pk].append((label, grant))
    rows = []
    for key, who in sorted(people.items(), key=lambda one: (one[1], one[0])):
        cells = [Cell(account, reach.get((key, account.pk), [])) for account in accounts]
        on_team = key in map(str, team)
        for cell in cells:
            given = any(grant.is_in_force_on(day) for _, grant in cell.held)
            cell.lacks = wanted and on_team and not given
        rows.append(Row(who, on_team, cells))
    source = council.rulebook.source_of("whole_team_has_access") if wanted else ""
    return Matrix(accounts, rows, wanted, source)


def _opened_by(grant: AccessGrant, opened: dict[int, list[int]]) -> list[tuple[int, str]]:
    """The accounts that a grant opens, with its level in words."""
    level = grant.get_level_display()
    if grant.account_id:
        return [(grant.account_id, level)]
    assert grant.way_in is not None  # grant_of_account_or_way_in
    return [(account, f"{level}, {grant.way_in}") for account in opened.get(grant.way_in.pk, [])]
