"""Who is away, who acts for them, and who may record it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Absence, Appointment, Membership, Office, Person
from accounts.people.models.cover import next_in_order, order_of_cover
from accounts.people.models.membership import MembershipQuerySet
from councilsm.duties import Duty


@dataclass
class Post:
    """An office on a day: who holds it, who of them is away, and who acts for it.

    Args:
        acting: the office that acts for it; None where nobody needs to or nobody can.
    """

    office: Office
    holders: list[Person] = field(default_factory=list)
    away: list[Person] = field(default_factory=list)
    acting: "Post | None" = None

    @property
    def there(self) -> list[Person]:
        return [person for person in self.holders if person not in self.away]

    @property
    def sentence(self) -> str:
        """Who acts and for what reason: "Dora (Deputy Clerk) acts while Priya is away"."""
        if self.acting is None:
            return ""
        names = " and ".join(person.name for person in self.acting.there)
        why = "the office is vacant"
        if self.away:
            verb = "is" if len(self.away) == 1 else "are"
            why = f"{' and '.join(person.name for person in self.away)} {verb} away"
        verb = "acts" if len(self.acting.there) == 1 else "act"
        return f"{names} ({self.acting.office}) {verb} while {why}"


def posts_on(council: Council, day: date, *, apart: Iterable[int] = ()) -> dict[str, Post]:
    """Every office of a council by its key, with who acts for it on a day (three queries).

    Args:
        apart: memberships that count as away too.
    """
    found = {office.key: Post(office) for office in council.offices.all()}
    away = set(council.absences.in_force(day).values_list("membership", flat=True)) | set(apart)
    held = council.appointments.there(day)
    for row in held.select_related("office", "membership__person").order_by("membership__person"):
        post = found[row.office.key]
        post.holders.append(row.membership.person)
        if row.membership_id in away:
            post.away.append(row.membership.person)
    order = order_of_cover(council.rulebook)
    staffed = {key for key, post in found.items() if post.there}
    for key in order:
        acting = next_in_order(order, key, staffed)
        if acting and key in found:
            found[key].acting = found[acting]
    return found


def cover_today(council: Council) -> list[Post]:
    """The offices that somebody acts for today; asks nothing where no rule says who would."""
    if not order_of_cover(council.rulebook):
        return []
    return [post for post in posts_on(council, today()).values() if post.acting]


def cover_context(membership: Membership) -> dict[str, object]:
    """What `accounts/people/cover.html` shows on Home; no query where it is about nobody here."""
    if not (membership.covering or membership.is_away):
        return {}
    posts = posts_on(membership.council, today())
    mine = set(membership.offices) - set(membership.covering)
    return {
        "covering": [_of(posts[key]) for key in membership.covering],
        "acting_for_me": [_of(posts[key]) for key in sorted(mine) if posts[key].acting],
        "is_away": membership.is_away,
    }


def _of(post: Post) -> str:
    return f"{post.office}: {post.sentence}"


def who_acts(absence: Absence) -> str:
    """Who acts for each office of whoever is away, or that nobody does; empty for no office.

    An office that somebody else holds too needs nobody to act for it.
    """
    day = max(absence.starts_on, today())
    held = Appointment.objects.in_force(day).filter(membership=absence.membership_id)
    keys = set(held.values_list("office__key", flat=True))
    if not keys:
        return ""
    posts = posts_on(absence.council, day, apart=[absence.membership_id])
    said = []
    for post in (posts[key] for key in sorted(keys)):
        if post.acting:
            said.append(f"{_of(post)}.")
        elif post.there:
            names = " and ".join(person.name for person in post.there)
            said.append(f"{names} {'acts' if len(post.there) == 1 else 'act'} as {post.office}.")
        else:
            said.append(f"Nobody acts for the {post.office}.")
    return " ".join(said)


def covering_persons(absence: Absence) -> dict[Person, list[str]]:
    """Who acts because of an absence, each with lines that say which office acts for which."""
    day = max(absence.starts_on, today())
    held = Appointment.objects.in_force(day).filter(membership=absence.membership_id)
    keys = sorted(held.values_list("office__key", flat=True))
    posts = posts_on(absence.council, day, apart=[absence.membership_id])
    found: dict[Person, list[str]] = {}
    for post in (posts[key] for key in keys):
        if post.acting is None:
            continue
        for person in post.acting.there:
            line = f"the {post.acting.office} acts for the {post.office}"
            found.setdefault(person, []).append(line)
    return found


def recordable_by(actor: Membership) -> MembershipQuerySet:
    """Whose absence somebody may record: their own, and of those for whom their office acts.

    Whoever records who holds each office may record everybody's. The offices, because a clerk who
    falls ill cannot record it, and often nobody else may.
    """
    council = actor.council
    here = council.memberships.exclude(ends_on__lt=today())
    if actor.allows(Duty.MANAGE_PEOPLE):
        return here
    order = order_of_cover(council.rulebook)
    own = max((order.index(key) for key in actor.offices if key in order), default=0)
    held = Appointment.objects.in_force(today()).filter(office__key__in=order[:own])
    covered = held.filter(membership=OuterRef("pk"))
    return here.filter(Q(pk=actor.pk) | Exists(covered))


def is_clerk(membership: Membership) -> bool:
    """Whether somebody holds the office of the council's proper officer today."""
    held = membership.appointments.in_force(today())
    return held.filter(office__key=membership.council.rulebook.proper_officer).exists()


def away_or_soon(council: Council) -> list[Absence]:
    """The absences that go on or are to come, the soonest first."""
    rows = council.absences.not_over(today()).select_related("membership__person")
    return list(rows)
