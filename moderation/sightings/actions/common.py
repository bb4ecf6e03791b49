"""What the actions of reports share."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.people.models import Person
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken
from moderation.sightings.models import SentTo, Sighting
from moderation.sightings.questions import may_act
from moderation.sightings.routing import clerks_of


@dataclass(frozen=True)
class Mailbox:
    """Somebody who is known by an address alone."""

    email: str


def locked(sighting: Sighting) -> Sighting:
    """The report as it is now, held until the action ends. The bare row: docs/architecture.md."""
    return sighting.council.sightings.select_for_update(no_key=True).get(pk=sighting.pk)


def require_may_act(sighting: Sighting, actor: Person) -> None:
    """Asserts that a report went to somebody, or that they send reports on.

    Raises:
        RuleBroken: it did not, and they do not.
    """
    if not may_act(actor.require_membership_at(sighting.council), sighting):
        raise RuleBroken(f"{sighting.reference} did not go to you. Whoever it went to takes it.")


def require_taken_by(sighting: Sighting, actor: Person) -> None:
    """Asserts that somebody has taken a report, so that it is known who deals with it.

    Raises:
        RuleBroken: nobody has, or somebody else.
    """
    sighting.require_open()
    if sighting.taken_by_id is None:
        raise RuleBroken(f"Take {sighting.reference} first, so that others know who deals with it.")
    if sighting.taken_by_id != actor.pk:
        raise RuleBroken(f"{sighting.taken_by} has taken {sighting.reference}. Take it over first.")


def tell_them(sighting: Sighting, sent: Iterable[SentTo], actor: Person) -> None:
    """Writes to those whom a report went to: no words, no kind, no names of the public.

    Whoever did it hears nothing, nor whom it is about. People of the police write themselves.
    """
    council, sent = sighting.council, list(sent)
    keys = tuple(one.office.key for one in sent if one.office)
    team = any(one.way == SentTo.Way.TEAM for one in sent)
    if keys or team:
        people = people_of(council, keys, team=team).exclude(pk=actor.pk)
        if sighting.about_clerk:
            people = people.exclude(pk__in=clerks_of(council).values_list("pk", flat=True))
        notify(people, "sighting_waiting", council=council, sighting=sighting)
    for one in sent:
        if one.email:
            box = [Mailbox(one.email)]
            notify(box, f"sighting_{one.way}", council=council, sighting=sighting)


def people_of(council: Council, keys: tuple[str, ...], *, team: bool = False) -> "QuerySet[Person]":
    """Who holds one of these offices today, acts for it, or sits on the team if that counts."""
    return Person.objects.holding(council, Holders(offices=keys, team=team))
