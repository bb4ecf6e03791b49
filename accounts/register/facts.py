"""What is known of a council's accounts and the access to them, read at once for many accounts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from accounts.register.levels import ADMINISTERS
from accounts.register.models import AcceptedGap, OfficialAccount, WayIn

#: A light row of `council.access_grants`. The register stands beneath the grants and names none.
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
    def ended(self) -> str:
        """What became of it, where it is over."""
        return "is suspended" if self.grant.status == "suspended" else "has ended"

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

    def administrators(
        self, *, also_over: bool = False, only_there: bool = False
    ) -> dict[str, str]:
        """Who has full control.

        Args:
            also_over: with those whose access ended here and is still there on the platform.
            only_there: without those of whom nobody has confirmed that the platform shows them.
        """
        return {
            held.key: held.grant.who
            for held in self.access
            if held.administers
            and (also_over or not held.is_over)
            and (held.grant.is_there or not only_there)
        }

    def to_confirm(self) -> int | None:
        """The number of a grant of full control that nobody has confirmed on the platform yet."""
        waits = (
            held.grant.number
            for held in self.access
            if held.administers and not held.is_over and not held.grant.is_there
        )
        return next(waits, None)


@dataclass
class CouncilFacts:
    """Some accounts of one council, the team, and whose addresses are whose."""

    book: Rulebook
    day: date
    accounts: list[AccountFacts]
    #: The team's members today, by membership.
    team: dict[int, str]
    #: Memberships of those who were on the team and are not today.
    left_team: set[int]
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
    day = today()
    found = {account.pk: AccountFacts(account) for account in accounts}
    openings = _openings(council, found)
    grants = _grants(council, found, openings, day)
    for grant in grants:
        over = grant.is_over or grant.status == "suspended"
        if grant.account_id in found:
            found[grant.account_id].access.append(Access(grant, None, over))
        for way_in, account in openings.get(grant.way_in_id or 0, ()):
            found[account].access.append(Access(grant, way_in, over))
    ways_in = [way_in for facts in found.values() for way_in in facts.ways_in]
    addresses = {way_in.recovery_email.lower() for way_in in ways_in}
    own = f"@{council.email.lower().partition('@')[2]}"
    addresses = {address for address in addresses if address and not address.endswith(own)}
    members = _members(council, addresses, day)
    whole_team = council.rulebook.rules.whole_team_has_access.value
    return CouncilFacts(
        book=council.rulebook,
        day=day,
        accounts=list(found.values()),
        team={pk: one.name for pk, one in members.items() if whole_team and one.is_seated},
        left_team={pk for pk, one in members.items() if one.was_seated and not one.is_seated},
        in_charge={pk for pk, one in members.items() if one.is_in_charge},
        private_addresses={one.email for one in members.values()} & addresses,
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
    council: Council, found: dict[int, AccountFacts], ways_in: Iterable[int], day: date
) -> list[Grant]:
    """Access that is in force here or still there on the platform, to these.

    The days are compared here: as conditions they would make the longest query of these pages.
    """
    open_here = Q(status__in=["found", "granted"]) | Q(confirmed_on__isnull=False)
    rows = council.access_grants.filter(
        open_here,
        Q(account__in=found) | Q(way_in__in=list(ways_in)),
        removed_on__isnull=True,
        continued_as__isnull=True,
    )
    grants = rows.order_by("number").light(council.slug)
    return [grant for grant in grants if grant.is_there or grant.is_in_force_on(day)]


@dataclass
class Member:
    """What gaps are told from, of somebody at the council today."""

    name: str
    email: str
    is_seated: bool = False
    was_seated: bool = False
    is_in_charge: bool = False


def _members(council: Council, addresses: set[str], day: date) -> dict[int, Member]:
    """Who sits or sat on the team, keeps the register or grants access, or has such an address.

    Returns them by the id of their membership, by name. A row for each seat and each office held;
    offices are told apart and days compared here, as those of access are.
    """
    keys: set[str] = set()
    team = False
    for rule in (council.rulebook.rules.keep_register, council.rulebook.rules.grant_access):
        keys.update(rule.value.offices if rule.value else (council.rulebook.proper_officer,))
        team = team or bool(rule.value and rule.value.team)
    wanted = Q(team_seats__isnull=False) | Q(appointments__office__key__in=keys)
    rows = council.memberships.in_force(day).filter(wanted | Q(person__email__in=addresses))
    found: dict[int, Member] = {}
    for pk, name, email, sits, sat, office, holds, held in rows.values_list(
        *("pk", "person__name", "person__email", "team_seats__starts_on", "team_seats__ends_on"),
        *("appointments__office__key", "appointments__starts_on", "appointments__ends_on"),
    ).order_by("person__name"):
        one = found.setdefault(pk, Member(name, email or ""))
        is_seated = _includes(day, sits, sat)
        one.is_seated |= is_seated
        one.was_seated |= bool(sits and sat and sat < day)
        one.is_in_charge |= (team and is_seated) or (office in keys and _includes(day, holds, held))
    return found


def _includes(day: date, first: date | None, last: date | None) -> bool:
    """Whether a day lies within a period, where there is one."""
    return first is not None and first <= day and (last is None or day <= last)


def _accepted(
    council: Council, found: dict[int, AccountFacts]
) -> dict[tuple[int, str, str], AcceptedGap]:
    """The newest acceptance of each gap."""
    rows = council.accepted_gaps.filter(account__in=found).order_by("pk")
    return {(row.account_id, row.code, row.about): row for row in rows}
