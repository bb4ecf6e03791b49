"""Emptying the words of requests: what somebody of the public wrote is theirs."""

from django.utils import timezone

from councilsm.inbox.models import OutboxMessage
from moderation.evidence.erasing import ERASERS, forget_details
from moderation.items.models import Author, Item
from moderation.unblocks.models import (
    UnblockDecision,
    UnblockFact,
    UnblockLetter,
    UnblockRequest,
)

LABEL = UnblockRequest._meta.label_lower


def empty_request(request: UnblockRequest) -> None:
    """Empties the words of a closed request wherever they stand. Call inside an action.

    What the trail tells of them goes too; what was decided, by whom and when, stays.
    """
    for rows in (
        UnblockFact.objects.filter(request=request),
        UnblockDecision.objects.filter(request=request),
        UnblockLetter.objects.filter(request=request),
    ):
        rows.update(**dict.fromkeys(rows.model.append_only.erasable, ""))
    if request.email:  # whom it went to; whether it went does not matter any more
        OutboxMessage.objects.filter(
            council=request.council_id,
            recipient__iexact=request.email,
            subject__endswith=f"({request.reference})",
            state=OutboxMessage.State.SENT,
        ).delete()
    request.erased_at = timezone.now()
    for name in UnblockRequest.append_only.erasable:
        setattr(request, name, "")
    request.save(update_fields=["erased_at", *UnblockRequest.append_only.erasable])
    forget_details(request.council_id, LABEL, [request.pk])


def empty_if_due(request: UnblockRequest) -> None:
    """Empties a locked request that is closed now, if whom it is about was erased meanwhile."""
    if request.to_erase and not request.erased_at and request.state in UnblockRequest.CLOSED:
        empty_request(request)


def erase_requests(item: Item) -> None:
    """Empties requests about blocks of an author whose handle is erased with an item.

    One that waits for its answer keeps its words until then: it says whom to answer. It is marked,
    and `empty_if_due` does it.
    """
    erased = Author.objects.filter(pk=item.author_id or 0, handle="")
    if not erased.exists():
        return
    requests = UnblockRequest.objects.filter(block__author=item.author_id, erased_at=None)
    for request in requests.select_for_update(no_key=True).order_by("pk"):
        request.to_erase = True
        request.save(update_fields=["to_erase"])
        empty_if_due(request)


# First of all: a request is locked before its block everywhere, so that no two wait for each other.
ERASERS.insert(0, erase_requests)
