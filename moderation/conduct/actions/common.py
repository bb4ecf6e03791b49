"""What the actions on a record of conduct share."""

from datetime import date

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale
from moderation.conduct.models import Conduct
from moderation.conduct.questions import visible_to


def held(conduct: Conduct, actor: Person) -> Conduct:
    """The record, locked, if this person may read it and it is open.

    Raises:
        RuleBroken: it is not for them.
        Stale: it was closed.
    """
    rows = Conduct.objects.select_for_update(no_key=True, of=("self",)).select_related("council")
    row = rows.get(pk=conduct.pk)
    membership = actor.require_membership_at(row.council)
    if not visible_to(membership).filter(pk=row.pk).exists():
        raise RuleBroken("This is not for you to change.")
    if row.closed_at:
        raise Stale("It was closed already.")
    return row


def office_of(conduct: Conduct, actor: Person) -> int | None:
    """The office by which somebody deals with it; None for whoever passes it on."""
    held = set(actor.require_membership_at(conduct.council).offices.values())
    through = (conduct.goes_to_id, conduct.line_manager_id)
    return next((pk for pk in through if pk in held), None)


def require_past(day: date, done: str) -> None:
    if day > today():
        raise RuleBroken(f"The day it was {done} is in the future.")


def tell(verb: Verb, conduct: Conduct, actor: Person, **new: object) -> None:
    """Writes an event that names nobody: the trail outlives what people may be told."""
    record(
        verb,
        conduct,
        actor=actor,
        office_id=office_of(conduct, actor),
        new=dict(new) if new else None,
    )
