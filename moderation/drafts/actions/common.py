"""What every action on a draft begins with."""

from accounts.people.models import Person
from councilsm.duties import Duty
from moderation.drafts.models import Draft


def locked(draft: Draft) -> Draft:
    """The draft as it is now, held until the action ends."""
    return (
        draft.council.drafts.select_for_update(of=("self",), no_key=True)
        .select_related("current", "author")
        .get(pk=draft.pk)
    )


def office_of(actor: Person, draft: Draft, duty: Duty) -> int | None:
    membership = actor.membership_at(draft.council)
    return membership.office_for(duty) if membership else None
