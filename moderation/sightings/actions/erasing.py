"""Having the words of a report erased that became no item of the log."""

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.refusals import RuleBroken
from moderation.evidence.actions import ask_erasure
from moderation.evidence.models import Destruction
from moderation.sightings.actions.common import locked
from moderation.sightings.models import Sighting
from moderation.sightings.questions import may_be_erased, visible_to


@action
def ask_to_erase(*, sighting: Sighting, reason: str, why: str, actor: Person) -> Destruction:
    """Asks that the words of a report are erased, with its answer and what was added to it.

    A second person of those who see the report agrees, as of any words (`ask_erasure`).

    Args:
        reason: written down in error, or lawful erasure.

    Raises:
        RuleBroken: the actor may not see it; it became an item of the log, with whose words its own
            go; it is not sent or says nothing; or as of `ask_erasure`.
        AlreadyDone: somebody asked already, and nobody has answered yet.
    """
    row = locked(sighting)
    seen = visible_to(actor.require_membership_at(row.council))
    if not seen.filter(pk=row.pk).exists():
        raise RuleBroken(f"{row.reference} is not open to you.")
    if row.item is not None:
        raise RuleBroken(f"Have the words of {row.item} erased: those of the report go with them.")
    if not may_be_erased(row):
        raise RuleBroken(f"{row.reference} has no words to erase.")
    return ask_erasure(thing=sighting, reason=reason, why=why, actor=actor)
