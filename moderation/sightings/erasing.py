"""What reports say of an item, emptied when its words are erased."""

from django.db.models import Q

from moderation.evidence.erasing import erases_words, forget_details
from moderation.items.models import Item
from moderation.sightings.models import Addition, Sighting


@erases_words
def erase_reports(item: Item) -> None:
    """Empties the words of the reports from which an item came, and what was added to them."""
    of_item = Q(item=item) | Q(case__items__item=item) | Q(came_with__evidence__item=item)
    found = Sighting.objects.filter(of_item, council=item.council_id).values("pk")
    reports = list(found.distinct().values_list("pk", flat=True))
    forget_details(item.council_id, "moderation.sighting", reports)
    Sighting.objects.filter(pk__in=reports).update(words="", answer="")
    Addition.objects.filter(sighting__in=reports).update(words="")
