"""What of conduct is kept from whoever may not read it: on the trail, and its evidence."""

from django.db.models import Q

from accounts.people.models import Membership
from councilsm.audit.hiding import about, hides_from
from moderation.conduct.models import Conduct
from moderation.conduct.questions import visible_to
from moderation.evidence.models import Evidence
from moderation.evidence.seeing import lets_see
from moderation.items.models import Item
from moderation.log.hidden import events_of


@hides_from
def of_conduct(reader: Membership) -> Q:
    """Records that somebody may not read, with their items and all that hangs on those."""
    every = Conduct.objects.filter(council=reader.council)
    unseen = every.exclude(pk__in=visible_to(reader).values("pk"))
    return about(unseen) | events_of(Item.objects.filter(of_conduct__in=unseen))


@lets_see
def by_its_record(reader: Membership, evidence: Evidence) -> bool:
    """Whoever may read the record sees its evidence (a query)."""
    if evidence.item_id is None:  # else it would be asked for records without an item
        return False
    return visible_to(reader).filter(item=evidence.item_id).exists()
