"""What every action on a draft begins with."""

from accounts.people.models import Person
from councilsm.duties import Duty
from moderation.drafts.models import Draft


def locked(draft: Draft) -> Draft:
    """The draft as it is now, held until the action ends.

    The bare row: PostgreSQL, having waited, would read a joined row as it was before. Author and
    revisions never change, so the ones already read serve again.
    """
    row = draft.council.drafts.select_for_update(no_key=True).get(pk=draft.pk)
    for name in ("author", "current"):
        known = draft._state.fields_cache.get(name)
        if known is not None and known.pk == getattr(row, f"{name}_id"):
            setattr(row, name, known)
    return row


def office_of(actor: Person, draft: Draft, duty: Duty) -> int | None:
    """The office through which the actor does this; None when through the team."""
    membership = actor.membership_at(draft.council)
    return membership.office_for(duty) if membership else None
