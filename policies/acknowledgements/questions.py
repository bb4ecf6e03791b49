"""Who must read which version of a policy on a day, and who has said that they did.

Whom the policy binds by their category, and whoever holds in their own right a duty for which it
must be read. Never those whom it leaves out. A version of which the words are not here is not asked
for. `unread.py` asks the same of many councils at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.db.models import Q, QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.dates import in_force, moment_of
from accounts.people.models import Membership
from accounts.people.models.membership import MembershipQuerySet
from accounts.people.models.standing import everybody_at
from councilsm.duties import Duty
from policies.acknowledgements.holding import NOTHING, held_by
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.resting import (
    NOTHING_RESTS,
    Everybody,
    Resting,
    kept_among,
    rest_since,
)
from policies.acknowledgements.standing import first_asked
from policies.documents.models import DutyToRead, Scope, Version
from policies.documents.questions import LONG, in_force_on

#: Whoever holds one of these sees who has read what; others see themselves and their team.
SEES_ALL = (Duty.MANAGE_RULES, Duty.MANAGE_PEOPLE, Duty.READ_TRAIL)
#: So long after they are first asked somebody is late.
READ_WITHIN = timedelta(days=14)
#: Of a version: there is something to read.
HAS_WORDS = ~Q(text="") | Q(file__isnull=False)


@dataclass(frozen=True)
class Cell:
    """One person and one version, on a day.

    Args:
        binds: what the policy is for them, as `Scope.binds`; empty where it says nothing.
        clause: which says that.
        since: the day from which they are asked to read it; None where they are not.
        resting: the duties of theirs that rest while they have not.
    """

    version: Version
    day: date
    binds: str = ""
    clause: str = ""
    since: date | None = None
    resting: Resting = NOTHING_RESTS
    read: Acknowledgement | None = None

    @property
    def is_missing(self) -> bool:
        return self.since is not None and self.read is None

    @property
    def due_on(self) -> date | None:
        """The last day on which they are in time."""
        return self.since + READ_WITHIN if self.since else None

    @property
    def is_late(self) -> bool:
        return self.is_missing and self.due_on is not None and self.due_on < self.day

    @property
    def label(self) -> str:
        """The state as words for a tag."""
        if self.read:
            return "Read"
        if self.is_missing:
            return "Late" if self.is_late else "To read"
        if self.binds == Scope.Binds.GUIDANCE:
            return "Guidance"
        return "Left out" if self.binds == Scope.Binds.EXCLUDED else "Not asked"

    @property
    def colour(self) -> str:
        if self.read:
            return "green"
        if self.is_missing:
            return "red" if self.is_late else "yellow"
        return "grey"

    @property
    def rests_on(self) -> date | None:
        """The first day on which a duty of theirs rests for it."""
        return self.resting.first

    @property
    def rests(self) -> str:
        """What follows if it stays unread, in words; empty where nothing does."""
        return self.resting.in_words(self.day) if self.is_missing else ""


@dataclass(frozen=True)
class Row:
    """One person with every version that is in force."""

    membership: Membership
    cells: list[Cell] = field(default_factory=list)

    @property
    def missing(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_missing]


def present(council: Council, day: date) -> MembershipQuerySet:
    """The people of a council on a day, without those who are kept out."""
    return here(council.memberships.all(), day)


def here(members: MembershipQuerySet, day: date) -> MembershipQuerySet:
    """Those among some people who belong to their council on a day and are not kept out."""
    not_closed = Q(closes_at__isnull=True) | Q(closes_at__gt=moment_of(day))
    return members.filter(in_force(day), not_closed)


def readable(council: Council, day: date) -> QuerySet[Version]:
    """The versions in force on a day whose words are here, with their policies, by title."""
    rows = in_force_on(council, day).filter(HAS_WORDS).select_related("policy").defer(*LONG)
    return rows.order_by("policy__title", "pk")


def rows(
    council: Council,
    memberships: Iterable[Membership],
    day: date,
    *,
    versions: Sequence[Version] | None = None,
) -> list[Row]:
    """Every version in force for each of some people of a council, in at most five queries.

    Where a duty of theirs rests, or will, for one that is unread, who else has it is one more for
    each day on which one does within a week.

    Args:
        versions: where the caller has them already, or wants only some.
    """
    members = list(memberships)
    versions = list(readable(council, day)) if versions is None else versions
    if not versions or not members:
        return [Row(member) for member in members]
    policies = [version.policy_id for version in versions]
    scopes = {
        (scope.policy_id, scope.category): scope
        for scope in council.policy_scopes.filter(policy__in=policies)
    }
    needs: dict[int, list[DutyToRead]] = {}
    for need in council.duties_to_read.filter(policy__in=policies).order_by("duty"):
        needs.setdefault(need.policy_id, []).append(need)
    book, held = council.rulebook, held_by(members, day) if needs else {}
    done = Acknowledgement.objects.filter(version__in=versions, membership__in=members)
    read = {(one.membership_id, one.version_id): one for one in done.defer("digest")}
    everybody = cache(lambda on: everybody_at(council.pk, on, book))
    found = []
    for member in members:
        has = held.get(member.pk, NOTHING)
        theirs = has.duties(book, can_sign_in=member.can_sign_in) if needs else set()
        cells = [
            cell(
                version,
                member,
                day,
                book=book,
                scope=scopes.get((version.policy_id, member.category)),
                needs=[need for need in needs.get(version.policy_id, ()) if need.duty in theirs],
                began=has.since,
                everybody=everybody,
                read=read.get((member.pk, version.pk)),
            )
            for version in versions
        ]
        found.append(Row(member, cells))
    return found


def cell(
    version: Version,
    member: Membership,
    day: date,
    *,
    book: Rulebook,
    scope: Scope | None,
    needs: Iterable[DutyToRead],
    began: date,
    everybody: Everybody,
    read: Acknowledgement | None,
) -> Cell:
    """Whether somebody must read a version, since when, and whether they have.

    Args:
        needs: the duties of theirs for which the policy must be read.
        began: the day on which they took up the last of what these come from.
    """
    binds = scope.binds if scope else ""
    asked: list[date] = []
    duties: dict[Duty, date] = {}
    assert version.effective_from is not None and version.words_at is not None  # in force, to read
    base = (version.effective_from, member.starts_on)
    if scope and binds == Scope.Binds.BINDING:
        asked.append(first_asked(*base, scope.since, words_at=version.words_at))
    if binds != Scope.Binds.EXCLUDED:
        for need in needs:
            first = first_asked(*base, began, need.since, words_at=version.words_at)
            duties[Duty(need.duty)] = first
        asked += duties.values()
    since = rest_since(book, duties)
    kept = kept_among(book, since, member.pk, day, everybody) if since and not read else frozenset()
    return Cell(
        version,
        day,
        binds,
        scope.clause if scope else "",
        min(asked, default=None),
        Resting(since, kept),
        read,
    )


def cells_of(membership: Membership, day: date) -> list[Cell]:
    """Every version in force for one person, by the policy's title; at most five queries."""
    return rows(membership.council, [membership], day)[0].cells


def to_read(membership: Membership, day: date) -> list[Version]:
    """The versions that somebody must read and has not."""
    return [cell.version for cell in cells_of(membership, day) if cell.is_missing]


def team_of(membership: Membership, day: date) -> MembershipQuerySet:
    """The people whose line manager somebody is today, or stands in for; never themself."""
    offices = membership.offices.values()
    team = present(membership.council, day).filter(line_manager__in=offices)
    return team.exclude(pk=membership.pk).select_related("person").by_name()
