"""How far taking stock is: what was found, what is confirmed or ended, and who lacks what."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from accounts.councils.models import Council
from accounts.dates import today
from accounts.grants.levels import Property, where_shown
from accounts.grants.models import AccessGrant
from accounts.people.missing import Missing, missing_of
from accounts.people.models import Membership

_S = AccessGrant.Status


@dataclass(frozen=True)
class Place:
    """One account or way in: what was found there and is left, and where its platform shows it."""

    what: Property
    kind: str
    left: int
    decided: int
    where: str


@dataclass(frozen=True)
class Stock:
    """Taking stock, as its page shows it.

    Args:
        found, left: how many were found on the platforms, and of these neither confirmed nor ended.
        days: until the council goes live; None where no date is set.
        lacks: members with access and what each lacks.
    """

    found: int
    left: int
    kept: int
    ended: int
    days: int | None
    places: list[Place]
    lacks: list[tuple[Membership, list[Missing]]]


def stock_of(council: Council) -> Stock:
    """How far a council is (5 queries, and one for each rule that wants something first)."""
    found = council.access_grants.filter(found_on__isnull=False)
    counts = found.aggregate(
        found=Count("pk"),
        left=Count("pk", filter=Q(status=_S.FOUND)),
        kept=Count("pk", filter=Q(status__in=[_S.GRANTED, _S.SUSPENDED])),
        ended=Count("pk", filter=Q(status=_S.ENDED)),
    )
    left = council.go_live_on - today() if council.go_live_on else None
    return Stock(
        **counts,
        days=left.days if left else None,
        places=_places(council),
        lacks=_lacks(council, today()),
    )


def _places(council: Council) -> list[Place]:
    left: Counter[tuple[int | None, int | None]] = Counter()
    decided: Counter[tuple[int | None, int | None]] = Counter()
    rows = council.access_grants.exclude(status__in=[_S.REQUESTED, _S.REFUSED])
    counted = rows.order_by().values_list("account", "way_in", "status").annotate(Count("pk"))
    for account, way_in, status, number in counted:
        (left if status == _S.FOUND else decided)[account, way_in] += number
    places = []
    for account in council.official_accounts.running():
        key = (account.pk, None)
        places.append(Place(account, "account", left[key], decided[key], where_shown(account)))
    for way_in in council.ways_in.in_use():
        of = (None, way_in.pk)
        places.append(Place(way_in, "way-in", left[of], decided[of], where_shown(way_in)))
    return places


def _lacks(council: Council, day: date) -> list[tuple[Membership, list[Missing]]]:
    with_access = council.access_grants.there() | council.access_grants.in_force(day)
    members = council.memberships.in_force(day).filter(
        pk__in=with_access.order_by().values("membership")
    )
    known = {member.pk: member for member in members.select_related("person")}
    found = missing_of(council, list(known), day)
    rows = [(known[pk], lacks) for pk, lacks in found.items() if lacks]
    return sorted(rows, key=lambda row: (row[0].person.name, row[0].pk))
