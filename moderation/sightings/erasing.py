"""What reports say, emptied when the words of their item are erased, or their own."""

from django.db.models import Q

from moderation.cases.models import Case
from moderation.enquiries.erasing import empty
from moderation.enquiries.models import Enquiry
from moderation.evidence.erasing import erase_words, erases_reports, erases_words, forget_details
from moderation.evidence.models import Confirmation, Evidence
from moderation.items.models import Item
from moderation.sightings.models import Addition, Sighting


@erases_words
def erase_reports(item: Item) -> None:
    """Empties the words of the reports from which an item came, and what was added to them."""
    of_item = Q(item=item) | Q(case__items__item=item) | Q(came_with__evidence__item=item)
    found = Sighting.objects.filter(of_item, council=item.council_id).values("pk")
    reports = list(found.distinct().values_list("pk", flat=True))
    _empty(item.council_id, reports)


@erases_reports
def erase_report(report: Sighting, who: bool) -> None:
    """Empties a report that became no item, and what its case and its enquiry say in its words.

    What it became an item of since then is emptied with it.
    """
    if report.item is not None:
        erase_words(report.item, who=who)
        return
    files = Evidence.objects.filter(sighting__sighting=report)
    files.update(description="", reason="")
    Confirmation.objects.filter(evidence__in=files.values("pk")).update(note="")
    Case.objects.filter(pk=report.case_id or 0, what=report.words).exclude(what="").update(what="")
    empty(Enquiry.objects.filter(pk=report.enquiry_id or 0))
    _empty(report.council_id, [report.pk])
    if who:
        Sighting.objects.filter(pk=report.pk).update(url="")


def _empty(council_id: int, reports: list[int]) -> None:
    forget_details(council_id, "moderation.sighting", reports)
    Sighting.objects.filter(pk__in=reports).update(words="", answer="", reason="")
    Addition.objects.filter(sighting__in=reports).update(words="")
