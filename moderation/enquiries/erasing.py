"""What enquiries quote of an item, emptied when its words are erased."""

from django.db.models import QuerySet

from moderation.enquiries.models import Enquiry, EnquiryEntry
from moderation.evidence.erasing import erases_words
from moderation.items.models import Item


@erases_words
def erase_quotes(item: Item) -> None:
    """Empties what was written down about the item's enquiries; that it was done stays."""
    empty(Enquiry.objects.filter(item=item))


def empty(enquiries: QuerySet[Enquiry]) -> None:
    """Empties what was said and written down about some enquiries.

    The action taken, with which one was closed, stays: the council answers for it (FTC-A-17),
    and its form asks for words that a resident may read.
    """
    entries = EnquiryEntry.objects.filter(enquiry__in=enquiries.values("pk"))
    entries.exclude(what=EnquiryEntry.What.CLOSED).update(words="")
    enquiries.update(words="")
