"""What the actions of reports share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.councils.rulebook import Holders
from accounts.people.models import Person
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken
from moderation.cases.concerned import clerks_of
from moderation.sightings.models import SentTo, Sighting
from moderation.sightings.questions import may_act


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
        Stale: it is closed.
        RuleBroken: it did not go to them, or is hidden from them meanwhile; or nobody has taken it,
            or somebody else.
    """
    sighting.require_open()
    require_may_act(sighting, actor)
    if sighting.taken_by_id is None:
        raise RuleBroken(f"Take {sighting.reference} first, so that others know who deals with it.")
    if sighting.taken_by_id != actor.pk:
        raise RuleBroken(f"{sighting.taken_by} has taken {sighting.reference}. Take it over first.")


def tell(sighting: Sighting, people: Iterable[Any], template: str, **words: object) -> None:
    """Writes to people about a report; whom it is about sees no such message on any list."""
    notify(
        people,
        template,
        council=sighting.council,
        apart_from=sighting.about_id,
        sighting=sighting,
        **words,
    )


def tell_them(sighting: Sighting, sent: Sequence[SentTo], actor: Person) -> None:
    """Writes to those whom a report went to: no words, no kind, no names of the public.

    Whoever did it hears nothing, nor whom it is about. People of the police write themselves.
    """
    tell(sighting, [one for one in reached(sighting, sent) if one != actor], "sighting_waiting")
    for one in sent:
        if one.email:
            tell(sighting, [Mailbox(one.email)], f"sighting_{one.way}")


def reached(sighting: Sighting, sent: Iterable[SentTo]) -> list[Person]:
    """The people of the council whom a report went to, as far as it is not about them.

    They hold one of its offices today, act for it, or sit on the team where it went there.
    """
    sent = list(sent)
    keys = tuple(one.office.key for one in sent if one.office)
    team = any(one.way == SentTo.Way.TEAM for one in sent)
    if not keys and not team:
        return []
    people = Person.objects.holding(sighting.council, Holders(offices=keys, team=team))
    apart = [sighting.about_id or 0]
    if sighting.about_clerk:
        apart += [one.pk for one in clerks_of(sighting.council)]
    return list(people.exclude(pk__in=apart).order_by("pk"))


def settle(
    sighting: Sighting, outcome: Sighting.Outcome, actor: Person, **became: object
) -> Sighting:
    """Closes a locked report, and tells whoever reported it."""
    fields = {
        "state": Sighting.State.CLOSED,
        "outcome": outcome,
        "closed_by": actor,
        "closed_at": timezone.now(),
        **became,
    }
    for name, value in fields.items():
        setattr(sighting, name, value)
    sighting.save(update_fields=list(fields))
    if sighting.reported_by_id != actor.pk:
        tell(sighting, [sighting.reported_by], "sighting_closed")
    return sighting
