"""What is known of a council's accounts and the access to them, read at once for many accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.dates import in_force, today
from accounts.register.levels import ADMINISTERS
from accounts.register.models import AcceptedGap, OfficialAccount, WayIn

#: A row of `council.access_grants`. The register stands beneath the grants and names none of them.
Grant = Any

#: Whoever administers one of these administers what it opens; a tool's administrator only the tool.
CARRIES_CONTROL = (WayIn.Kind.LOGIN, WayIn.Kind.PORTFOLIO)


@dataclass(frozen=True)
class Access:
    """One person's access to an account, by itself or through a way in.

    Args:
        grant: the row that says so.
        way_in: through which; None for the account itself.
        is_over: it ended here, whatever the platform shows.
    """

    grant: Grant
    way_in: WayIn | None
    is_over: bool

    @property
    def key(self) -> str:
        """Tells people apart: a member by their membership, a name found on a platform by it."""
        return str(self.grant.membership_id or f"name {self.grant.found_name.casefold()}")

    @property
    def administers(self) -> bool:
        """Whether this person can let others in or lock them out."""
        carries = self.way_in is None or self.way_in.kind in CARRIES_CONTROL
        return carries and self.grant.level in ADMINISTERS


@dataclass
class AccountFacts:
    """One account with what its gaps are read from."""

    account: OfficialAccount
    ways_in: list[WayIn] = field(default_factory=list)
    access: list[Access] = field(default_factory=list)

    @property
    def checked_at(self) -> datetime | None:
        """When it was last compared with its platform."""
        return self.account.checked_at

    @property
    def people(self) -> dict[str, str]:
        """Who has access, by what tells them apart, with their names."""
        return {held.key: held.grant.who for held in self.access}

    def administrators(self, *, also_over: bool = False) -> dict[str, str]:
        """Who has full control.

        Args:
            also_over: with those whose access ended here and is still there on the platform.
        """
        return {
            held.key: held.grant.who
            for held in self.access
            if held.administers and (also_over or not held.is_over)
        }


@dataclass
class CouncilFacts:
    """Some accounts of one council, the team, and whose addresses are whose."""

    book: Rulebook
    day: date
    accounts: list[AccountFacts]
    #: The team's members today, by membership.
    team: dict[int, str]
    #: Members whose office keeps the register or grants access.
    in_charge: set[int]
    #: Members' own addresses in small letters, those at the council's own domain left out.
    private_addresses: set[str]
    accepted: dict[tuple[int, str, str], AcceptedGap]


def facts_of(council: Council, accounts: Iterable[OfficialAccount]) -> CouncilFacts:
    """The facts of these accounts, four queries whatever their number.

    Args:
        accounts: of this council, read `with_last_check()`.
    """
    found = {account.pk: AccountFacts(account) for account in accounts}
    openings = _openings(council, found)
    grants = _grants(council, found, openings)
    for grant in grants:
        grant.council = council
        over = grant.is_over or grant.status == grant.Status.SUSPENDED
        if grant.account_id in found:
            found[grant.account_id].access.append(Access(grant, None, over))
        for way_in, account in openings.get(grant.way_in_id or 0, ()):
            found[account].access.append(Access(grant, way_in, over))
    ways_in = [way_in for facts in found.values() for way_in in facts.ways_in]
    addresses = {way_in.recovery_email.lower() for way_in in ways_in}
    own = f"@{council.email.lower().partition('@')[2]}"
    addresses = {address for address in addresses if address and not address.endswith(own)}
    members = _members(council, addresses)
    whole_team = council.rulebook.rules.whole_team_has_access.value
    return CouncilFacts(
        book=council.rulebook,
        day=today(),
        accounts=list(found.values()),
        team={one.pk: one.person.name for one in members if whole_team and one.is_seated},
        in_charge={one.pk for one in members if one.is_in_charge},
        private_addresses={one.person.email or "" for one in members} & addresses,
        accepted=_accepted(council, found),
    )


def _openings(
    council: Council, found: dict[int, AccountFacts]
) -> dict[int, list[tuple[WayIn, int]]]:
    """The ways in that are in use, by id, each with the accounts it opens."""
    rows = council.openings.filter(account__in=found, way_in__ended_on__isnull=True)
    by_way_in: dict[int, list[tuple[WayIn, int]]] = {}
    for row in rows.select_related("way_in").order_by("way_in__name"):
        found[row.account_id].ways_in.append(row.way_in)
        by_way_in.setdefault(row.way_in_id, []).append((row.way_in, row.account_id))
    return by_way_in


def _grants(
    council: Council, found: dict[int, AccountFacts], ways_in: Iterable[int]
) -> Sequence[Grant]:
    """Access that is in force here or still there on the platform, to these."""
    grants = council.access_grants
    rows = (grants.there(today()) | grants.in_force(today())).filter(removed_on__isnull=True)
    rows = rows.filter(Q(account__in=found) | Q(way_in__in=list(ways_in)))
    return list(rows.select_related("membership__person").order_by("number"))


def _members(council: Council, addresses: set[str]) -> list[Any]:
    """Who sits on the team, keeps the register or grants access today, or has such an address.

    Returns memberships, each with `is_seated` and `is_in_charge`.
    """
    keys: set[str] = set()
    team = False
    for rule in (council.rulebook.rules.keep_register, council.rulebook.rules.grant_access):
        keys.update(rule.value.offices if rule.value else (council.rulebook.proper_officer,))
        team = team or bool(rule.value and rule.value.team)
    seats = council.team_members.filter(in_force(today()), membership=OuterRef("pk"))
    held = council.appointments.filter(
        in_force(today()), membership=OuterRef("pk"), office__key__in=keys
    )
    in_charge = Exists(held) | Exists(seats) if team else Exists(held)
    rows = council.memberships.in_force(today()).annotate(
        is_seated=Exists(seats), is_in_charge=in_charge
    )
    wanted = Q(is_seated=True) | Q(is_in_charge=True) | Q(person__email__in=addresses)
    return list(rows.filter(wanted).select_related("person").order_by("person__name"))


def _accepted(
    council: Council, found: dict[int, AccountFacts]
) -> dict[tuple[int, str, str], AcceptedGap]:
    """The newest acceptance of each gap."""
    rows = council.accepted_gaps.filter(account__in=found).order_by("pk")
    return {(row.account_id, row.code, row.about): row for row in rows}
