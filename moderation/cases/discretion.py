"""What of restricted cases is kept from whom: on the trail, and on the pages of evidence."""

from django.db.models import Q

from accounts.people.models import Membership
from councilsm.audit.hiding import about, hides_from
from moderation.cases.models import Case
from moderation.cases.questions import visible_to
from moderation.evidence.holding import holds
from moderation.evidence.models import Evidence
from moderation.evidence.seeing import lets_see
from moderation.items.models import Item
from moderation.log.hidden import events_of
from moderation.log.part_of import acts_on_the_log


@hides_from
def of_cases(reader: Membership) -> Q:
    """Cases that somebody may not read, with their items and all that hangs on those."""
    every = Case.objects.filter(council=reader.council)
    unseen = every.exclude(pk__in=visible_to(reader).values("pk"))
    items = Item.objects.filter(of_case__case__in=unseen)
    return about(unseen) | events_of(items)


@lets_see
def case_readers(membership: Membership, evidence: Evidence) -> bool:
    """Whoever may read a case sees the evidence of its items, and nobody else does."""
    if evidence.item_id is None:  # else it would be asked for cases without an item
        return False
    return visible_to(membership).filter(items__item=evidence.item_id).exists()


@acts_on_the_log(Case, restricted=True)
def by_its_readers(case: Case, membership: Membership, item: Item, kind: str) -> bool:
    """Whoever may read an open case acts on its items."""
    return visible_to(membership).open().filter(pk=case.pk, items__item=item).exists()


@holds
def for_legal_action(evidence: Evidence) -> bool:
    """Of a case that is kept for legal action (DTC-3.2-e)."""
    if evidence.item_id is None:
        return False
    return Case.objects.filter(hold=True, items__item=evidence.item_id).exists()
