"""What is unread, of many people and councils at once: for Home, for teams and for the clock.

The same as `questions.py` says of one person, put so that the database looks only at what nobody
has read; `tests/policies/test_acknowledgements_standing.py` holds one to the other.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.urls import reverse

from accounts.councils.models import rulebooks_of
from accounts.councils.rulebook import Rulebook
from accounts.dates import in_force
from accounts.people.models import Appointment, Membership, TeamMember
from accounts.people.models.resting import rests_from
from councilsm.duties import Duty
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.questions import HAS_WORDS, READ_WITHIN, RULE, Held
from policies.acknowledgements.standing import first_asked
from policies.documents.models import Scope, Version

#: What is asked of a member, its council and a version, and by which names.
MEMBER = (
    *("pk", "person", "line_manager", "can_sign_in", "starts_on", "council", "council__slug"),
)
VERSION = ("pk", "slug", "label", "effective_from", "adopted_at", "policy__slug", "policy__title")


@dataclass(frozen=True)
class Unread:
    """A version that somebody must read and has not.

    Args:
        since: from when they are asked.
        rests_on: the first day on which a duty of theirs rests for it; None where none does.
    """

    membership_id: int
    person_id: int
    line_manager_id: int | None
    can_sign_in: bool
    council_id: int
    council: str
    version_id: int
    version: str
    policy: str
    title: str
    label: str
    since: date
    rests_on: date | None

    @property
    def due_on(self) -> date:
        """The last day on which they are in time."""
        return self.since + READ_WITHIN

    def get_absolute_url(self) -> str:
        return reverse("acknowledgements:read", args=[self.council, self.policy, self.version])


@dataclass(frozen=True)
class Found:
    """One reason for which somebody must read a version, as the database tells it.

    Args:
        duty: for which; empty where the policy binds them.
    """

    member: int
    person: int
    line_manager: int | None
    can_sign_in: bool
    starts_on: date
    council: int
    slug: str
    version: int
    version_slug: str
    label: str
    effective_from: date
    adopted_at: datetime
    policy: str
    title: str
    since: date
    duty: str

    def first(self, *days: date) -> date:
        """From when they are asked."""
        days = (self.since, self.effective_from, self.starts_on, *days)
        return first_asked(*days, adopted_at=self.adopted_at)


def unread(
    members: QuerySet[Membership],
    day: date,
    *,
    councils: Collection[int],
    books: "dict[int, Rulebook] | None" = None,
) -> list[Unread]:
    """What each of some people must read on a day and has not, by person and title.

    One query; where policies are to be read for duties two more, and two for rules not given.

    Args:
        members: of these councils, in force on the day.
        books: the rules of each council, where the caller has them.
    """
    found = sorted(candidates(members, day, councils), key=_by_person)
    for_duties = {one.council for one in found if one.duty}
    held = held_at(for_duties, day) if for_duties else {}
    if for_duties and books is None:
        books = {pk: book for pk, (_, book) in rulebooks_of(for_duties).items()}
    return [
        one
        for _, reasons in groupby(found, key=lambda one: (one.member, one.version))
        for one in merged(list(reasons), held, books or {})
    ]


def candidates(
    members: QuerySet[Membership], day: date, councils: Collection[int]
) -> Iterator[Found]:
    """The reasons that there are, also for duties that somebody may not hold; one query."""
    current = in_force_among(councils, day).values("pk")
    bound = "council__policy_scopes__"
    binding = _columns(
        members.filter(
            **{
                f"{bound}binds": Scope.Binds.BINDING,
                f"{bound}category": F("category"),
                f"{bound}policy__versions__in": current,
            }
        ),
        f"{bound}policy__versions",
        since=F(f"{bound}since"),
        duty=Value("", CharField()),
    )
    need = "council__duties_to_read__"
    leaves_out = Scope.objects.filter(
        policy=OuterRef("policy"), category=OuterRef("category"), binds=Scope.Binds.EXCLUDED
    )
    own = {"membership": OuterRef("pk")}
    holds = Exists(Appointment.objects.in_force(day).filter(**own)) | Exists(
        TeamMember.objects.filter(in_force(day), **own)
    )
    needed = _columns(
        members.filter(can_sign_in=True, **{f"{need}policy__versions__in": current}),
        f"{need}policy__versions",
        since=F(f"{need}since"),
        duty=F(f"{need}duty"),
        policy=F(f"{need}policy"),
    ).filter(~Exists(leaves_out), Q(duty=Duty.SUBMIT_DRAFTS) | holds)
    names = [*MEMBER, *(f"version_{name}" for name in VERSION), "since", "duty"]
    both = binding.values_list(*names).union(needed.values_list(*names), all=True)
    for row in both:
        yield Found(*row)


def in_force_among(councils: Collection[int], day: date) -> QuerySet[Version]:
    """Of each policy of some councils the version in force on a day, if its words are here."""
    first = Version.objects.filter(policy=OuterRef("policy")).in_force(day)
    standing = Q(policy__withdrawn_on__isnull=True) | Q(policy__withdrawn_on__gt=day)
    rows = Version.objects.filter(standing, council__in=councils)
    return rows.filter(HAS_WORDS, pk=Subquery(first.values("pk")[:1]))


def _columns(members: QuerySet[Membership], version: str, **more: Any) -> QuerySet[Membership]:
    """People with the versions on the way to which a filter led, if they have not read them."""
    names = {f"version_{name}": F(f"{version}__{name}") for name in VERSION}
    done = Acknowledgement.objects.filter(version=OuterRef("version_pk"), membership=OuterRef("pk"))
    return members.annotate(**names, **more).filter(~Exists(done)).order_by()


def _by_person(found: Found) -> tuple[int, str, int]:
    return found.member, found.title, found.version


def merged(
    reasons: list[Found], held: dict[int, Held], books: dict[int, Rulebook]
) -> Iterable[Unread]:
    """One person and one version, whatever the reasons; nothing where none of them holds."""
    one = reasons[0]
    theirs, book = held.get(one.member, Held()), books.get(one.council)
    duties = set(book.duties_of(set(theirs.offices), team=theirs.on_team)) if book else set()
    asked, resting = [], []
    for reason in reasons:
        if not reason.duty:
            asked.append(reason.first())
        elif book and reason.duty in duties:
            first = reason.first(theirs.since)
            asked.append(first)
            if reason.duty != Duty.SUBMIT_DRAFTS:
                resting.append(rests_from(book, first, RULE))
    if asked:
        yield Unread(
            membership_id=one.member,
            person_id=one.person,
            line_manager_id=one.line_manager,
            can_sign_in=one.can_sign_in,
            council_id=one.council,
            council=one.slug,
            version_id=one.version,
            version=one.version_slug,
            policy=one.policy,
            title=one.title,
            label=one.label,
            since=min(asked),
            rests_on=min((first for first in resting if first), default=None),
        )


def held_at(councils: Collection[int], day: date) -> dict[int, Held]:
    """What everybody of some councils holds on a day, by the membership's id; two queries."""
    found: dict[int, Held] = {}
    appointed = Appointment.objects.in_force(day).filter(council__in=councils)
    for member, key, first in appointed.values_list("membership", "office__key", "starts_on"):
        had = found.get(member, Held())
        found[member] = Held(had.offices | {key}, False, max(first, had.since))
    seats = TeamMember.objects.filter(in_force(day), council__in=councils)
    for member, began in seats.values_list("membership", "starts_on"):
        assert began is not None  # in force
        had = found.get(member, Held())
        found[member] = Held(had.offices, True, max(began, had.since))
    return found
