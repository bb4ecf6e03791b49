"""Who acts on the log as part of an enquiry."""

from accounts.people.models import Membership
from moderation.enquiries.models import Enquiry
from moderation.enquiries.owning import may_reply
from moderation.items.models import Item
from moderation.log.models import ModerationAction
from moderation.log.part_of import acts_on_the_log


@acts_on_the_log(Enquiry)
def by_who_replies(enquiry: Enquiry, membership: Membership, item: Item, kind: str) -> bool:
    """Whoever may reply to an open enquiry has that reply, and nothing else, logged."""
    row = membership.council.enquiries.filter(pk=enquiry.pk).first()
    return (
        row is not None
        and row.closed_at is None
        and kind == ModerationAction.Kind.REPLIED
        and row.shown == item
        and may_reply(row, membership)
    )
