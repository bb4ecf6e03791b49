"""Whether what was written to a requester came back, so that staff can answer another way."""

from datetime import datetime

from councilsm.inbox.models import OutboxMessage
from councilsm.undelivered.actions import UNDELIVERED
from moderation.unblocks.models import UnblockRequest


def came_back(request: UnblockRequest, *, since: datetime | None = None) -> OutboxMessage | None:
    """The last message about a request that was not sent, or may not have been; None if none.

    Its subject names the request. What a mail server takes and returns days later reaches the
    council's mailbox, and is not known here.

    Args:
        since: leaves out what was written before.
    """
    if not request.email:
        return None
    messages = OutboxMessage.objects.filter(
        council=request.council_id,
        recipient__iexact=request.email,
        state__in=UNDELIVERED,
        subject__contains=f"({request.reference})",
    )
    if since is not None:
        messages = messages.filter(created_at__gte=since)
    return messages.order_by("-pk").first()
