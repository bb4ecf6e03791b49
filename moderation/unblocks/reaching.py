"""Whether what was written to a requester came back, so that staff can answer another way."""

from datetime import datetime

from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import OutboxMessage
from councilsm.undelivered.actions import UNDELIVERED
from moderation.unblocks.models import UnblockRequest


def did_not_arrive(request: UnblockRequest, *, since: datetime | None = None) -> bool:
    """Whether `came_back` knows of a message, or knew of one that somebody took off the list."""
    if came_back(request, since=since) is not None:
        return True
    if not request.email:
        return False
    left = AuditEvent.objects.filter(
        council_id=request.council_id,
        verb=Verb.MESSAGE_LEFT,
        detail__label__endswith=f"({request.reference})",
    )
    return (left.filter(at__gte=since) if since is not None else left).exists()


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
