"""What enquiries quote of an item, emptied when its words are erased."""

from moderation.enquiries.models import Enquiry, EnquiryEntry
from moderation.evidence.erasing import erases_words
from moderation.items.models import Item


@erases_words
def erase_quotes(item: Item) -> None:
    """Empties what was written down about the item's enquiries; that it was done stays.

    The action taken, with which one was closed, stays too: the council answers for it (FTC-A-17),
    and its form asks for words that a resident may read.
    """
    entries = EnquiryEntry.objects.filter(enquiry__item=item)
    entries.exclude(what=EnquiryEntry.What.CLOSED).update(words="")
    Enquiry.objects.filter(item=item).update(words="")
