"""An item's evidence as the pages of other features show it."""

from typing import Any

from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.evidence.models import Evidence
from moderation.evidence.seeing import LOOKERS, acts_by
from moderation.items.corrected import earlier_of
from moderation.items.models import Item


def evidence_context(item: Item, membership: Membership) -> dict[str, Any]:
    """What `moderation/evidence/part.html` shows, in two queries.

    Also what was added to items that it corrects. The page itself must have asked whether this
    person may see the item.
    """
    rows = Evidence.objects.filter(item__in=earlier_of(item)).select_related(
        "item", "captured_by", "confirmation__confirmed_by", "destruction__decided_by"
    )
    found = list(rows.order_by("pk"))
    return {
        "item": item,
        "evidence": found,
        "evidence_spoiled": [one for one in found if one.spoiled_at],
        "evidence_to_confirm": membership.council.rulebook.rules.evidence_confirmed.value is True,
        "may_erase_words": acts_by(membership, *LOOKERS) is not None,
        "may_add_evidence": not item.restricted and membership.allows(Duty.LOG_MODERATION),
    }
